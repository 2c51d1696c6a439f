"""Word order: some words of the search change places."""

from __future__ import annotations

import numpy as np

from explain.perturbations.perturbation import (
    NotApplicable,
    Perturbation,
    Perturbed,
    Situation,
    perturbed,
    replaced,
    search_words,
    share_of,
)


def perturb(situation: Situation, strength: float, random: np.random.Generator) -> Perturbed | NotApplicable:
    """Let the share ``strength`` of the words of the search, two at least, change places in a ring."""
    if not situation.search:
        return NotApplicable("no_search")
    words = search_words(situation)
    if len(words) < 2:
        return NotApplicable("one_word")
    moved = share_of(words, strength, random)
    if strength and len(moved) == 1:
        moved.append(next(word for word in words if word not in moved))
    text = situation.search
    ring = [*moved[1:], *moved[:1]]
    return perturbed(
        [replaced(situation, w, text[other.start : other.end]) for w, other in zip(moved, ring, strict=True)]
    )


PERTURBATION = Perturbation(
    name="word_order",
    target="search",
    expectation="invariance",
    perturb=perturb,
    title={"en": "Word order", "zh": "词序"},
    meaning={
        "en": "Some words change places.",
        "zh": "部分词互换位置。",
    },
)
