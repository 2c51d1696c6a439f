"""Shapley values of the features by sampling (Štrumbelj & Kononenko 2010), SHAP's SamplingExplainer.

    φ_j = mean over orders and background rows r of h(features before j, and j, of b; others of r) − h(… without j)

Each sample takes one background row, not all of them, so a large background costs no more than a small one. Features
whose samples scatter more are sampled more. What the shares miss of h(b) − mean h(B0) is spread over them by their
variance, so that they add up; each has a standard error.

Cost: two evaluations of the head a sample, no reading of texts.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from explain.game import Corners, Game
from explain.methods.method import Method, Shares, parameter, seed
from explain.shap_game import FeatureGame, shap_alone, split_each


@dataclass(frozen=True)
class Parameters:
    """How many samples are drawn."""

    samples: int = parameter(4096, "Samples that are drawn and averaged.", 1, 65536)
    seed: int = seed()


def attribute(game: Game, corners: Corners, parameters: Parameters) -> list[Shares]:
    """Split h(b) − mean h(B0) over the features of each pair, see the module."""
    return split_each(game, corners, lambda features: _sampled(features, parameters))


def _sampled(features: FeatureGame, parameters: Parameters) -> Shares:
    # The background's rows as they are, of the players alone: what does not differ need not be sampled.
    background, own = features.background[:, features.columns], features.own[features.columns]
    samples = max(parameters.samples, 4 * len(own))
    with shap_alone(parameters.seed):
        explainer = _explainer(features, background)
        found = explainer.shap_values(own[None], nsamples=samples, silent=True)[0]
    return Shares(features.spread(found), features.spread(explainer.stderr()), steps=samples)


def _explainer(features: FeatureGame, background: np.ndarray) -> Any:
    """Return SHAP's explainer over the players, one that keeps the scatter it sees."""
    import shap

    class Recording(shap.SamplingExplainer):
        def sampling_estimate(self, j: int, f: Any, x: Any, X: Any, nsamples: int = 10) -> tuple[Any, Any]:
            mean, variance = super().sampling_estimate(j, f, x, X, nsamples)
            squares[j] += nsamples * float(variance)
            counts[j] += nsamples
            return mean, variance

        def stderr(self) -> np.ndarray:
            """Return the standard error [V] of each mean; 0 where nothing was sampled."""
            return np.sqrt(squares) / np.maximum(counts, 1)

    squares, counts = np.zeros(background.shape[1]), np.zeros(background.shape[1])
    return Recording(features.of_players, background)


METHOD = Method(
    name="shap_sampling",
    players="behaviour",
    attribute=attribute,
    parameters=Parameters,
    adds_up="exact",
    title={"en": "Sampled Shapley values (SHAP)", "zh": "抽样法 Shapley 值（SHAP）"},
    summary={
        "en": "Orders and background rows drawn together; the features that scatter most are sampled most.",
        "zh": "同时抽取先后顺序与背景样本；波动大的特征抽得更多。",
    },
    help=__doc__,
)
