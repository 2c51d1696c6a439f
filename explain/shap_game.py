"""What SHAP is asked about: the behaviour's share of one pair as a function of feature rows.

h(b) = ½ f(T, b) + ½ f(T0, b); the value of a set S of features is the mean over the background rows of h with the
features in S taken from b and the rest from the row (Lundberg & Lee 2017). The text enters by its vectors, computed
once, so an evaluation costs the head alone.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import numpy as np
import torch
from torch import Tensor

from explain.game import Corners, Game

ROWS_AT_ONCE = 4096
# SHAP draws from NumPy's global generator: one explanation at a time, or they would not repeat.
_ONE_AT_A_TIME = threading.Lock()


@contextmanager
def shap_alone() -> Iterator[None]:
    """Give SHAP NumPy's global generator for itself, and leave the generator as it was."""
    with _ONE_AT_A_TIME:
        state = np.random.get_state()
        try:
            yield
        finally:
            np.random.set_state(state)


def behaviour_value(game: Game, corners: Corners, row: int) -> Callable[[np.ndarray], np.ndarray]:
    """Return h as a function of raw feature rows [m, F], answering logits [m], for pair ``row``."""
    vectors = [torch.cat([full[row : row + 1], bare[row : row + 1]]) for full, bare in _both(corners)]

    @torch.inference_mode()
    def value(rows: np.ndarray) -> np.ndarray:
        features = torch.from_numpy(np.ascontiguousarray(rows, dtype=np.float32)).unsqueeze(0)
        scores: Tensor = game.ranker.score_vectors(vectors, features)
        answer: np.ndarray = scores.mean(dim=0).numpy()
        return answer

    return value


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
