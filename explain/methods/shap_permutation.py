"""Shapley values of the features by antithetic permutations (Mitchell et al. 2022), SHAP's PermutationExplainer.

    φ_j = mean over permutations of v(features before j, and j) − v(features before j)

Each order is walked forwards and backwards. Whatever the permutations, the shares add up to h(b) − mean h(B0); their
standard errors say how much they would move with others.

Cost: 2·F·K evaluations of the head per permutation, no reading of texts.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from explain.game import Corners, Game
from explain.methods.method import Method, Shares, parameter, seed
from explain.shap_game import FeatureGame, WalkMasker, shap_alone, split_each


@dataclass(frozen=True)
class Parameters:
    """How many orders are walked."""

    permutations: int = parameter(10, "Orders, each walked forwards and backwards.", 1, 1000)
    seed: int = seed()


def attribute(game: Game, corners: Corners, parameters: Parameters) -> list[Shares]:
    """Split h(b) − mean h(B0) over the features of each pair, see the module."""
    return split_each(game, corners, lambda features: _permuted(features, parameters))


def warm_up() -> None:
    """Import SHAP and have it compile its loops, which takes seconds the first time: worth doing before anyone asks."""
    features = FeatureGame.of(lambda rows: rows.sum(axis=1), np.ones(2), np.zeros((2, 2)))
    _permuted(features, Parameters(permutations=1))


def _permuted(features: FeatureGame, parameters: Parameters) -> Shares:
    import shap

    with shap_alone():
        found = shap.PermutationExplainer(features.value, WalkMasker(features.background), seed=parameters.seed)(
            features.own[None],
            max_evals=parameters.permutations * (2 * len(features.columns) + 1),
            error_bounds=True,
            silent=True,
        )
    errors = found.error_std[0] / np.sqrt(2 * parameters.permutations)
    return Shares(found.values[0], errors, steps=parameters.permutations)


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
