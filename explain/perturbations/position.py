"""Position on the surface: the candidates are handed to the ranker in another order than they stand in.

Where an item stood must not decide where it will stand: a ranker that scores by neighbours in a batch fails here.
"""

from __future__ import annotations

import numpy as np

from explain.perturbations.perturbation import (
    NotApplicable,
    Perturbation,
    Perturbed,
    Situation,
)


def perturb(situation: Situation, strength: float, random: np.random.Generator) -> Perturbed | NotApplicable:
    """Move the share ``strength`` of the candidates, two at least, to one another's places."""
    count = len(situation.features)
    if count < 2:
        return NotApplicable("no_item")
    moved = random.permutation(count)[: max(2, int(np.ceil(strength * count))) if strength else 0]
    order = np.arange(count)
    order[moved] = np.roll(moved, 1)
    return Perturbed(order=order) if len(moved) else Perturbed()


PERTURBATION = Perturbation(
    name="position",
    target="behaviour",
    expectation="invariance",
    perturb=perturb,
    title={"en": "Position", "zh": "展示位置"},
    meaning={
        "en": "The items are handed over in another order than they stood in.",
        "zh": "商品以另一种顺序交给模型。",
    },
)
