"""Cold shopper: what is known of the shopper is forgotten, feature by feature; at full strength the history too."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from explain.perturbations.perturbation import (
    NotApplicable,
    Perturbation,
    Perturbed,
    Situation,
    changed,
    share_of,
)
from queries.features import FEATURES

_ABSENT = {f.name: 0.0 if f.absent == "0" else np.nan for f in FEATURES if f.group != "item"}


def perturb(situation: Situation, strength: float, random: np.random.Generator) -> Perturbed | NotApplicable:
    """Let the share ``strength`` of what the features say of the shopper be as for a stranger."""
    known = [column for column, name in enumerate(situation.feature_names) if name in _ABSENT]
    if not known:
        return NotApplicable("no_features")
    features = situation.features.copy()
    for column in share_of(known, strength, random):
        features[:, column] = _ABSENT[situation.feature_names[column]]
    found = changed(situation, features)
    history = () if strength >= 1 and situation.history else None
    if strength and found.features is None and history is None:
        return NotApplicable("stranger")
    return replace(found, history=history)


PERTURBATION = Perturbation(
    name="cold_shopper",
    target="behaviour",
    expectation="invariance",
    perturb=perturb,
    title={"en": "Cold shopper", "zh": "陌生顾客"},
    meaning={
        "en": "What is known of the shopper is forgotten.",
        "zh": "忘记对该顾客的一切了解。",
    },
)
