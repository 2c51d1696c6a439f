"""How likely a typed word is a slip for another: edits weighed by how fingers and input methods go wrong.

A weighted optimal string alignment (Damerau 1964; Kernighan, Church and Gale 1990): the cost is −ln of a rough chance
of each slip, so that costs add up with −ln of how frequent the meant word is (a noisy channel).
"""

from __future__ import annotations

import math

from explain.keyboards import neighbours, sounding_alike

SWAPPED, BESIDE, DOUBLED, LOST, ADDED, OTHER = 3.0, 3.0, 3.0, 3.5, 4.0, 5.0
FIRST = 3.0  # more where the first letter is wrong: it mostly is right


def slip_cost(typed: str, meant: str, most: int = 2) -> float:
    """Return the cost of ``typed`` where ``meant`` was meant; infinite for more than ``most`` slips, 0 for none.

    >>> slip_cost("watch", "watch"), slip_cost("wacth", "watch"), slip_cost("wpqch", "watch")
    (0.0, 3.0, 10.0)
    >>> slip_cost("tea", "watch")
    inf
    """
    rows = [[(math.inf, 0)] * (len(meant) + 1) for _ in range(len(typed) + 1)]
    rows[0][0] = (0.0, 0)
    for i in range(len(typed) + 1):
        for j in range(len(meant) + 1):
            ways = [rows[i][j]]
            first = FIRST if min(i, j) <= 1 else 0.0
            if i and j:
                ways.append(_more(rows[i - 1][j - 1], _exchanged(typed[i - 1], meant[j - 1]), first))
            if i:
                doubled = i > 1 and typed[i - 1] == typed[i - 2]
                ways.append(_more(rows[i - 1][j], DOUBLED if doubled else ADDED, 0.0 if doubled else first))
            if j:
                doubled = j > 1 and meant[j - 1] == meant[j - 2]
                ways.append(_more(rows[i][j - 1], DOUBLED if doubled else LOST, 0.0 if doubled else first))
            if i > 1 and j > 1 and typed[i - 1] == meant[j - 2] != typed[i - 2] == meant[j - 1]:
                ways.append(_more(rows[i - 2][j - 2], SWAPPED, FIRST if min(i, j) == 2 else 0.0))
            rows[i][j] = min((way for way in ways if way[1] <= most), default=(math.inf, most + 1))
    return rows[-1][-1][0]


def deletes(word: str, most: int) -> set[str]:
    """Return the word with up to ``most`` letters left out: two words within ``most`` edits share one (Garbe 2012).

    >>> sorted(deletes("abc", 1))
    ['ab', 'abc', 'ac', 'bc']
    """
    found = last = {word}
    for _ in range(most):
        last = {each[:at] + each[at + 1 :] for each in last for at in range(len(each))}
        found = found | last
    return found


def _more(before: tuple[float, int], cost: float, first: float) -> tuple[float, int]:
    return (before[0] + cost + first, before[1] + 1) if cost else before


def _exchanged(typed: str, meant: str) -> float:
    if typed == meant:
        return 0.0
    return BESIDE if typed in neighbours(meant) or meant in sounding_alike(typed) else OTHER
