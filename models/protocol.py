"""What explanations need of a ranker: texts and features in, scores out, embeddings exposed for gradients.

A ranker has one or more *towers*, each a batch of token sequences: the two-tower ranker has two (context and item),
a cross-encoder has one. A tower's sequence is made of *fields* (the search, one history title, the item's title …),
and each token remembers the characters of the field it came from.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol, runtime_checkable

import torch
from torch import Tensor

from models.field import Field


@dataclass(frozen=True)
class Piece:
    """One token's place: ``fields[field].text[start:end]``, characters of the original string."""

    field: int
    start: int
    end: int


@dataclass(frozen=True)
class Tower:
    """A batch of n token sequences of length L, one per row.

    ``ids``, ``segments``: [n, L] int64. ``attended``: [n, L] bool, False on padding. ``special``: [n, L] bool, True
    on ``[CLS]``, ``[SEP]``, padding and pieces that stand for no character (a mark of a word's beginning).
    ``fields[row]`` are the row's texts, ``pieces[row][position]`` is the token's place in them (None where special).
    ``cut[row][field]`` is the first character the ranker did not see (the text's length when it saw all).
    """

    ids: Tensor
    segments: Tensor
    attended: Tensor
    special: Tensor
    fields: tuple[tuple[Field, ...], ...]
    pieces: tuple[tuple[Piece | None, ...], ...]
    cut: tuple[tuple[int, ...], ...]

    def masked_ids(self, mask_id: int) -> Tensor:
        """Return ids [n, L] with every piece that is not special replaced by ``mask_id``: the text T0 of design §5."""
        return torch.where(self.special, self.ids, torch.full_like(self.ids, mask_id))

    def take(self, rows: Sequence[int]) -> Tower:
        """Return the tower of these rows only, in this order, padded as before."""
        chosen = torch.as_tensor(rows, dtype=torch.int64)
        return Tower(
            ids=self.ids[chosen],
            segments=self.segments[chosen],
            attended=self.attended[chosen],
            special=self.special[chosen],
            fields=tuple(self.fields[row] for row in rows),
            pieces=tuple(self.pieces[row] for row in rows),
            cut=tuple(self.cut[row] for row in rows),
        )

    def trimmed(self) -> Tower:
        """Return the tower without the columns that are padding in every row."""
        longest = max(int(self.attended.sum(dim=1).max()) if len(self.ids) else 0, 1)
        return replace(
            self,
            ids=self.ids[:, :longest],
            segments=self.segments[:, :longest],
            attended=self.attended[:, :longest],
            special=self.special[:, :longest],
            pieces=tuple(pieces[:longest] for pieces in self.pieces),
        )


@runtime_checkable
class Ranker(Protocol):
    """Texts and behaviour features in, logits out.

    Features are raw (never standardised by the caller), float32, columns in the order of ``feature_names``; NaN
    stands for "absent" and is treated by the ranker's stated rule (the training mean). ``mask_id`` hides a piece,
    ``unknown_id`` is what the ranker reads where its vocabulary has no piece (``mask_id`` where it has no such id).
    """

    identity: str
    feature_names: tuple[str, ...]
    mask_id: int
    unknown_id: int

    def encode(self, contexts: Sequence[Sequence[Field]], items: Sequence[Sequence[Field]]) -> tuple[Tower, ...]:
        """Tokenise n (context, item) pairs into the ranker's towers, row i of each tower belonging to pair i."""
        ...

    def embed(self, ids: Tensor) -> Tensor:
        """Return the word embeddings [n, L, d] of ids [n, L], before positions and segments are added."""
        ...

    def vectors(self, embeddings: Sequence[Tensor], towers: Sequence[Tower]) -> tuple[Tensor, ...]:
        """Return what the head needs of the text, one [n, …] tensor per tower; differentiable in ``embeddings``.

        ``embeddings[t]`` may have n·m rows for a tower of n rows: row r belongs to tower row ``r % n``. So integration
        steps are stacked as m blocks of n. Each tower is read by itself, so towers may differ in their rows.
        """
        ...

    def score_vectors(self, vectors: Sequence[Tensor], features: Tensor | None) -> Tensor:
        """Return logits: [n·m] for features [n, F] (or None), [n·m, K] for features [n, K, F].

        Where vectors are m blocks of the features' n rows, vector r belongs to features r % n: so [1, K, F] is for all.
        """
        ...

    def probability(self, score: Tensor) -> Tensor:
        """Return the calibrated chance of the target action, 0 to 1, of logits of any shape."""
        ...
