"""Stop words: small words that ask for nothing are put before and between the words of the search."""

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
from explain.words import Word

ENGLISH = ("the", "a", "some", "for", "please", "i want", "looking for", "buy")
CHINESE = ("的", "我要", "买", "想买", "一个", "有没有", "请问")


def perturb(situation: Situation, strength: float, random: np.random.Generator) -> Perturbed | NotApplicable:
    """Put a stop word, of the language around, before the share ``strength`` of the words of the search."""
    if not situation.search:
        return NotApplicable("no_search")
    words = search_words(situation, ("han", "word"))
    if not words:
        return NotApplicable("no_word")
    drawn = {word: int(random.integers(1 << 16)) for word in words}
    return perturbed([_before(word, drawn[word]) for word in share_of(words, strength, random)])


def _before(word: Word, drawn: int) -> TextEdit:
    small = CHINESE[drawn % len(CHINESE)] if word.kind == "han" else ENGLISH[drawn % len(ENGLISH)] + " "
    return TextEdit("search", word.start, word.start, "", small)


PERTURBATION = Perturbation(
    name="stop_words",
    target="search",
    expectation="invariance",
    perturb=perturb,
    title={"en": "Stop words", "zh": "虚词"},
    meaning={
        "en": "Small words that ask for nothing are added.",
        "zh": "加入不影响需求的虚词。",
    },
)
