"""Truncated history: the oldest of what the shopper chose before is lost."""

from __future__ import annotations

import numpy as np

from explain.perturbations.perturbation import (
    NotApplicable,
    Perturbation,
    Perturbed,
    Situation,
)


def perturb(situation: Situation, strength: float, random: np.random.Generator) -> Perturbed | NotApplicable:
    """Lose the share ``strength`` of the history, rounded up, the oldest first."""
    if not situation.history:
        return NotApplicable("no_history")
    kept = len(situation.history) - int(np.ceil(strength * len(situation.history)))
    return Perturbed(history=situation.history[:kept]) if strength else Perturbed()


PERTURBATION = Perturbation(
    name="truncated_history",
    target="history",
    expectation="invariance",
    perturb=perturb,
    title={"en": "Truncated history", "zh": "历史截断"},
    meaning={
        "en": "The oldest of what the shopper chose before is lost.",
        "zh": "顾客最早的历史丢失。",
    },
)
