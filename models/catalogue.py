"""A catalogue ready to be ranked: every item's texts, read once by the ranker."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from models.field import Field
from models.pairs import item_texts
from models.serving import Index, Progress, ServingRanker
from queries.errors import UnknownName


@dataclass(frozen=True)
class Catalogue:
    """N items in the order of ``item_ids``, sorted: ``texts``, ``titles``, ``platforms`` and the ranker's ``index``.

    ``ranker_identity`` says which ranker read them.
    """

    item_ids: tuple[str, ...]
    titles: tuple[str, ...]
    platforms: np.ndarray
    texts: tuple[tuple[Field, ...], ...]
    index: Index
    ranker_identity: str
    places: dict[str, int] = field(repr=False)

    @classmethod
    def build(
        cls, ranker: ServingRanker, items: pa.Table, progress: Progress | None = None, keep: Path | None = None
    ) -> Catalogue:
        """Have the ranker read every item of a table (item_id, title, brand, category, attributes, platform).

        ``keep``: a folder where what was read may stay for the next time.
        """
        items = items.take(pc.sort_indices(items["item_id"]))
        texts = item_texts(items)
        ids = items["item_id"].to_pylist()
        return cls(
            item_ids=tuple(ids),
            titles=tuple(title or "" for title in items["title"].to_pylist()),
            platforms=np.array(items["platform"].to_pylist(), dtype=object),
            texts=tuple(texts),
            index=ranker.index(texts, progress, keep),
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
