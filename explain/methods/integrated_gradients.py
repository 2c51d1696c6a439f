"""Integrated gradients (Sundararajan, Taly & Yan 2017): from masked words to the words themselves, gradients gathered.

    φ_i = (x_i − x0_i) · ∫₀¹ ∂g(x0 + α(x − x0)) / ∂x_i dα

over the word embeddings of every tower at once; a word's share is the sum over its pieces. By the fundamental theorem
the shares add up to g(T) − g(T0), but for the quadrature's error.

The quadrature is Gauss–Legendre along the path walked at an uneven pace, which changes no integral: α = ½ + δ sinh(μt)
for t from −1 to 1. Encoders divide a vector by its length, and halfway between mask and word the vectors are shortest,
so there the gradient turns fastest (poles near α = ½ ± δi); the sinh map puts the steps where those poles ask for them
(Tee & Trefethen, SIAM J. Sci. Comput. 2006).

What error is left is heavy-tailed, so steps are doubled for just those pairs whose values do not add up yet. Along a
smooth path the finest estimate is by far the best; where the ranker has kinks the error is like noise, and the mean of
all estimates made so far, the finer the heavier (steps^1.5), is. Whichever of the two adds up better is taken, so none
of the work is wasted.

Cost: one forward and one backward pass per step, 14 to 1,792 steps a pair.
"""

from __future__ import annotations

import functools
import math
from dataclasses import dataclass

import numpy as np
import torch
from captum.attr import IntegratedGradients
from torch import Tensor

from explain.game import Corners, Game
from explain.methods.method import Method, Shares, parameter
from explain.text_gradients import text_gradients
from explain.tokens import sum_to_words

TOKENS_AT_ONCE = 10_240  # bounds memory: pairs × steps × length that go through an encoder together
WEIGHT = 1.5
NARROW = 0.1  # δ: how near ½ the poles are that steps are laid out for


@dataclass(frozen=True)
class Parameters:
    """Steps are doubled from ``first_steps`` to ``most_steps`` until the gap is within either tolerance."""

    first_steps: int = parameter(14, "Integration steps to begin with.", 1, 1024)
    most_steps: int = parameter(1792, "Integration steps at most, for the finest estimate.", 1, 4096)
    relative_gap: float = parameter(0.01, "Gap allowed, as a share of what the values should add up to.", 0.0, 1.0)
    absolute_gap: float = parameter(0.002, "Gap allowed in any case, in logits.", 0.0, 1.0)


def attribute(game: Game, corners: Corners, parameters: Parameters) -> list[Shares]:
    """Split g(T) − g(T0) over the words of each pair, see the module.

    A pair whose gap stays above its tolerance keeps the estimate of ``most_steps``.
    """
    tolerance = (parameters.relative_gap * corners.difference.abs()).clamp(min=parameters.absolute_gap)
    return attribute_until(game, corners.text_share, tolerance, parameters)


def attribute_until(game: Game, target: Tensor, tolerance: Tensor, parameters: Parameters) -> list[Shares]:
    """Split ``target`` [n] until each pair's gap is within its ``tolerance`` [n], or steps run out."""
    sums = [np.zeros(len(players)) for players in game.players]
    best = [Shares(values) for values in sums]
    weight, passes = 0.0, 0
    waiting = list(range(len(game)))
    steps = parameters.first_steps
    while waiting and steps <= parameters.most_steps:
        weight += steps**WEIGHT
        passes += steps
        for row, values in zip(waiting, _with_steps(game, waiting, steps), strict=True):
            sums[row] = sums[row] + steps**WEIGHT * values
            mean = sums[row] / weight
            closer = min(values, mean, key=lambda estimate: abs(float(target[row]) - estimate.sum()))
            best[row] = Shares(closer, steps=steps, passes=passes)
        waiting = [row for row in waiting if abs(float(target[row]) - best[row].values.sum()) > tolerance[row]]
        steps *= 2
    return best


def _with_steps(game: Game, rows: list[int], steps: int) -> list[np.ndarray]:
    """Return the words' shares of each of ``rows``, those of like length going through the encoder together."""
    lengths = torch.stack([tower.attended.sum(dim=1) for tower in game.towers]).sum(dim=0)
    order = sorted(range(len(rows)), key=lambda place: int(lengths[rows[place]]))
    found: dict[int, np.ndarray] = {}
    while order:
        longest = int(lengths[rows[order[-1]]])
        size = max(1, TOKENS_AT_ONCE // (steps * longest))
        chunk, order = order[-size:], order[:-size]
        found |= dict(zip(chunk, _quadrature(game.take([rows[place] for place in chunk]), steps), strict=True))
    return [found[place] for place in range(len(rows))]


def _quadrature(game: Game, steps: int) -> list[np.ndarray]:
    """Return the words' shares of every pair of ``game``."""
    with torch.inference_mode(False), torch.enable_grad():
        gradients = _Path(game).attribution(steps)
    return sum_to_words(game, [gradient.sum(dim=-1) for gradient in gradients])


class _Path(IntegratedGradients):
    """Captum's integral with our pace, and with gradients that read what a slate shares once.

    Captum stacks its steps as blocks of all pairs, which is how :func:`text_gradients` reads them.
    """

    def __init__(self, game: Game) -> None:
        super().__init__(lambda *embeddings: None)
        self.game = game
        self.gradient_func = self._gradients

    def attribution(self, steps: int) -> tuple[Tensor, ...]:
        """Return (x − x0) · ∫ ∂g/∂x dα, [n, L, d] per tower, by as many steps at once as memory is allowed."""
        tokens = steps * sum(tower.ids.numel() for tower in self.game.towers)
        blocks = min(steps, math.ceil(tokens / TOKENS_AT_ONCE))
        found = [
            self._attribute(
                self.game.words,
                self.game.masked,
                n_steps=len(places),
                step_sizes_and_alphas=(weights.tolist(), places.tolist()),
            )
            for weights, places in zip(*(np.array_split(each, blocks) for each in pace(steps)), strict=True)
        ]
        return tuple(sum(parts) for parts in zip(*found, strict=True))

    def _gradients(self, inputs: tuple[Tensor, ...], **_: object) -> tuple[Tensor, ...]:
        return text_gradients(self.game, inputs)


# Finding 1,792 nodes takes half a second, and every pair that needs so many asks for them.
_legendre = functools.cache(np.polynomial.legendre.leggauss)


def pace(steps: int) -> tuple[np.ndarray, np.ndarray]:
    """Return weights and places α in 0 to 1, [steps] each, of the quadrature ∫₀¹ f(α) dα ≈ Σ weight · f(place).

    The weights are made to add up to 1, so that a straight line is integrated exactly, whatever the steps.

    >>> weights, places = pace(14)
    >>> near_a_pole = weights @ (1 / ((places - 0.5) ** 2 + 0.1**2))
    >>> bool(abs(near_a_pole - 20 * np.arctan(5)) < 1e-5), round(float(weights @ places), 12)
    (True, 0.5)
    """
    nodes, weights = _legendre(steps)
    stretch = np.arcsinh(0.5 / NARROW)
    weights = weights * np.cosh(stretch * nodes)
    return weights / weights.sum(), 0.5 + NARROW * np.sinh(stretch * nodes)


METHOD = Method(
    name="integrated_gradients",
    players="words",
    attribute=attribute,
    parameters=Parameters,
    adds_up="measured",
    title={"en": "Integrated gradients", "zh": "积分梯度"},
    summary={
        "en": "Gathers the score's gradient on the way from masked words to the real ones; adds up within 1 %.",
        "zh": "沿着从遮盖到真实词语的路径累积分数的梯度；各项之和误差在 1% 以内。",
    },
    help=__doc__,
)
