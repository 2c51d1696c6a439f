"""How far a search is from those a ranker knows: the nearest one in the ranker's own space of searches.

Distances are Mahalanobis': ``d(x, y)² = (x − y)ᵀ S⁻¹ (x − y)`` with S the covariance of the known searches' vectors,
drawn to a multiple of the identity as Ledoit and Wolf (2004) say, so that a direction in which searches hardly differ
counts more. The nearest known search stands for what is familiar: many small groups of searches have no one centre.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np


@dataclass(frozen=True)
class KnownSearches:
    """``searches`` [m]: known ones, None where one may not be told; ``vectors`` [m, d] float16 and ``root`` [d, d].

    ``vectors`` are ``x @ root`` of the searches' vectors x, with root·rootᵀ = S⁻¹.
    """

    searches: tuple[str | None, ...]
    vectors: np.ndarray = field(repr=False)
    root: np.ndarray = field(repr=False)

    @classmethod
    def learned(cls, vectors: np.ndarray, searches: Sequence[str | None], keep: int) -> KnownSearches:
        """Learn the covariance from vectors [n, d] of n searches and keep the first ``keep`` of them as known."""
        from sklearn.covariance import LedoitWolf  # a second, which only learning waits for

        root = np.linalg.cholesky(LedoitWolf().fit(vectors).precision_).astype(np.float32)
        known = (vectors[:keep].astype(np.float32) @ root).astype(np.float16)
        return cls(tuple(searches[:keep]), known, root)

    def distances(self, vectors: np.ndarray) -> np.ndarray:
        """Return the distances [n, m] of vectors [n, d] from every known search, 0 or more.

        >>> known = KnownSearches(("tea", None), np.array([[0.0, 0.0], [3.0, 4.0]]), np.eye(2))
        >>> known.distances(np.array([[0.0, 0.0], [3.0, 0.0]])).tolist()
        [[0.0, 5.0], [3.0, 4.0]]
        """
        here = vectors.astype(np.float32) @ self.root
        known = self.vectors.astype(np.float32)
        squared = (here**2).sum(1)[:, None] + (known**2).sum(1) - 2 * here @ known.T
        # Rounding to 16 bits leaves a known search a little way from itself.
        return np.sqrt(np.maximum(squared, 0.0))

    def nearest(self, distances: np.ndarray, count: int = 3) -> tuple[tuple[str, float], ...]:
        """Return the nearest known searches that may be told with their distances, given distances [m]."""
        order = np.argsort(distances, kind="stable")
        told = [(str(self.searches[place]), float(distances[place])) for place in order if self.searches[place]]
        return tuple(told[:count])
