"""The ranges that behaviour features had in training, and by how much a row is beyond them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from models.behaviour import FeatureScale


@dataclass(frozen=True)
class FeatureRanges:
    """The least and the largest value of each feature in training, raw; ``scale`` says how the ranker reads them."""

    scale: FeatureScale
    low: np.ndarray
    high: np.ndarray

    @classmethod
    def learned(cls, names: tuple[str, ...], logged: tuple[bool, ...], rows: np.ndarray) -> FeatureRanges:
        """Take the ranges of training rows [n, F]; NaN = absent is left out, and what is always absent has no range."""
        finite = np.isfinite(rows)
        low = np.where(finite, rows, np.inf).min(axis=0, initial=np.inf)
        high = np.where(finite, rows, -np.inf).max(axis=0, initial=-np.inf)
        known = low <= high
        return cls(
            FeatureScale.fitted(names, logged, rows),
            np.where(known, low, -np.inf).astype(np.float64),
            np.where(known, high, np.inf).astype(np.float64),
        )

    def beyond(self, rows: np.ndarray) -> np.ndarray:
        """Return how far each value of rows [n, F] is outside its range, in training deviations; 0 within, or absent.

        Where the ranker reads a feature by its logarithm, so does this.

        >>> ranges = FeatureRanges.learned(("price",), (False,), np.array([[10.0], [20.0], [30.0]]))
        >>> ranges.beyond(np.array([[20.0], [np.nan], [38.16]])).round(2).tolist()
        [[0.0], [0.0], [1.0]]
        """
        logged = np.array(self.scale.logged, bool)
        deviation = np.array(self.scale.deviation)
        values, low, high = (_read(each, logged) for each in (rows.astype(np.float64), self.low, self.high))
        outside = np.maximum(low - values, values - high) / deviation
        return np.maximum(np.nan_to_num(outside, nan=0.0, posinf=np.inf, neginf=0.0), 0.0)


def _read(values: np.ndarray, logged: np.ndarray) -> np.ndarray:
    with np.errstate(invalid="ignore"):
        return np.where(logged, np.sign(values) * np.log1p(np.abs(values)), values)
