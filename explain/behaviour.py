"""Shapley values of the behaviour features, from a background of other rows to the features themselves.

The value of a set S of features is the mean over the background rows of h with the features in S taken from b and
the rest from the row (Lundberg & Lee 2017); SHAP's antithetic permutations estimate each feature's mean share and
always add up to h(b) − mean h(B0). The text enters by its vectors, computed once.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from torch import Tensor

from explain.game import Corners, Game

# SHAP draws its permutations from NumPy's global generator: one explanation at a time, or they would not repeat.
_ONE_AT_A_TIME = threading.Lock()
ROWS_AT_ONCE = 4096


@dataclass(frozen=True)
class FeatureAttribution:
    """Of one pair: Shapley values [F] in logits, and their standard errors [F] over the permutations."""

    values: np.ndarray
    stderr: np.ndarray


def attribute_features(game: Game, corners: Corners, row: int, permutations: int, seed: int) -> FeatureAttribution:
    """Attribute h(b) − mean h(B0), h = ½ f(T, ·) + ½ f(T0, ·), to the features of pair ``row``.

    ``permutations`` counts antithetic pairs (each order and its reverse); the cost is 2·F·K head evaluations a pair.
    """
    if game.features is None or game.background is None:
        raise ValueError("a ranker of texts only has no behaviour features to explain")
    vectors = [torch.cat([full[row : row + 1], bare[row : row + 1]]) for full, bare in _both(corners)]

    @torch.inference_mode()
    def value(rows: np.ndarray) -> np.ndarray:
        features = torch.from_numpy(np.ascontiguousarray(rows, dtype=np.float32)).unsqueeze(0)
        scores: Tensor = game.ranker.score_vectors(vectors, features)
        answer: np.ndarray = scores.mean(dim=0).numpy()
        return answer

    found = _permuted(value, game.features[row : row + 1].numpy(), game.background.numpy(), permutations, seed)
    return FeatureAttribution(found.values[0], found.error_std[0] / np.sqrt(2 * permutations))


def warm_up() -> None:
    """Import SHAP and have it compile its loops, which takes seconds the first time: worth doing before anyone asks."""
    _permuted(lambda rows: rows.sum(axis=1), np.ones((1, 2)), np.zeros((2, 2)), permutations=1, seed=0)


def _permuted(
    value: Callable[[np.ndarray], np.ndarray], row: np.ndarray, background: np.ndarray, permutations: int, seed: int
) -> Any:
    """Return SHAP's explanation of one row [1, F] of the function ``value`` (rows [m, F] to values [m])."""
    import shap

    with _ONE_AT_A_TIME:
        state = np.random.get_state()
        try:
            return shap.PermutationExplainer(value, BackgroundMasker(background), seed=seed)(
                row,
                max_evals=permutations * (2 * row.shape[1] + 1),
                error_bounds=True,
                batch_size=max(1, ROWS_AT_ONCE // len(background)),
                silent=True,
            )
        finally:
            np.random.set_state(state)


class BackgroundMasker:
    """SHAP's masker: hidden features come from the background rows. Unlike SHAP's own it knows that NaN equals NaN.

    >>> masker = BackgroundMasker(np.array([[0.0, 1.0], [2.0, 3.0]]))
    >>> masker(np.array([True, False]), np.array([9.0, 9.0]))[0].tolist()
    [[9.0, 1.0], [9.0, 3.0]]
    """

    supports_delta_masking = False

    def __init__(self, background: np.ndarray) -> None:
        self.background = background
        self.shape = background.shape

    def __call__(self, shown: np.ndarray, row: np.ndarray) -> tuple[np.ndarray]:
        """Return the background rows [K, F] with the shown features taken from ``row``."""
        return (np.where(shown, row, self.background),)

    def invariants(self, row: np.ndarray) -> np.ndarray:
        """Return [K, F] bool: where masking changes nothing, so SHAP need not evaluate the ranker again."""
        return (row == self.background) | (np.isnan(row) & np.isnan(self.background))


def _both(corners: Corners) -> list[tuple[Tensor, Tensor]]:
    return list(zip(corners.full, corners.bare, strict=True))
