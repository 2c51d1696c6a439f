"""Statistics of a sample of explanations with their 95 % interval, by resampling the explanations."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

RESAMPLES = 1000


@dataclass(frozen=True)
class Figure:
    """A statistic over ``n`` explanations with its interval, which is None where no single number is meant."""

    metric: str
    value: float
    low: float | None
    high: float | None
    n: int


def figure(metric: str, rows: np.ndarray, statistic: Callable[[np.ndarray], np.ndarray], seed: int = 0) -> Figure:
    """Return the statistic of ``rows`` [n, …] with the percentile bootstrap's interval (Efron & Tibshirani 1993).

    ``statistic`` takes samples [m, n, …] and answers [m].

    >>> figure("share", np.array([1.0, 0.0, 1.0, 1.0]), mean).value
    0.75
    """
    value = float(statistic(rows[None])[0])
    if len(rows) < 2:
        return Figure(metric, value, None, None, len(rows))
    chosen = np.random.default_rng(seed).integers(len(rows), size=(RESAMPLES, len(rows)))
    found = statistic(rows[chosen])
    low, high = np.percentile(found[np.isfinite(found)], [2.5, 97.5])
    return Figure(metric, value, float(low), float(high), len(rows))


def mean(samples: np.ndarray) -> np.ndarray:
    """The mean of samples [m, n]."""
    found: np.ndarray = samples.mean(axis=1)
    return found


def median(samples: np.ndarray) -> np.ndarray:
    """The median of samples [m, n]."""
    found: np.ndarray = np.median(samples, axis=1)
    return found


def ratio(samples: np.ndarray) -> np.ndarray:
    """The ratio of the means of two columns, of samples [m, n, 2]."""
    means = samples.mean(axis=1)
    found: np.ndarray = means[:, 0] / means[:, 1]
    return found
