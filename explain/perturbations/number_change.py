"""Number change: a number of the search becomes another one, so that something else is asked for."""

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
from explain.quantities import quantities

FACTORS = (2.0, 0.5, 3.0, 1.5)


def perturb(situation: Situation, strength: float, random: np.random.Generator) -> Perturbed | NotApplicable:
    """Change the share ``strength`` of the numbers of the search, to twice, half, three times or half as much again."""
    if not situation.search:
        return NotApplicable("no_search")
    edits = [
        TextEdit("search", q.start, q.start + len(q.number), q.number, _other(q.number, int(random.integers(1 << 16))))
        for q in quantities(situation.search)
    ]
    return perturbed(share_of(edits, strength, random)) if edits else NotApplicable("no_number")


def _other(number: str, drawn: int) -> str:
    now = float(number.replace(",", ""))
    other = max(1, round(now * FACTORS[drawn % len(FACTORS)]))
    return f"{other if other != now else other + 1}"


PERTURBATION = Perturbation(
    name="number_change",
    target="search",
    expectation="sensitivity",
    perturb=perturb,
    title={"en": "Number changed", "zh": "改数字"},
    meaning={
        "en": "A number becomes another one: the answer must change.",
        "zh": "把一个数字改成另一个：结果必须变化。",
    },
)
