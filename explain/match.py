"""Which word met which: what two words, one of the context and one of the item, add together beyond each alone.

For word i of the search (or of what was chosen before) and word j of the item, with all other words and the behaviour
as they are, the masked second difference of the score v is

    Δ_ij = v(all) − v(without i) − v(without j) + v(without both)

in logits: positive where the two need each other, zero where each adds the same without the other (the interaction of
Grabisch & Roubens 1999 at the full text only, as in Archipelago, Tsang et al. 2020). For a ranker that is a product of
mean-pooled token vectors, f = mean(x)·mean(y), Δ_ij = (x_i − m)·(y_j − m)/(n k) for mask m: the match of the two tokens
itself. So the one formula is exact there, and nothing needs to know which kind of ranker is asked.

Cost: (I + 1)(J + 1) masked texts for I and J words; a ranker with two towers reads only I + 1 and J + 1 of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from itertools import chain
from typing import Any, Literal

import numpy as np

from explain.coalitions import Coalitions
from explain.words import says_something
from queries.errors import WhyrankError

Side = Literal["search", "history"]
MOST_WORDS = 32  # of either side; those that do least alone are hidden as one
# A word met nothing where its largest |Δ| is below this share of the largest of all, or below what rounds to 0.00.
MET_SHARE, MET_LEAST = 0.1, 0.005


class NothingToMatch(WhyrankError):
    """One of the two sides has no word."""


@dataclass(frozen=True)
class MatchWord:
    """A word (or ``count`` words hidden as one, then ``name`` is empty) of the text ``field``.

    ``alone`` is what hiding it takes from the score, in logits.
    """

    field: str
    name: str
    alone: float
    count: int = 1


@dataclass(frozen=True)
class Match:
    """``values`` [I, J] in logits: Δ of each of the I ``words`` of the context with each of the J ``item_words``.

    ``together`` is the same difference with all words of either side hidden at once: what the two texts add by meeting.
    """

    side: Side
    words: tuple[MatchWord, ...]
    item_words: tuple[MatchWord, ...]
    values: np.ndarray
    together: float
    score: float

    def met_nothing(self, share: float = MET_SHARE) -> tuple[MatchWord, ...]:
        """Return the words of the context whose |Δ| with every word, or group, of the item is next to nothing.

        That is below ``share`` of the strongest pair's, or below 0.005 logits.
        """
        strongest = [abs(value) for _, _, value in self.pairs(1)]
        least = max([share * value for value in strongest] + [MET_LEAST])
        most = np.abs(self.values).max(axis=1)
        return tuple(word for word, met in zip(self.words, most, strict=True) if word.count == 1 and met < least)

    def pairs(self, count: int) -> list[tuple[MatchWord, MatchWord, float]]:
        """Return the ``count`` pairs of single words with the largest |Δ|, whatever its sign."""
        found = [
            (word, other, float(self.values[i, j]))
            for i, word in enumerate(self.words)
            for j, other in enumerate(self.item_words)
            if word.count == other.count == 1
        ]
        return sorted(found, key=lambda pair: -abs(pair[2]))[:count]

    def to_dict(self) -> dict[str, Any]:
        """Return plain data for JSON."""
        return {
            "side": self.side,
            "words": [asdict(word) for word in self.words],
            "item_words": [asdict(word) for word in self.item_words],
            "values": self.values.tolist(),
            "met_nothing": [word.name for word in self.met_nothing()],
            "together": self.together,
            "score": self.score,
        }


def match(players: Coalitions, side: Side = "search", most_words: int = MOST_WORDS) -> Match:
    """Return the match of the context's words with the item's, for one pair; signs stand in no word's way.

    Of either side at most ``most_words`` words stand alone: those whose hiding moves the score most. The others are
    hidden together, as one. Raises :class:`NothingToMatch` where a side has no word.
    """
    score, alone = _alone(players)
    rows, columns = (_groups(players, part, alone, most_words) for part in (side, "item"))
    grid = _values(players, [[], *rows], [[], *columns])
    values = grid[0, 0] - grid[1:, :1] - grid[:1, 1:] + grid[1:, 1:]
    whole = _values(players, [[], [*chain(*rows)]], [[], [*chain(*columns)]])
    return Match(
        side=side,
        words=tuple(_word(players, group, grid[0, 0] - grid[at, 0]) for at, group in enumerate(rows, 1)),
        item_words=tuple(_word(players, group, grid[0, 0] - grid[0, at]) for at, group in enumerate(columns, 1)),
        values=values,
        together=float(whole[0, 0] - whole[0, 1] - whole[1, 0] + whole[1, 1]),
        score=score,
    )


def _alone(players: Coalitions) -> tuple[float, np.ndarray]:
    """Return the score, and what hiding each of the W words takes from it, [W]."""
    count = len(players.words)
    values = players.scores(np.vstack([np.ones((1, count), dtype=bool), ~np.eye(count, dtype=bool)]))
    return float(values[0]), values[0] - values[1:]


def _groups(players: Coalitions, part: str, alone: np.ndarray, most: int) -> list[list[int]]:
    """Return the numbers of the words of ``part``, one a group, the weakest beyond ``most`` as one group behind."""
    own = [n for n, word in enumerate(players.words) if word.part == part and says_something(word.name)]
    if not own:
        raise NothingToMatch(f"There is no word of the {part} to match.", "Type a search, or choose another item.")
    strongest = set(sorted(own, key=lambda n: -abs(alone[n]))[:most])
    rest = [n for n in own if n not in strongest]
    return [[n] for n in own if n in strongest] + ([rest] if rest else [])


def _values(players: Coalitions, rows: Sequence[Sequence[int]], columns: Sequence[Sequence[int]]) -> np.ndarray:
    """Return the score [len(rows), len(columns)] with the words of one row and one column hidden."""
    shown = np.ones((len(rows), len(columns), len(players.words)), dtype=bool)
    for at, group in enumerate(rows):
        shown[at, :, list(group)] = False
    for at, group in enumerate(columns):
        shown[:, at, list(group)] = False
    return players.scores(shown.reshape(-1, len(players.words))).reshape(len(rows), len(columns))


def _word(players: Coalitions, group: Sequence[int], alone: float) -> MatchWord:
    word = players.words[group[0]]
    fields = [field.name for tower in players.game.towers for field in tower.fields[0]]
    return MatchWord(fields[word.field], word.name if len(group) == 1 else "", float(alone), len(group))
