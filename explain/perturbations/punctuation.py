"""Punctuation: signs are strewn between the words of the search, as pasting and dictation leave them."""

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

SIGNS = (",", ".", "!", "?", ";", "-", "，", "。", "！", "、")


def perturb(situation: Situation, strength: float, random: np.random.Generator) -> Perturbed | NotApplicable:
    """Put a sign behind the share ``strength`` of the words of the search; none between a number and what follows."""
    if not situation.search:
        return NotApplicable("no_search")
    words = search_words(situation, ("han", "word"))
    if not words:
        return NotApplicable("no_word")
    signs = {word: SIGNS[int(random.integers(len(SIGNS)))] for word in words}
    return perturbed([TextEdit("search", w.end, w.end, "", signs[w]) for w in share_of(words, strength, random)])


PERTURBATION = Perturbation(
    name="punctuation",
    target="search",
    expectation="invariance",
    perturb=perturb,
    title={"en": "Punctuation", "zh": "标点"},
    meaning={
        "en": "Signs are strewn between the words.",
        "zh": "在词之间插入标点。",
    },
)
