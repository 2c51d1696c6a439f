"""Negation: words of the search are negated, so that what has them is not wanted any more."""

from __future__ import annotations

import numpy as np

from explain.edits import TextEdit
from explain.perturbations.perturbation import (
    NotApplicable,
    Perturbation,
    Perturbed,
    Situation,
    perturbed,
    search_words,
    share_of,
)


def perturb(situation: Situation, strength: float, random: np.random.Generator) -> Perturbed | NotApplicable:
    """Put "not" or 不要 before the share ``strength`` of the words of the search but the last, which names the kind."""
    if not situation.search:
        return NotApplicable("no_search")
    words = search_words(situation, ("han", "word"))
    if len(words) < 2:
        return NotApplicable("one_word")
    chosen = share_of(words[:-1], strength, random)
    return perturbed([TextEdit("search", w.start, w.start, "", "不要" if w.kind == "han" else "not ") for w in chosen])


PERTURBATION = Perturbation(
    name="negation",
    target="search",
    expectation="sensitivity",
    perturb=perturb,
    title={"en": "Negation", "zh": "否定"},
    meaning={
        "en": "A word is negated: the answer must change.",
        "zh": "否定一个词：结果必须变化。",
    },
)
