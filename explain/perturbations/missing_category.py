"""Missing category: the item's category is not there, in full or, below full strength, its end."""

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
    """Take away the share ``strength`` of the category, from its end."""
    return without_end(situation, "category", strength)


PERTURBATION = Perturbation(
    name="missing_category",
    target="item",
    expectation="invariance",
    perturb=perturb,
    title={"en": "Missing category", "zh": "缺少类目"},
    meaning={
        "en": "The item's category is missing, or its end.",
        "zh": "商品的类目缺失或不完整。",
    },
)
