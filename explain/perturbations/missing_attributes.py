"""Missing attributes: the item's attributes is not there, in full or, below full strength, its end."""

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
    """Take away the share ``strength`` of the attributes, from its end."""
    return without_end(situation, "attributes", strength)


PERTURBATION = Perturbation(
    name="missing_attributes",
    target="item",
    expectation="invariance",
    perturb=perturb,
    title={"en": "Missing attributes", "zh": "缺少属性"},
    meaning={
        "en": "The item's attributes is missing, or its end.",
        "zh": "商品的属性缺失或不完整。",
    },
)
