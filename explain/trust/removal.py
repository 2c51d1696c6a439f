"""Does the score fall when the words and features said to matter are taken away, and does it stay with them alone?

Words and features are ranked together by their contribution in the direction of ``score − base``: where the score lies
below its base, what lowers it most comes first. With v the ranker's answer to a coalition and d = v(all) − v(none),

    comprehensiveness(p) = [v(all) − v(all but the first p)] / d     large where the first p were needed
    sufficiency(p)       = [v(all) − v(the first p alone)] / d       small where the first p are enough

DeYoung et al. (ERASER, ACL 2020) write the same with the probability of the predicted class in place of the score, and
without dividing by d. The deletion and the insertion curve are v over all p (Petsiuk, Das & Saenko, BMVC 2018). Random
orders are the reference: an attribution that does no better than they knows nothing of the ranker.

Hiding the first k of an order is showing the last of its reverse. So an order and its reverse together give both
curves of both, and random orders are drawn in such pairs, which also makes their mean steadier.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.stats import t

from explain.coalitions import Coalitions
from explain.trust.settings import TrustSettings

CONFIDENCE = 0.95
# Below this |score − base|, in logits, shares of it mean nothing.
LEAST_DIFFERENCE = 1e-6


@dataclass(frozen=True)
class Beside:
    """A figure of the attribution beside random orders: their mean, and where 95 % of such orders fall."""

    value: float
    random: float
    low: float
    high: float


@dataclass(frozen=True)
class Curve:
    """v over the share of players hidden or shown, as a share of ``score − base``: 1 is the score, 0 the base.

    ``shares`` rise from 0 to 1; ``values`` stand at them; ``area`` is that under the curve, by trapezoids.
    """

    shares: tuple[float, ...]
    values: tuple[Beside, ...]
    area: Beside


@dataclass(frozen=True)
class Removal:
    """What removing and keeping the first players of one explanation does; shares of ``difference`` throughout.

    ``difference`` = v(all) − v(none), in logits. ``fractions`` are those asked for, ``counts`` how many of the
    ``players`` each took, at least one. The areas are means over the fractions.
    """

    difference: float
    players: int
    fractions: tuple[float, ...]
    counts: tuple[int, ...]
    comprehensiveness: tuple[Beside, ...]
    sufficiency: tuple[Beside, ...]
    comprehensiveness_area: Beside
    sufficiency_area: Beside
    deletion: Curve
    insertion: Curve


def measure_removal(
    players: Coalitions, contributions: np.ndarray, score: float, base: float, settings: TrustSettings
) -> Removal | None:
    """Remove and keep players by their ``contributions`` [W + F], words first, of a pair's ``score`` over its ``base``.

    The coalitions of all orders are asked in one call. None where there is nothing to explain.
    """
    difference = score - base
    if abs(difference) < LEAST_DIFFERENCE or not len(contributions):
        return None
    orders = _orders(ranked(contributions, difference), settings)
    grid = _grid(len(contributions), settings.fractions)
    levels = np.zeros((len(orders), len(grid)))
    levels[:, -1] = 1.0
    if inner := grid[1:-1]:
        masks = np.concatenate([first_shown(order, inner) for order in orders])
        levels[:, 1:-1] = (ask(players, masks).reshape(len(orders), -1) - base) / difference
    return _removal(levels, grid, difference, settings.fractions)


def ranked(contributions: np.ndarray, difference: float) -> np.ndarray:
    """Return the places of contributions [P], those that pull most in the direction of ``difference`` first.

    >>> ranked(np.array([0.5, -2.0, 1.0]), 3.0).tolist(), ranked(np.array([0.5, -2.0, 1.0]), -3.0).tolist()
    ([2, 0, 1], [1, 0, 2])
    """
    return np.argsort(-np.sign(difference) * contributions, kind="stable")


def first_shown(order: np.ndarray, counts: Sequence[int]) -> np.ndarray:
    """Return coalitions [len(counts), P]: the first ``count`` of ``order`` are shown.

    >>> first_shown(np.array([2, 0, 1]), [1, 2]).astype(int).tolist()
    [[0, 0, 1], [1, 0, 1]]
    """
    place = np.argsort(order)
    return place[None, :] < np.asarray(counts, dtype=int).reshape(-1, 1)


def ask(players: Coalitions, masks: np.ndarray) -> np.ndarray:
    """Return the score [m] of coalitions [m, W + F], words first, asking equal ones once."""
    different, place = np.unique(masks, axis=0, return_inverse=True)
    count = len(players.words)
    values: np.ndarray = players.values(different[:, :count], different[:, count:])[place.reshape(-1)]
    return values.astype(float)


def _orders(own: np.ndarray, settings: TrustSettings) -> list[np.ndarray]:
    """Return the attribution's own order [P], its reverse, and random ones in such pairs."""
    random = np.random.default_rng(settings.seed)
    drawn = [random.permutation(len(own)) for _ in range(settings.random_orders // 2)]
    return [each for order in (own, *drawn) for each in (order, order[::-1])]


def _counts(players: int, fractions: Sequence[float]) -> list[int]:
    return [max(1, round(fraction * players)) for fraction in fractions]


def _grid(players: int, fractions: Sequence[float]) -> list[int]:
    """Return how many players are shown, from none to all, as many above the middle as below."""
    counts = _counts(players, fractions)
    return sorted({0, players, *counts, *(players - count for count in counts)})


def _removal(levels: np.ndarray, grid: list[int], difference: float, fractions: Sequence[float]) -> Removal:
    insertion, deletion = levels, levels.reshape(-1, 2, len(grid))[:, ::-1, ::-1].reshape(levels.shape)
    counts = _counts(grid[-1], fractions)
    places = [grid.index(count) for count in counts]
    comprehensiveness, sufficiency = 1 - deletion[:, places], 1 - insertion[:, places]
    return Removal(
        difference=difference,
        players=grid[-1],
        fractions=tuple(fractions),
        counts=tuple(counts),
        comprehensiveness=_beside_each(comprehensiveness),
        sufficiency=_beside_each(sufficiency),
        comprehensiveness_area=_beside(comprehensiveness.mean(axis=1)),
        sufficiency_area=_beside(sufficiency.mean(axis=1)),
        deletion=_curve(deletion, grid),
        insertion=_curve(insertion, grid),
    )


def _curve(levels: np.ndarray, grid: list[int]) -> Curve:
    shares = np.array(grid) / grid[-1]
    return Curve(tuple(shares.tolist()), _beside_each(levels), _beside(np.trapezoid(levels, shares, axis=1)))


def _beside_each(figures: np.ndarray) -> tuple[Beside, ...]:
    return tuple(_beside(column) for column in figures.T)


def _beside(figures: np.ndarray) -> Beside:
    """``figures``: of the attribution, of its reverse (left out here), then of the random orders."""
    own, random = float(figures[0]), figures[2:]
    mean, count = float(random.mean()), len(random)
    # Where one more random order falls: its own spread, and that of the mean.
    reach = float(t.ppf((1 + CONFIDENCE) / 2, count - 1) * random.std(ddof=1) * np.sqrt(1 + 1 / count))
    return Beside(own, mean, mean - reach, mean + reach)
