"""Price nudge: the item's price moves by up to 2 %, up or down, as it does every day."""

from __future__ import annotations

import numpy as np

from explain.edits import PriceEdit
from explain.perturbations.perturbation import (
    NotApplicable,
    Perturbation,
    Perturbed,
    Situation,
)

MOST = 0.02


def perturb(situation: Situation, strength: float, random: np.random.Generator) -> Perturbed | NotApplicable:
    """Move the price by ``strength`` times 2 %, in a drawn direction."""
    price = situation.feature("price")
    if "price" not in situation.feature_names:
        return NotApplicable("not_read")
    if not price:
        return NotApplicable("no_price")
    way = 1 if random.random() < 0.5 else -1
    after = price * (1 + way * MOST * strength)
    return Perturbed(edits=(PriceEdit(price, after, 1.0),) if after != price else ())


PERTURBATION = Perturbation(
    name="price_nudge",
    target="item",
    expectation="invariance",
    perturb=perturb,
    title={"en": "Price nudge", "zh": "价格微调"},
    meaning={
        "en": "The item's price moves by up to 2 %.",
        "zh": "商品价格小幅变动，最多 2%。",
    },
)
