"""Integrated gradients (Sundararajan, Taly & Yan 2017): from masked words to the words themselves, gradients gathered.

    φ_i = (x_i − x0_i) · ∫₀¹ ∂g(x0 + α(x − x0)) / ∂x_i dα

over the word embeddings of every tower at once; a word's share is the sum over its pieces. By the fundamental theorem
the shares add up to g(T) − g(T0), but for the quadrature's error.

What error there is is heavy-tailed, so steps are doubled for just those pairs whose values do not add up yet. The
quadrature is Fejér's second rule, whose places are all among those of twice as many steps and one, so every gradient is
asked for once; it is as good as Gauss–Legendre's, whose places are all new each time (Trefethen, SIAM Review 2008).
The path is walked at an uneven pace, which changes no integral: α = ½ + δ sinh(μt) for t from −1 to 1. Encoders divide
a vector by its length, and halfway between mask and word the vectors are shortest, so there the gradient turns fastest
(poles near α = ½ ± δi); the sinh map puts the steps where those poles ask for them (Tee & Trefethen, SIAM J. Sci.
Comput. 2006).

Along a smooth path the finest estimate is by far the best; where the ranker has kinks the error is like noise, and the
mean of all estimates made so far, the finer the heavier (steps^1.5), is. Whichever of the two adds up better is taken.

Cost: one forward and one backward pass per step, 11 to 1,535 steps a pair.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from captum.attr import Saliency
from torch import Tensor

from explain.game import Corners, Game
from explain.methods.method import Method, Shares, parameter
from explain.text_gradients import is_shared, text_gradients
from explain.tokens import sum_to_words

TOKENS_AT_ONCE = 10_240  # bounds memory: pairs × steps × length that go through an encoder together
WEIGHT = 1.5
NARROW = 0.12  # δ: how near ½ the poles are that steps are laid out for


@dataclass(frozen=True)
class Parameters:
    """Steps are doubled from ``first_steps`` to ``most_steps`` until the gap is within either tolerance."""

    first_steps: int = parameter(11, "Integration steps to begin with.", 1, 1024)
    most_steps: int = parameter(1535, "Integration steps at most, for the finest estimate.", 1, 4096)
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
    slopes = [np.zeros((0, len(players))) for players in game.players]
    sums: list[np.ndarray] = [np.zeros(len(players)) for players in game.players]
    best = [Shares(values) for values in sums]
    heavy = 0.0
    waiting = list(range(len(game)))
    steps = parameters.first_steps
    while waiting and steps <= parameters.most_steps:
        weights, places = pace(steps)
        walked = steps > parameters.first_steps
        heavy += steps**WEIGHT
        for row, fresh in zip(waiting, _slopes(game, waiting, places[::2] if walked else places), strict=True):
            slopes[row] = _between(slopes[row], fresh) if walked else fresh
            values = weights @ slopes[row]
            sums[row] = sums[row] + steps**WEIGHT * values
            closer = min(values, sums[row] / heavy, key=lambda estimate: abs(float(target[row]) - estimate.sum()))
            best[row] = Shares(closer, steps=steps, passes=steps)
        waiting = [row for row in waiting if abs(float(target[row]) - best[row].values.sum()) > tolerance[row]]
        steps = 2 * steps + 1
    return best


def _between(known: np.ndarray, fresh: np.ndarray) -> np.ndarray:
    """Return [2n + 1, W]: ``known`` [n, W], and before, between and after them ``fresh`` [n + 1, W]."""
    every = np.empty((len(known) + len(fresh), known.shape[1]))
    every[::2], every[1::2] = fresh, known
    return every


def _slopes(game: Game, rows: Sequence[int], places: np.ndarray) -> list[np.ndarray]:
    """Return for each of ``rows`` what each word adds per unit of the path at ``places``, [places, W].

    Pairs of like length go through the encoder together; a text that all share has no part in that.
    """
    towers = [tower for number, tower in enumerate(game.towers) if not is_shared(game, number)] or game.towers
    lengths = torch.stack([tower.attended.sum(dim=1) for tower in towers]).sum(dim=0)
    order = sorted(range(len(rows)), key=lambda place: int(lengths[rows[place]]))
    found: dict[int, np.ndarray] = {}
    while order:
        longest = int(lengths[rows[order[-1]]])
        size = max(1, TOKENS_AT_ONCE // (len(places) * longest))
        chunk, order = order[-size:], order[:-size]
        found |= dict(zip(chunk, _walk(game.take([rows[place] for place in chunk]), places), strict=True))
    return [found[place] for place in range(len(rows))]


def _walk(game: Game, places: np.ndarray) -> list[np.ndarray]:
    """Return the slopes [places, W] of every pair of ``game``, by as many places at once as memory is allowed."""
    tokens = len(places) * sum(tower.ids.numel() for tower in game.towers)
    blocks = min(len(places), math.ceil(tokens / TOKENS_AT_ONCE))
    with torch.inference_mode(False):
        ways = [words - masked for words, masked in zip(game.words, game.masked, strict=True)]
    gradients = _Gradients(game)
    along: list[list[Tensor]] = [[] for _ in ways]
    for block in np.array_split(places, blocks):
        with torch.inference_mode(False), torch.enable_grad():
            points = tuple(
                torch.cat([masked + float(place) * way for place in block]).requires_grad_()
                for masked, way in zip(game.masked, ways, strict=True)
            )
            pulls = gradients.attribute(points, abs=False)
        for of_tower, pull, way in zip(along, pulls, ways, strict=True):
            of_tower.append((pull.detach().unflatten(0, (len(block), -1)) * way).sum(dim=-1))
    return sum_to_words(game, [torch.cat(of_tower) for of_tower in along])


class _Gradients(Saliency):
    """Captum's gradients, by a way back that reads what a slate shares once."""

    def __init__(self, game: Game) -> None:
        super().__init__(lambda *embeddings: None)
        self.gradient_func = lambda _, points, *__: text_gradients(game, points)


@functools.cache
def pace(steps: int) -> tuple[np.ndarray, np.ndarray]:
    """Return weights and places α in 0 to 1, [steps] each, of the quadrature ∫₀¹ f(α) dα ≈ Σ weight · f(place).

    Every second place of 2·steps + 1 is one of ``steps``. The weights are made to add up to 1, so that a straight line
    is integrated exactly, whatever the steps.

    >>> weights, places = pace(15)
    >>> near_a_pole = weights @ (1 / ((places - 0.5) ** 2 + 0.12**2))
    >>> bool(abs(near_a_pole - 2 / 0.12 * np.arctan(0.5 / 0.12)) < 1e-4), round(float(weights @ places), 12)
    (True, 0.5)
    >>> bool(np.allclose(pace(31)[1][1::2], places))
    True
    """
    angle = np.arange(steps, 0, -1) * np.pi / (steps + 1)
    odd = np.arange(1, steps + 1, 2)
    weights = np.sin(angle) * (np.sin(odd[:, None] * angle) / odd[:, None]).sum(axis=0)
    stretch = np.arcsinh(0.5 / NARROW)
    weights = weights * np.cosh(stretch * np.cos(angle))
    return weights / weights.sum(), 0.5 + NARROW * np.sinh(stretch * np.cos(angle))


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
