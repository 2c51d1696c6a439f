"""Shapley values of the features by counting every coalition (Shapley 1953), SHAP's ExactExplainer.

    φ_j = Σ over S without j of |S|! (F − |S| − 1)! / F! · [v(S and j) − v(S)]

Nothing is drawn, so there is no error but rounding. It is for few features: only those count that differ from the
background, and each doubles the work.

Cost: 2^F·K evaluations of the head for F features that differ, no reading of texts.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from explain.game import Corners, Game
from explain.methods.method import Method, NotApplicable, Shares, parameter
from explain.shap_game import ROWS_AT_ONCE, BackgroundMasker, FeatureGame, shap_alone, split_each


class TooManyFeatures(NotApplicable):
    """Every coalition of so many features cannot be counted in time."""


@dataclass(frozen=True)
class Parameters:
    """How much work is allowed."""

    most_features: int = parameter(14, "Features that may differ from the background, at most.", 1, 20)


def attribute(game: Game, corners: Corners, parameters: Parameters) -> list[Shares]:
    """Split h(b) − mean h(B0) over the features of each pair, see the module.

    Raises :class:`TooManyFeatures` where more than ``most_features`` differ from the background.
    """
    return split_each(game, corners, lambda features: _counted(features, parameters))


def _counted(features: FeatureGame, parameters: Parameters) -> Shares:
    count = len(features.columns)
    if count > parameters.most_features:
        raise TooManyFeatures(
            f"{count} features differ from the background: {2**count:,} coalitions are too many to count.",
            "Choose shap_permutation or shap_owen, or a background that shares more features (category).",
        )
    import shap

    with shap_alone():
        found = shap.ExactExplainer(features.value, BackgroundMasker(features.background))(
            features.own[None],
            batch_size=max(1, ROWS_AT_ONCE // len(features.background)),
            max_evals=2**count,
            silent=True,
        )
    return Shares(found.values[0], np.zeros(len(features.own)), steps=2**count)


METHOD = Method(
    name="shap_exact",
    players="behaviour",
    attribute=attribute,
    parameters=Parameters,
    adds_up="exact",
    title={"en": "Exact Shapley values (SHAP)", "zh": "精确 Shapley 值（SHAP）"},
    summary={
        "en": "Every combination of features is counted: no error, but only for few features.",
        "zh": "逐一计算所有特征组合：没有误差，但只适合特征很少的情况。",
    },
    help=__doc__,
)
