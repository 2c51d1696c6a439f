"""Shapley values of the words by antithetic permutations (Castro et al. 2009; Mitchell et al. 2022), with their error.

    φ_i = mean over orders of g(words before i, and i) − g(words before i), the other words masked

Each order drawn is walked forwards and backwards. Whatever the orders, the shares add up to g(T) − g(T0); the standard
errors, over the pairs of walks, say how much they would move with others. No gradient is asked for, so the ranker may
be a step function.

Cost: at most 2·(W − 1) forward passes an order for W words; a text that comes up again is not read again.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from explain.coalitions import coalitions
from explain.game import Corners, Game
from explain.methods.method import Method, Shares, parameter, seed


@dataclass(frozen=True)
class Parameters:
    """How many orders are walked."""

    permutations: int = parameter(10, "Orders, each walked forwards and backwards.", 1, 1000)
    seed: int = seed()


def attribute(game: Game, corners: Corners, parameters: Parameters) -> list[Shares]:
    """Split g(T) − g(T0) over the words of each pair, see the module."""
    return [_of_pair(game, row, parameters) for row in range(len(game))]


def _of_pair(game: Game, row: int, parameters: Parameters) -> Shares:
    players = coalitions(game, row)
    count = len(players.words)
    if count == 0:
        return Shares(np.zeros(0))
    walks = antithetic_orders(count, parameters.permutations, parameters.seed)
    shown, place = np.unique(_words_before(walks), axis=0, return_inverse=True)
    values = players.text_values(shown)[place.reshape(len(walks), count + 1)]
    gains = np.empty((len(walks), count))
    np.put_along_axis(gains, walks, np.diff(values.astype(float)), axis=1)
    both_ways = gains.reshape(-1, 2, count).mean(axis=1)
    return Shares.averaged(both_ways, steps=parameters.permutations, passes=len(shown))


def antithetic_orders(count: int, permutations: int, seed: int) -> np.ndarray:
    """Return [2 · permutations, count]: random orders of 0 … count − 1, each followed by its reverse.

    >>> antithetic_orders(3, 1, seed=0).tolist()
    [[2, 0, 1], [1, 0, 2]]
    """
    random = np.random.default_rng(seed)
    orders = [random.permutation(count) for _ in range(permutations)]
    return np.array([walk for order in orders for walk in (order, order[::-1])])


def _words_before(walks: np.ndarray) -> np.ndarray:
    """Return [m · (W + 1), W] bool: the words shown before each step of each walk, none first and all last."""
    ranks = np.argsort(walks, axis=1)
    shown: np.ndarray = ranks[:, None, :] < np.arange(walks.shape[1] + 1)[None, :, None]
    return shown.reshape(-1, walks.shape[1])


METHOD = Method(
    name="permutation_shapley",
    players="words",
    attribute=attribute,
    parameters=Parameters,
    adds_up="exact",
    title={"en": "Shapley values by permutations", "zh": "排列法 Shapley 值"},
    summary={
        "en": "What each word adds on average over orders in which words become readable; with its error.",
        "zh": "按多种先后顺序显露词语时，每个词平均带来的变化；并给出误差。",
    },
    help=__doc__,
)
