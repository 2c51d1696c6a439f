"""A catalogue ready to be ranked: every item's texts, and its vector, computed once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
import torch
from torch import Tensor

from models.pairs import item_texts
from models.protocol import Field
from models.two_tower import TwoTowerRanker
from queries.errors import UnknownName

Progress = Callable[[str, float], None]
CHUNK = 512


@dataclass(frozen=True)
class Catalogue:
    """N items in the order of ``item_ids``: ``texts``, ``titles``, ``platforms`` and ``vectors`` [N, d].

    ``ranker_identity`` says which ranker the vectors are of.
    """

    item_ids: tuple[str, ...]
    titles: tuple[str, ...]
    platforms: np.ndarray
    texts: tuple[tuple[Field, ...], ...]
    vectors: Tensor
    ranker_identity: str
    places: dict[str, int] = field(repr=False)

    @classmethod
    def build(cls, ranker: TwoTowerRanker, items: pa.Table, progress: Progress | None = None) -> Catalogue:
        """Read every item of a table (item_id, title, brand, category, attributes, platform) with the item tower."""
        texts = item_texts(items)
        vectors = []
        for start in range(0, len(texts), CHUNK):
            if progress:
                progress("reading the catalogue", start / len(texts))
            vectors.append(ranker.item_vectors(texts[start : start + CHUNK]))
        ids = items["item_id"].to_pylist()
        return cls(
            item_ids=tuple(ids),
            titles=tuple(title or "" for title in items["title"].to_pylist()),
            platforms=np.array(items["platform"].to_pylist(), dtype=object),
            texts=tuple(texts),
            vectors=torch.cat(vectors) if vectors else torch.zeros(0, ranker.config.vector),
            ranker_identity=ranker.identity,
            places={item_id: place for place, item_id in enumerate(ids)},
        )

    def place(self, item_id: str) -> int:
        """Return the item's place in the catalogue; raises :class:`UnknownName` where it has none."""
        if item_id not in self.places:
            raise UnknownName("item", item_id, self.item_ids)
        return self.places[item_id]

    def on_platform(self, platform: str | None) -> np.ndarray:
        """Return the places [n] of the items on a platform; of all items for None."""
        if platform is None:
            return np.arange(len(self.item_ids))
        return np.flatnonzero(self.platforms == platform)
