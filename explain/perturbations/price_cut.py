"""Price cut: the item gets cheaper; where it costs more than the shopper usually pays, that must not hurt it."""

from __future__ import annotations

import numpy as np

from explain.edits import PriceEdit
from explain.perturbations.perturbation import (
    NotApplicable,
    Perturbation,
    Perturbed,
    Situation,
)

MOST = 0.5


def perturb(situation: Situation, strength: float, random: np.random.Generator) -> Perturbed | NotApplicable:
    """Cut the price by up to half; applies where the item costs more than the shopper usually pays."""
    price = situation.feature("price")
    if "price" not in situation.feature_names:
        return NotApplicable("not_read")
    if not price:
        return NotApplicable("no_price")
    if (situation.feature("price_gap") or 0.0) <= 0:
        return NotApplicable("no_bargain_hunter")
    after = price * (1 - MOST * strength)
    return Perturbed(edits=(PriceEdit(price, after, 1.0),) if strength else ())


PERTURBATION = Perturbation(
    name="price_cut",
    target="item",
    expectation="monotone",
    perturb=perturb,
    title={"en": "Price cut", "zh": "降价"},
    meaning={
        "en": "The item gets cheaper: that must not hurt it with a bargain hunter.",
        "zh": "商品降价：对精打细算的顾客，排名不应因此下降。",
    },
    direction=1,
)
