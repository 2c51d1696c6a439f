"""Hidden characters: signs that nobody sees stand inside words of the search, as pasted text brings them."""

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

# Zero-width space, soft hyphen, word joiner, byte order mark.
HIDDEN = ("\u200b", "\u00ad", "\u2060", "\ufeff")


def perturb(situation: Situation, strength: float, random: np.random.Generator) -> Perturbed | NotApplicable:
    """Put a hidden character into the share ``strength`` of the words of two characters or more."""
    if not situation.search:
        return NotApplicable("no_search")
    words = [word for word in search_words(situation, ("han", "word")) if word.end - word.start >= 2]
    if not words:
        return NotApplicable("no_word")
    edits = []
    for word in words:
        at = int(random.integers(word.start + 1, word.end))
        edits.append(TextEdit("search", at, at, "", HIDDEN[int(random.integers(len(HIDDEN)))]))
    return perturbed(share_of(edits, strength, random))


PERTURBATION = Perturbation(
    name="hidden_characters",
    target="search",
    expectation="invariance",
    perturb=perturb,
    title={"en": "Hidden characters", "zh": "隐藏字符"},
    meaning={
        "en": "Signs that nobody sees stand inside words.",
        "zh": "词中夹杂看不见的字符。",
    },
)
