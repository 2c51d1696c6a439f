"""Shapley values of the features by antithetic permutations (Mitchell et al. 2022), SHAP's PermutationExplainer.

    φ_j = mean over permutations of v(features before j, and j) − v(features before j)

Each order is walked forwards and backwards. Whatever the permutations, the shares add up to h(b) − mean h(B0); their
standard errors say how much they would move with others.

Cost: 2·F·K evaluations of the head per permutation, no reading of texts.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from explain.game import Corners, Game
from explain.methods.method import Method, Shares
from explain.shap_game import ROWS_AT_ONCE, BackgroundMasker, behaviour_value, shap_alone


@dataclass(frozen=True)
class Parameters:
    """How many orders are walked."""

    permutations: int = field(default=10, metadata={"help": "Antithetic permutations of the features."})
    seed: int = field(default=0, metadata={"help": "Seed of what is drawn."})


def attribute(game: Game, corners: Corners, parameters: Parameters) -> list[Shares]:
    """Split h(b) − mean h(B0) over the features of each pair, see the module."""
    if game.features is None or game.background is None:
        return [Shares(np.zeros(0)) for _ in range(len(game))]
    background = game.background.numpy()
    shares = []
    for row in range(len(game)):
        own = game.features[row : row + 1].numpy()
        found = _permuted(behaviour_value(game, corners, row), own, background, parameters)
        errors = found.error_std[0] / np.sqrt(2 * parameters.permutations)
        shares.append(Shares(found.values[0], errors, steps=parameters.permutations))
    return shares


def warm_up() -> None:
    """Import SHAP and have it compile its loops, which takes seconds the first time: worth doing before anyone asks."""
    _permuted(lambda rows: rows.sum(axis=1), np.ones((1, 2)), np.zeros((2, 2)), Parameters(permutations=1))


def _permuted(
    value: Callable[[np.ndarray], np.ndarray], row: np.ndarray, background: np.ndarray, parameters: Parameters
) -> Any:
    """Return SHAP's explanation of one row [1, F] of the function ``value`` (rows [m, F] to values [m])."""
    import shap

    with shap_alone():
        return shap.PermutationExplainer(value, BackgroundMasker(background), seed=parameters.seed)(
            row,
            max_evals=parameters.permutations * (2 * row.shape[1] + 1),
            error_bounds=True,
            batch_size=max(1, ROWS_AT_ONCE // len(background)),
            silent=True,
        )


METHOD = Method(
    name="shap_permutation",
    players="behaviour",
    attribute=attribute,
    parameters=Parameters,
    adds_up="exact",
    title={"en": "Shapley values by permutations (SHAP)", "zh": "排列法 Shapley 值（SHAP）"},
    summary={
        "en": "What each feature adds on average over orders in which features become known; with its error.",
        "zh": "按多种先后顺序揭示特征时，每个特征平均带来的变化；并给出误差。",
    },
    help=__doc__,
)
