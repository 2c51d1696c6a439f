"""Spelling of units: units of the search are abbreviated or spelt out; what they measure stays."""

from __future__ import annotations

import numpy as np

from explain.perturbations.perturbation import NotApplicable, Perturbation, Perturbed, Situation, requantified
from explain.quantities import other_spellings


def perturb(situation: Situation, strength: float, random: np.random.Generator) -> Perturbed | NotApplicable:
    """Rewrite the share ``strength`` of the quantities of the search."""
    return requantified(situation, other_spellings, strength, random)


PERTURBATION = Perturbation(
    name="abbreviation",
    target="search",
    expectation="invariance",
    perturb=perturb,
    title={"en": "Spelling of units", "zh": "单位写法"},
    meaning={
        "en": "A unit is abbreviated or spelt out.",
        "zh": "单位改用缩写或全称。",
    },
)
