"""Noise on behaviour: every feature is off by a little, differently for each candidate.

Features that span orders of magnitude are multiplied by exp(s·z), the others moved by s·z times their spread over the
candidates, with s up to 0.3 and z standard normal.
"""

from __future__ import annotations

import numpy as np

from explain.perturbations.perturbation import (
    NotApplicable,
    Perturbation,
    Perturbed,
    Situation,
    changed,
)
from queries.features import FEATURES

MOST = 0.3
_SCALES = {feature.name: feature.scale for feature in FEATURES}


def perturb(situation: Situation, strength: float, random: np.random.Generator) -> Perturbed | NotApplicable:
    """Add noise of ``strength`` times 0.3 to the features of all candidates."""
    if not situation.feature_names:
        return NotApplicable("no_features")
    noise = strength * MOST * random.standard_normal(situation.features.shape)
    logs = np.array([_SCALES.get(name) == "log" for name in situation.feature_names])
    with np.errstate(invalid="ignore"):
        seen = np.where(np.isfinite(situation.features), situation.features, 0.0)
    moved = np.where(logs, situation.features * np.exp(noise), situation.features + noise * seen.std(axis=0))
    return changed(situation, moved.astype(np.float32))


PERTURBATION = Perturbation(
    name="noisy_behaviour",
    target="behaviour",
    expectation="invariance",
    perturb=perturb,
    title={"en": "Noise on behaviour", "zh": "行为特征噪声"},
    meaning={
        "en": "Every behaviour feature is off by a little.",
        "zh": "每个行为特征都有小幅误差。",
    },
)
