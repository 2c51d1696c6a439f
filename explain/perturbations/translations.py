"""Translations: some words of the search are replaced by what shoppers call the same items in the other script.

Only what the log attests is put in, see :mod:`explain.vocabulary`.
"""

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
    """Replace the share ``strength`` of the words of the search for which another is attested."""
    if not situation.search:
        return NotApplicable("no_search")
    known, text = situation.vocabulary.translations, situation.search
    words = [w for w in search_words(situation) if folded(text[w.start : w.end]) in known]
    if not words:
        return NotApplicable("no_synonym")
    drawn = {word: int(random.integers(1 << 16)) for word in words}
    edits = []
    for word in share_of(words, strength, random):
        others = known[folded(text[word.start : word.end])]
        edits.append(replaced(situation, word, others[drawn[word] % len(others)]))
    return perturbed(edits)


PERTURBATION = Perturbation(
    name="translations",
    target="search",
    expectation="invariance",
    perturb=perturb,
    title={"en": "Translations", "zh": "译名"},
    meaning={
        "en": "Some words are replaced by what they are called in the other script, as shoppers type it.",
        "zh": "部分词换成顾客使用的另一种文字的叫法。",
    },
)
