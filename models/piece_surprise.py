"""How surprising a text's pieces are to who knows a shop's searches: a bigram of pieces.

``P(v | u) = λ·c(u, v)/c(u) + (1 − λ)·P(v)`` with ``P(v) = (c(v) + ½) / (N + ½·V)``: Jelinek and Mercer (1980), counts
c over all searches, N pieces of V kinds (one of them for all that was never seen). A search begins and ends with a
mark of its own. Its surprise is the mean of −ln P over its pieces and its end, in nats.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

BEGIN, END = -1, -2
TRUST = 0.7  # λ: the weight of what followed before


@dataclass(frozen=True)
class PieceSurprise:
    """Counts of pieces (ids) and of pairs of neighbours over the searches of a shop."""

    pieces: Counter[int]
    pairs: Counter[tuple[int, int]]

    @classmethod
    def learned(cls, searches: Iterable[Sequence[int]], counts: Iterable[float]) -> PieceSurprise:
        """Count the pieces of searches, each as often as ``counts`` says.

        >>> known = PieceSurprise.learned([[5, 6], [5, 7]], [3, 1])
        >>> known.of([5, 6]) < known.of([5, 7]) < known.of([7, 5]) < known.of([9, 9])
        True
        """
        pieces: Counter[int] = Counter()
        pairs: Counter[tuple[int, int]] = Counter()
        for ids, count in zip(searches, counts, strict=True):
            read = [BEGIN, *ids, END]
            for piece in read:
                pieces[piece] += int(count)
            for pair in pairwise(read):
                pairs[pair] += int(count)
        return cls(pieces, pairs)

    def of(self, ids: Sequence[int]) -> float:
        """Return the surprise of a search of these pieces, in nats a piece; 0 where it has none."""
        if not ids:
            return 0.0
        size = self.pieces.total() - self.pieces[BEGIN] + 0.5 * (len(self.pieces) + 1)
        told = 0.0
        for before, piece in pairwise([BEGIN, *ids, END]):
            alone = (self.pieces[piece] + 0.5) / size
            after = self.pairs[before, piece] / self.pieces[before] if self.pieces[before] else 0.0
            told -= math.log(TRUST * after + (1 - TRUST) * alone)
        return told / (len(ids) + 1)

    def arrays(self) -> dict[str, np.ndarray]:
        """Return the counts as arrays: ``pieces`` [m, 2] (piece, count), ``pairs`` [p, 3] (piece, next, count)."""
        pieces = np.array(sorted(self.pieces.items()), np.int64).reshape(-1, 2)
        pairs = np.array([(*pair, count) for pair, count in sorted(self.pairs.items())], np.int64).reshape(-1, 3)
        return {"pieces": pieces, "pairs": pairs}

    @classmethod
    def from_arrays(cls, arrays: dict[str, np.ndarray]) -> PieceSurprise:
        """Return what :meth:`arrays` wrote down."""
        pieces = Counter(dict(arrays["pieces"].tolist()))
        return cls(pieces, Counter({(before, piece): count for before, piece, count in arrays["pairs"].tolist()}))
