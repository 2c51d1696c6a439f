"""Missing behaviour: some features are absent for every candidate, as when a job did not run."""

from __future__ import annotations

import numpy as np

from explain.perturbations.perturbation import (
    NotApplicable,
    Perturbation,
    Perturbed,
    Situation,
    changed,
    share_of,
)


def perturb(situation: Situation, strength: float, random: np.random.Generator) -> Perturbed | NotApplicable:
    """Let the share ``strength`` of the features be absent for all candidates."""
    if not situation.feature_names:
        return NotApplicable("no_features")
    features = situation.features.copy()
    features[:, share_of(range(len(situation.feature_names)), strength, random)] = np.nan
    return changed(situation, features)


PERTURBATION = Perturbation(
    name="missing_behaviour",
    target="behaviour",
    expectation="invariance",
    perturb=perturb,
    title={"en": "Missing behaviour", "zh": "行为特征缺失"},
    meaning={
        "en": "Some behaviour features are absent for every item.",
        "zh": "部分行为特征对所有商品都缺失。",
    },
)
