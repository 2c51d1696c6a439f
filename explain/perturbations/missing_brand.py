"""Missing brand: the item's brand is not there, in full or, below full strength, its end."""

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
    """Take away the share ``strength`` of the brand, from its end."""
    return without_end(situation, "brand", strength)


PERTURBATION = Perturbation(
    name="missing_brand",
    target="item",
    expectation="invariance",
    perturb=perturb,
    title={"en": "Missing brand", "zh": "缺少品牌"},
    meaning={
        "en": "The item's brand is missing, or its end.",
        "zh": "商品的品牌缺失或不完整。",
    },
)
