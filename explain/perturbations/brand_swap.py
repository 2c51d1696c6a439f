"""Brand swap: a brand that the search names becomes another of its kind, so that something else is asked for."""

from __future__ import annotations

import numpy as np

from explain.attested import folded
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
    """Replace the share ``strength`` of the brands of the search by others sold in their categories."""
    if not situation.search:
        return NotApplicable("no_search")
    text, words = situation.search, situation.vocabulary
    named = [w for w in search_words(situation) if folded(text[w.start : w.end]) in words.brands]
    if not named:
        return NotApplicable("no_brand")
    edits = []
    for word in named:
        own, drawn = folded(text[word.start : word.end]), int(random.integers(1 << 16))
        others = [b for kind in words.categories_of[own][:1] for b in words.brands_of[kind] if b != own]
        if others:
            edits.append(replaced(situation, word, words.brands[others[drawn % len(others)]]))
    return perturbed(share_of(edits, strength, random)) if edits else NotApplicable("no_other_brand")


PERTURBATION = Perturbation(
    name="brand_swap",
    target="search",
    expectation="sensitivity",
    perturb=perturb,
    title={"en": "Brand swapped", "zh": "换品牌"},
    meaning={
        "en": "A brand becomes another of its kind: the answer must change.",
        "zh": "把品牌换成同类的另一个：结果必须变化。",
    },
)
