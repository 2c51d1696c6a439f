"""Spelling of units: units of the search are abbreviated or spelt out; what they measure stays."""

from __future__ import annotations

import numpy as np

from explain.edits import TextEdit
from explain.perturbations.perturbation import (
    NotApplicable,
    Perturbation,
    Perturbed,
    Situation,
    perturbed,
    share_of,
)
from explain.quantities import other_spellings, quantities


def perturb(situation: Situation, strength: float, random: np.random.Generator) -> Perturbed | NotApplicable:
    """Rewrite the share ``strength`` of the quantities of the search."""
    if not situation.search:
        return NotApplicable("no_search")
    found = [(quantity, other_spellings(quantity)) for quantity in quantities(situation.search)]
    found = [(quantity, others) for quantity, others in found if others]
    if not found:
        return NotApplicable("no_quantity")
    edits = [
        TextEdit("search", quantity.start, quantity.end, situation.search[quantity.start : quantity.end], other)
        for quantity, others in found
        for other in [others[int(random.integers(len(others)))]]
    ]
    return perturbed(share_of(edits, strength, random))


PERTURBATION = Perturbation(
    name="abbreviation",
    target="search",
    expectation="invariance",
    perturb=perturb,
    title={"en": "Spelling of units", "zh": "单位写法"},
    meaning={
        "en": "A unit is abbreviated or spelt out.",
        "zh": "单位改用缩写或全称。",
    },
)
