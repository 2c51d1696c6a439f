"""Values of cooperative games by their definitions, every coalition counted: oracles that share no code with ours."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Sequence

import numpy as np

Value = Callable[[frozenset[int]], float]


def subsets(players: Sequence[int]) -> list[frozenset[int]]:
    return [frozenset(chosen) for size in range(len(players) + 1) for chosen in itertools.combinations(players, size)]


def shapley(value: Value, count: int) -> np.ndarray:
    values = np.zeros(count)
    for player in range(count):
        for before in subsets([other for other in range(count) if other != player]):
            values[player] += _weight(len(before), count) * (value(before | {player}) - value(before))
    return values


def owen(value: Value, groups: Sequence[Sequence[int]]) -> np.ndarray:
    """Owen (1977), his formula (1): over coalitions of other groups, and over coalitions within the own group."""
    values = np.zeros(sum(map(len, groups)))
    for number, group in enumerate(groups):
        others = [other for place, other in enumerate(groups) if place != number]
        for chosen in subsets(range(len(others))):
            outside = frozenset(player for place in chosen for player in others[place])
            for player in group:
                for inside in subsets([other for other in group if other != player]):
                    weight = _weight(len(chosen), len(groups)) * _weight(len(inside), len(group))
                    before = outside | inside
                    values[player] += weight * (value(before | {player}) - value(before))
    return values


def _weight(before: int, count: int) -> float:
    return math.factorial(before) * math.factorial(count - before - 1) / math.factorial(count)
