"""Owen values (Owen 1977): features in groups (shopper, item, crossed), each group entering the sum as one.

    φ_j = mean over the group coalitions R without j's group, by Shapley's weights, of the Shapley value of j among
          its own group's features in v_R(S) = v(R and S)

So a group's features add up to what the group earns when groups are the players: the many features of an item do not
outweigh a shopper's few by their number, and two features of one group share what either could have told. By linearity
a feature's Owen value is its Shapley value in the mean of these v_R, which is what SHAP is asked: its ExactExplainer
where a group's coalitions cost no more than the permutations, else its PermutationExplainer, then with standard errors.
(SHAP's PartitionExplainer splits in two at each step, which is no symmetric value of three groups.)

The groups are those of the feature catalogue; features that it does not know make a group of their own.

Cost: 4·K evaluations of the head per coalition of a group's features, no reading of texts.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from itertools import product

import numpy as np

from explain.game import Corners, Game
from explain.methods.method import Method, Shares, parameter, seed
from explain.shap_game import ROWS_AT_ONCE, CoalitionMasker, FeatureGame, shap_alone, split_each
from queries.features import FEATURES

GROUPS = {feature.name: feature.group for feature in FEATURES}
UNKNOWN = "other"


@dataclass(frozen=True)
class Parameters:
    """How many orders are walked within a group that is too large to count."""

    permutations: int = parameter(10, "Orders, each walked forwards and backwards.", 1, 1000)
    seed: int = seed()


def attribute(game: Game, corners: Corners, parameters: Parameters) -> list[Shares]:
    """Split h(b) − mean h(B0) over the features of each pair, see the module."""
    names = np.array([GROUPS.get(name, UNKNOWN) for name in game.ranker.feature_names])
    return split_each(game, corners, lambda features: _grouped(features, names[features.columns], parameters))


def _grouped(features: FeatureGame, names: np.ndarray, parameters: Parameters) -> Shares:
    """Return the Owen values of one pair whose V players belong to the groups ``names`` [V]."""
    members = [names == name for name in np.unique(names)]
    values, errors = np.zeros(len(names)), np.zeros(len(names))
    for own in members:
        others = [each for each in members if each is not own]
        values[own], errors[own] = _within(_mean_over_others(features, own, others), int(own.sum()), parameters)
    return Shares(features.spread(values), features.spread(errors), steps=parameters.permutations)


def _mean_over_others(
    features: FeatureGame, own: np.ndarray, others: list[np.ndarray]
) -> Callable[[np.ndarray], np.ndarray]:
    """Return the game among the players ``own`` [V] bool: v with them and whole other groups known, averaged."""
    known = [[group for group, is_known in zip(others, chosen, strict=True) if is_known]
             for chosen in product([False, True], repeat=len(others))]  # fmt: skip
    count = len(others) + 1
    weights = [1 / (count * math.comb(count - 1, len(groups))) for groups in known]

    def value(shown: np.ndarray) -> np.ndarray:
        masks = np.zeros((len(known), len(shown), len(own)), dtype=bool)
        masks[:, :, own] = shown
        for mask, groups in zip(masks, known, strict=True):
            for group in groups:
                mask[:, group] = True
        values: np.ndarray = features(masks.reshape(-1, len(own))).reshape(len(known), -1)
        return np.tensordot(weights, values, axes=1)

    return value


def _within(
    value: Callable[[np.ndarray], np.ndarray], count: int, parameters: Parameters
) -> tuple[np.ndarray, np.ndarray]:
    """Return Shapley values [count] and their standard errors of a small game."""
    import shap

    players, masker = np.ones((1, count)), CoalitionMasker(count)
    walked = parameters.permutations * (2 * count + 1)
    if 2**count <= walked:
        with shap_alone():
            found = shap.ExactExplainer(value, masker)(
                players, max_evals=2**count, batch_size=ROWS_AT_ONCE, silent=True
            )
        return found.values[0], np.zeros(count)
    with shap_alone():
        found = shap.PermutationExplainer(value, masker, seed=parameters.seed)(
            players, max_evals=walked, error_bounds=True, batch_size=ROWS_AT_ONCE, silent=True
        )
    return found.values[0], found.error_std[0] / np.sqrt(2 * parameters.permutations)


METHOD = Method(
    name="shap_owen",
    players="behaviour",
    attribute=attribute,
    parameters=Parameters,
    adds_up="exact",
    title={"en": "Owen values by groups (SHAP)", "zh": "分组 Owen 值（SHAP）"},
    summary={
        "en": "Shopper, item and crossed features as three groups that share first, then each among its own.",
        "zh": "先在顾客、商品、交叉三组之间分配，再在各组内部分配。",
    },
    help=__doc__,
)
