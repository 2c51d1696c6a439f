"""Missing image: the item's image is not there."""

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
    """Take away the share ``strength`` of the image, from its end."""
    return without_end(situation, "image", strength)


PERTURBATION = Perturbation(
    name="missing_image",
    target="item",
    expectation="invariance",
    perturb=perturb,
    title={"en": "Missing image", "zh": "缺少图片"},
    meaning={
        "en": "The item's image is missing.",
        "zh": "商品的图片缺失或不完整。",
    },
)
