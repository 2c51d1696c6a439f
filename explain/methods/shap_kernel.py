"""Kernel SHAP over the features (Lundberg & Lee 2017), SHAP's KernelExplainer: a weighted linear model of coalitions.

    minimise Σ_S π(S) · (v(S) − v(∅) − Σ_{j ∈ S} φ_j)²   with   Σ φ_j = h(b) − mean h(B0)
    π(S) = (F − 1) / (C(F, |S|) · |S| · (F − |S|))

The smallest and the largest coalitions are all asked, those between are drawn; with 2^F − 2 samples the values are
exact. SHAP's own default keeps ten features and drops the others; here all are kept.

Cost: K evaluations of the head a sample, at least eight samples a feature; no reading of texts.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from explain.game import Corners, Game
from explain.methods.method import Method, Shares, parameter, seed
from explain.shap_game import FeatureGame, shap_alone, split_each


@dataclass(frozen=True)
class Parameters:
    """How many coalitions are asked."""

    samples: int = parameter(2048, "Samples that are drawn and averaged.", 1, 65536)
    seed: int = seed()


def attribute(game: Game, corners: Corners, parameters: Parameters) -> list[Shares]:
    """Split h(b) − mean h(B0) over the features of each pair, see the module."""
    return split_each(game, corners, lambda features: _fitted(features, parameters))


def _fitted(features: FeatureGame, parameters: Parameters) -> Shares:
    import shap

    players = np.ones((1, len(features.columns)))
    samples = max(parameters.samples, 8 * players.size)
    with shap_alone(parameters.seed):
        # SHAP masks a row of ones by a row of zeros: the coalition itself is what is evaluated.
        explainer = shap.KernelExplainer(features, 0 * players)
        found = explainer.shap_values(players, nsamples=samples, l1_reg=False, silent=True)
    return Shares(features.spread(found[0]), steps=samples)


METHOD = Method(
    name="shap_kernel",
    players="behaviour",
    attribute=attribute,
    parameters=Parameters,
    adds_up="exact",
    title={"en": "Kernel SHAP", "zh": "Kernel SHAP"},
    summary={
        "en": "Shapley values by a linear fit over coalitions of features; adds up exactly.",
        "zh": "对特征组合做线性拟合得到的 Shapley 值；各项之和精确。",
    },
    help=__doc__,
)
