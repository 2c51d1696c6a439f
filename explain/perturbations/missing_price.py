"""Missing price: the features that follow from the item's price are absent, one after the other."""

from __future__ import annotations

import numpy as np

from explain.perturbations.perturbation import (
    NotApplicable,
    Perturbation,
    Perturbed,
    Situation,
    share_of,
)
from explain.price import FOLLOWING


def perturb(situation: Situation, strength: float, random: np.random.Generator) -> Perturbed | NotApplicable:
    """Let the share ``strength`` of the features that follow from the price be absent for the item."""
    read = [name for name in FOLLOWING if situation.feature(name) is not None]
    if not read:
        return NotApplicable("not_read" if "price" not in situation.feature_names else "missing_already")
    lost = share_of(read, strength, random)
    if not lost:
        return Perturbed()
    features = situation.features.copy()
    features[situation.at, [situation.feature_names.index(name) for name in lost]] = np.nan
    return Perturbed(features=features, touched=tuple(sorted(lost)))


PERTURBATION = Perturbation(
    name="missing_price",
    target="item",
    expectation="invariance",
    perturb=perturb,
    title={"en": "Missing price", "zh": "缺少价格"},
    meaning={
        "en": "The item's price and what follows from it are missing.",
        "zh": "商品的价格及由其推出的特征缺失。",
    },
)
