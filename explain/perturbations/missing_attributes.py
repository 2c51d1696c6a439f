"""Missing attributes: the item's attributes are not there, all of them or, below full strength, their end."""

from __future__ import annotations

import numpy as np

from explain.perturbations.perturbation import (
    NotApplicable,
    Perturbation,
    Perturbed,
    Situation,
    without_end,
)


def perturb(situation: Situation, strength: float, random: np.random.Generator) -> Perturbed | NotApplicable:
    """Take away the share ``strength`` of the attributes, from their end."""
    return without_end(situation, "attributes", strength)


PERTURBATION = Perturbation(
    name="missing_attributes",
    target="item",
    expectation="invariance",
    perturb=perturb,
    title={"en": "Missing attributes", "zh": "缺少属性"},
    meaning={
        "en": "The item's attributes are missing, or their end.",
        "zh": "商品的属性缺失或不完整。",
    },
)
