"""What SHAP is asked about: the behaviour's share of one pair as a function of feature rows.

h(b) = ½ f(T, b) + ½ f(T0, b); the value of a set S of features is the mean over the background rows of h with the
features in S taken from b and the rest from the row (Lundberg & Lee 2017). The text enters by its vectors, computed
once, so an evaluation costs the head alone.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from explain.game import Corners, Game
from explain.methods.method import Shares

ROWS_AT_ONCE = 4096
# SHAP draws from NumPy's global generator: one explanation at a time, or they would not repeat.
_ONE_AT_A_TIME = threading.Lock()
_MINE = threading.local()  # .turn: whether this thread holds the lock


@contextmanager
def shap_alone(seed: int = 0) -> Iterator[None]:
    """Give SHAP NumPy's global generator for itself, begun from ``seed``, and leave the generator as it was."""
    with _ONE_AT_A_TIME:
        state = np.random.get_state()
        np.random.seed(seed)
        _MINE.turn = True
        try:
            yield
        finally:
            _MINE.turn = False
            np.random.set_state(state)


@contextmanager
def others_first() -> Iterator[None]:
    """Inside :func:`shap_alone`, let others draw while the ranker answers; SHAP then draws on where it was."""
    if not getattr(_MINE, "turn", False):
        yield
        return
    state = np.random.get_state()
    _MINE.turn = False
    _ONE_AT_A_TIME.release()
    try:
        yield
    finally:
        _ONE_AT_A_TIME.acquire()
        _MINE.turn = True
        np.random.set_state(state)


def behaviour_value(game: Game, corners: Corners, row: int) -> Callable[[np.ndarray], np.ndarray]:
    """Return h as a function of raw feature rows [m, F], answering logits [m], for pair ``row``."""
    vectors = [torch.cat([full[row : row + 1], bare[row : row + 1]]) for full, bare in _both(corners)]

    @torch.inference_mode()
    def value(rows: np.ndarray) -> np.ndarray:
        with others_first():
            features = torch.from_numpy(np.ascontiguousarray(rows, dtype=np.float32)).unsqueeze(0)
            blocks = features.split(ROWS_AT_ONCE, dim=1)
            scores = [game.ranker.score_vectors(vectors, block).mean(dim=0) for block in blocks]
            answer: np.ndarray = torch.cat(scores).numpy()
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


@dataclass(frozen=True)
class FeatureGame:
    """The game over one pair's features that differ from some background row: the others can add nothing.

    ``value`` is h, ``own`` [F] the pair's row, ``background`` [K, F], ``columns`` [V] the places of the players.

    >>> game = FeatureGame.of(lambda rows: rows.sum(axis=1), np.array([5.0, 1.0]), np.array([[0.0, 1.0], [2.0, 1.0]]))
    >>> game.columns, game(np.array([[False], [True]])), game.spread(np.array([4.0]))
    (array([0]), array([2., 6.]), array([4., 0.]))
    """

    value: Callable[[np.ndarray], np.ndarray]
    own: np.ndarray
    background: np.ndarray
    columns: np.ndarray

    @classmethod
    def of(cls, value: Callable[[np.ndarray], np.ndarray], own: np.ndarray, background: np.ndarray) -> FeatureGame:
        """Find out which features differ."""
        differs = ~BackgroundMasker(background).invariants(own).all(axis=0)
        return cls(value, own, background, np.flatnonzero(differs))

    def __call__(self, shown: np.ndarray) -> np.ndarray:
        """Return the value [m] of m coalitions: ``shown`` [m, V], true or 1 for players whose features are known."""
        size = max(1, ROWS_AT_ONCE // len(self.background))
        return np.concatenate([self._mean(shown[at : at + size]) for at in range(0, max(len(shown), 1), size)])

    def of_players(self, rows: np.ndarray) -> np.ndarray:
        """Return h [m] of rows [m, V] of the players' raw values; the others keep the pair's own."""
        whole = np.tile(self.own, (len(rows), 1))
        whole[:, self.columns] = rows
        return self.value(whole)

    def spread(self, shares: np.ndarray) -> np.ndarray:
        """Return [F] from the players' [V], 0 for features that are no players."""
        every = np.zeros(len(self.own))
        every[self.columns] = shares
        return every

    def _mean(self, shown: np.ndarray) -> np.ndarray:
        known = np.zeros((len(shown), 1, len(self.own)), dtype=bool)
        known[:, 0, self.columns] = shown
        rows = np.where(known, self.own, self.background)
        values: np.ndarray = self.value(rows.reshape(-1, len(self.own))).reshape(len(shown), -1).mean(axis=1)
        return values


class CoalitionMasker:
    """SHAP's masker for a function of coalitions: the masks themselves, of ``count`` players, are what is evaluated."""

    supports_delta_masking = False

    def __init__(self, count: int) -> None:
        self.shape = (1, count)

    def __call__(self, shown: np.ndarray, row: np.ndarray) -> tuple[np.ndarray]:
        """Return the mask [1, V] as a row."""
        return (shown[None].astype(float),)


def split_each(game: Game, corners: Corners, split: Callable[[FeatureGame], Shares]) -> list[Shares]:
    """Return the shares of every pair; none for a ranker of texts only, zeros where no feature differs."""
    if game.features is None or game.background is None:
        return [Shares(np.zeros(0)) for _ in range(len(game))]
    background, own = game.background.numpy(), game.features.numpy()
    games = [FeatureGame.of(behaviour_value(game, corners, row), own[row], background) for row in range(len(game))]
    nothing = np.zeros(own.shape[1])
    return [split(each) if len(each.columns) else Shares(nothing, nothing) for each in games]


def _both(corners: Corners) -> list[tuple[Tensor, Tensor]]:
    return list(zip(corners.full, corners.bare, strict=True))
