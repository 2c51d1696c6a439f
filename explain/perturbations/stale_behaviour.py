"""Stale behaviour: the feed of events stopped up to 30 days ago, and the counts of recent days miss what came since.

A count over w days loses d / w of itself after an outage of d days, as if events had come evenly; counts of the session
are 0 and the days since something happened grow by d.
"""

from __future__ import annotations

import numpy as np
import regex

from explain.perturbations.perturbation import (
    NotApplicable,
    Perturbation,
    Perturbed,
    Situation,
    changed,
)

MOST_DAYS = 30
_WINDOW = regex.compile(r"_(\d+)d$")


def perturb(situation: Situation, strength: float, random: np.random.Generator) -> Perturbed | NotApplicable:
    """Let the features be as after an outage of ``strength`` times 30 days."""
    names = situation.feature_names
    if not names:
        return NotApplicable("no_features")
    days = strength * MOST_DAYS
    windows = [(column, int(m[1])) for column, name in enumerate(names) if (m := _WINDOW.search(name))]
    session = [column for column, name in enumerate(names) if name.startswith("session_")]
    since = [column for column, name in enumerate(names) if name.startswith("days_since_")]
    if not (windows or session or since):
        return NotApplicable("no_windows")
    features = situation.features.copy()
    for column, width in windows:
        features[:, column] *= max(0.0, 1.0 - days / width)
    features[:, session] *= float(days == 0)
    features[:, since] += days
    return changed(situation, features)


PERTURBATION = Perturbation(
    name="stale_behaviour",
    target="behaviour",
    expectation="invariance",
    perturb=perturb,
    title={"en": "Stale behaviour", "zh": "行为数据滞后"},
    meaning={
        "en": "The feed of events stopped up to 30 days ago.",
        "zh": "事件数据最多滞后 30 天。",
    },
)
