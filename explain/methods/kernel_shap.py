"""Kernel SHAP over words (Lundberg & Lee 2017): a weighted linear model of which words are readable, by Captum.

    minimise Σ_S π(S) · (g(S) − g(T0) − Σ_{i ∈ S} φ_i)²   with   Σ φ_i = g(T) − g(T0)
    π(S) = (W − 1) / (C(W, |S|) · |S| · (W − |S|))

Its coefficients are the Shapley values when all coalitions are asked, and that is done where a text has so few words
that they are no more than the samples. Otherwise coalitions are drawn by π, each with its complement (Covert & Lee
2021). The sum is a constraint of the fit, so the shares add up exactly. The fit has no standard errors.

Captum's own KernelShap draws from a generator that all threads share and only leans towards the sum. So this is its
LIME, of which that is a case, with draws of the pair's own and with the constraint.

Cost: one forward pass a sample, at least four samples a word.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from typing import Any

import numpy as np
import torch
from captum.attr import LimeBase
from torch import Tensor

from explain.coalitions import Coalitions, coalitions
from explain.game import Corners, Game
from explain.methods.method import Method, Shares, parameter, seed


@dataclass(frozen=True)
class Parameters:
    """How many coalitions are asked."""

    samples: int = parameter(512, "Samples that are drawn and averaged.", 1, 65536)
    seed: int = seed()


def attribute(game: Game, corners: Corners, parameters: Parameters) -> list[Shares]:
    """Split g(T) − g(T0) over the words of each pair, see the module."""
    return [_of_pair(coalitions(game, row), parameters) for row in range(len(game))]


def _of_pair(players: Coalitions, parameters: Parameters) -> Shares:
    count = len(players.words)
    if count == 0:
        return Shares(np.zeros(0))
    shown, weights = coalitions_to_ask(count, max(parameters.samples, 4 * count), parameters.seed)
    return Shares(_fitted(players, shown, weights), steps=len(shown), passes=len(shown))


def coalitions_to_ask(count: int, samples: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Return coalitions [m, count] bool and their weights [m]: all shown, none, then all others or as many as asked.

    >>> coalitions_to_ask(2, samples=8, seed=0)[0].astype(int).tolist()
    [[1, 1], [0, 0], [0, 1], [1, 0]]
    """
    ends = np.array([[True] * count, [False] * count])
    if 2**count - 2 <= samples:
        between = np.array(list(product([False, True], repeat=count)))[1:-1]
        sizes = between.sum(axis=1)
        weights = np.array([1 / (math.comb(count, size) * size * (count - size)) for size in sizes])
    else:
        between = _drawn(count, samples, seed)
        weights = np.ones(len(between))
    return np.vstack([ends, between]), np.concatenate([[1.0, 1.0], weights])


def _drawn(count: int, samples: int, seed: int) -> np.ndarray:
    random = np.random.default_rng(seed)
    sizes = np.arange(1, count)
    chances = 1 / (sizes * (count - sizes))
    drawn_sizes = random.choice(sizes, size=samples // 2, p=chances / chances.sum())
    drawn: np.ndarray = random.random((len(drawn_sizes), count)).argsort(axis=1) < drawn_sizes[:, None]
    return np.stack([drawn, ~drawn], axis=1).reshape(-1, count)


def _fitted(players: Coalitions, shown: np.ndarray, weights: np.ndarray) -> np.ndarray:
    rows = iter(torch.from_numpy(shown.astype(np.float32)).split(1))
    weight_of = iter(weights.tolist())

    def ask(original: Tensor, **_: Any) -> Iterator[Tensor]:
        yield from rows

    fit = _FitWithSum()
    LimeBase(
        lambda masks: torch.from_numpy(players.text_values(masks.bool().numpy())),
        interpretable_model=fit,
        similarity_func=lambda *_, **__: next(weight_of),
        perturb_func=ask,
        perturb_interpretable_space=True,
        from_interp_rep_transform=lambda mask, *_, **__: mask,
        to_interp_rep_transform=None,
    ).attribute(torch.ones(1, shown.shape[1]), n_samples=len(shown), perturbations_per_eval=len(shown))
    return fit.shares


class _FitWithSum:
    """Weighted least squares whose coefficients add up to the first value less the second; what Captum fits."""

    shares: np.ndarray

    def fit(self, train_data: Any) -> None:
        """Fit masks [m, W], values [m] and weights [m]: all words first, then none, then the rest."""
        masks, values, weights = (tensor.double().numpy() for tensor in train_data.dataset.tensors)
        whole, gains = values[0] - values[1], values[2:] - values[1]
        masks, root = masks[2:], np.sqrt(weights[2:])
        # The last share is what the others leave of the whole.
        free = (masks[:, :-1] - masks[:, -1:]) * root[:, None]
        others = np.linalg.lstsq(free, (gains - masks[:, -1] * whole) * root, rcond=None)[0]
        self.shares = np.append(others, whole - others.sum())

    def representation(self) -> Tensor:
        """Return the shares [W]."""
        return torch.from_numpy(self.shares)


METHOD = Method(
    name="kernel_shap",
    players="words",
    attribute=attribute,
    parameters=Parameters,
    adds_up="exact",
    title={"en": "Kernel SHAP over words", "zh": "词语的 Kernel SHAP"},
    summary={
        "en": "Shapley values by a linear fit over texts with some words masked; adds up exactly.",
        "zh": "对遮住部分词语的文本做线性拟合得到的 Shapley 值；各项之和精确。",
    },
    help=__doc__,
)
