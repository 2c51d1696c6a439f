"""A catalogue read by the two-tower ranker: every item's vector, computed once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import torch
from torch import Tensor

from models.field import Field
from models.kept_vectors import kept_vectors
from models.serving import FoundBy, Progress, Question

if TYPE_CHECKING:
    from models.two_tower import TwoTowerRanker

# Below this many items the head reads them all; above, the nearest by vectors.
SCORE_ALL = 5000
RETRIEVED = 1000
CHUNK = 512


@dataclass(frozen=True)
class TwoTowerIndex:
    """``vectors`` [N, d] of N items; meets :class:`models.serving.Index`."""

    ranker: TwoTowerRanker
    vectors: Tensor
    scores_all: bool = True

    @classmethod
    def build(
        cls,
        ranker: TwoTowerRanker,
        texts: Sequence[Sequence[Field]],
        progress: Progress | None = None,
        keep: Path | None = None,
    ) -> TwoTowerIndex:
        """Read every item with the item tower, unless the folder ``keep`` has them read."""

        def read() -> Tensor:
            vectors = [torch.zeros(0, ranker.config.vector)]
            for start in range(0, len(texts), CHUNK):
                if progress:
                    progress("reading the catalogue", start / len(texts))
                vectors.append(ranker.item_vectors(texts[start : start + CHUNK]))
            return torch.cat(vectors)

        return cls(ranker, kept_vectors(keep, ranker.identity, texts, read) if keep else read())

    def ask(self, contexts: Sequence[Sequence[Field]]) -> list[Question]:
        """Encode the contexts together."""
        vectors = self.ranker.side_vectors(0, contexts)
        return [TwoTowerQuestion(self, vector) for vector in vectors.split(1)]


@dataclass(frozen=True)
class TwoTowerQuestion:
    """One context's vector [1, d]; meets :class:`models.serving.Question`."""

    index: TwoTowerIndex
    vector: Tensor

    @torch.inference_mode()
    def candidates(self, places: np.ndarray) -> tuple[np.ndarray, FoundBy]:
        """Return all places where they are at most 5,000; else the 1,000 nearest to the context."""
        if len(places) <= SCORE_ALL:
            return places, "all"
        near = self.index.ranker.relevance(self.vector, self.index.vectors[torch.from_numpy(places)])[0]
        return np.sort(places[near.topk(RETRIEVED).indices.numpy()]), "vectors"

    @torch.inference_mode()
    def score(self, places: np.ndarray, features: np.ndarray | None) -> np.ndarray:
        """Return the head's scores [n] of the context beside each item."""
        items = self.index.vectors[torch.from_numpy(places)]
        rows = None if features is None else torch.from_numpy(features)
        scores: np.ndarray = self.index.ranker.score_vectors((self.vector.expand(len(places), -1), items), rows).numpy()
        return scores
