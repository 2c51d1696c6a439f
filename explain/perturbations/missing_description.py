"""Missing description: the item's description is not there, in full or, below full strength, its end."""

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
    """Take away the share ``strength`` of the description, from its end."""
    return without_end(situation, "description", strength)


PERTURBATION = Perturbation(
    name="missing_description",
    target="item",
    expectation="invariance",
    perturb=perturb,
    title={"en": "Missing description", "zh": "缺少描述"},
    meaning={
        "en": "The item's description is missing, or its end.",
        "zh": "商品的描述缺失或不完整。",
    },
)
