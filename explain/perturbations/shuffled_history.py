"""Shuffled history: the order of what the shopper chose before is lost, in part or in full."""

from __future__ import annotations

import numpy as np

from explain.perturbations.perturbation import (
    NotApplicable,
    Perturbation,
    Perturbed,
    Situation,
)


def perturb(situation: Situation, strength: float, random: np.random.Generator) -> Perturbed | NotApplicable:
    """Let the share ``strength`` of the history, two items at least, change places in a ring."""
    if not situation.history:
        return NotApplicable("no_history")
    if len(situation.history) < 2:
        return NotApplicable("short_history")
    order = list(random.permutation(len(situation.history)))
    moved = order[: max(2, int(np.ceil(strength * len(order)))) if strength else 0]
    history = list(situation.history)
    for place, other in zip(moved, [*moved[1:], *moved[:1]], strict=True):
        history[place] = situation.history[other]
    return Perturbed(history=tuple(history)) if moved else Perturbed()


PERTURBATION = Perturbation(
    name="shuffled_history",
    target="history",
    expectation="invariance",
    perturb=perturb,
    title={"en": "Shuffled history", "zh": "历史乱序"},
    meaning={
        "en": "The order of what the shopper chose before is lost.",
        "zh": "顾客历史的先后顺序被打乱。",
    },
)
