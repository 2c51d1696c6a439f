"""Shoppers who care for similar things, by the ranker's own vectors of the items they chose."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from models.catalogue import Catalogue

MIN_ITEMS = 3


@dataclass(frozen=True)
class ShopperVectors:
    """``vectors`` [n, d], float32, of length 1, of the shoppers ``user_ids`` [n] with ``MIN_ITEMS`` items or more."""

    user_ids: tuple[str, ...]
    vectors: np.ndarray

    def nearest(self, user_id: str, n: int = 5) -> list[tuple[str, float]]:
        """Return the ``n`` shoppers most like one, with the cosine of the vectors, −1 to 1; none where they have none.

        >>> vectors = ShopperVectors(("a", "b", "c"), np.eye(3, dtype=np.float32)[[0, 0, 1]])
        >>> vectors.nearest("a", 1), vectors.nearest("z")
        ([('b', 1.0)], [])
        """
        if user_id not in self.user_ids:
            return []
        own = self.user_ids.index(user_id)
        cosines = self.vectors @ self.vectors[own]
        order = [place for place in np.argsort(-cosines, kind="stable") if place != own][:n]
        return [(self.user_ids[place], float(cosines[place])) for place in order]


def has_vectors(catalogue: Catalogue) -> bool:
    """Whether the ranker makes a vector of an item by itself: a cross-encoder reads only pairs."""
    return hasattr(catalogue.index, "vectors")


def shopper_vectors(catalogue: Catalogue, chosen: pa.Table) -> ShopperVectors:
    """Return a vector per shopper: the mean of the ranker's vectors of the items they chose, each counted once.

    ``chosen``: user_id and item_id, each pair once. The catalogue's mean vector is taken off first, or else everybody
    would look alike: vectors of one ranker share a direction. Items that are not in the catalogue are passed over.
    """
    items = np.asarray(catalogue.index.vectors, dtype=np.float32)  # type: ignore[attr-defined]
    items = items - items.mean(axis=0) if len(items) else items
    places = np.array([catalogue.places.get(item_id, -1) for item_id in chosen["item_id"].to_pylist()], dtype=np.int64)
    users, rows = np.unique(np.array(chosen["user_id"].to_pylist(), dtype=object)[places >= 0], return_inverse=True)
    counts = np.bincount(rows, minlength=len(users))
    sums = np.zeros((len(users), items.shape[1]), dtype=np.float32)
    np.add.at(sums, rows, items[places[places >= 0]])
    lengths = np.linalg.norm(sums, axis=1)
    kept = (counts >= MIN_ITEMS) & (lengths > 0)
    return ShopperVectors(tuple(users[kept]), sums[kept] / lengths[kept, None])
