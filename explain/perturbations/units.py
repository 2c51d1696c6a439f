"""Units: quantities of the search are given in another unit; what they measure stays."""

from __future__ import annotations

import numpy as np

from explain.perturbations.perturbation import NotApplicable, Perturbation, Perturbed, Situation, requantified
from explain.quantities import other_units


def perturb(situation: Situation, strength: float, random: np.random.Generator) -> Perturbed | NotApplicable:
    """Rewrite the share ``strength`` of the quantities of the search."""
    return requantified(situation, other_units, strength, random)


PERTURBATION = Perturbation(
    name="units",
    target="search",
    expectation="invariance",
    perturb=perturb,
    title={"en": "Units", "zh": "单位换算"},
    meaning={
        "en": "A quantity is given in another unit: 1 kg as 1000 g, 2 斤 as 1 公斤.",
        "zh": "数量换用另一种单位：1 kg 写成 1000 g，2 斤写成 1 公斤。",
    },
)
