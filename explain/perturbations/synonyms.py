"""Synonyms: some words of the search are replaced by others of the same script that shoppers use for the same items.

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
    known, text = situation.vocabulary.synonyms, situation.search
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
    name="synonyms",
    target="search",
    expectation="invariance",
    perturb=perturb,
    title={"en": "Synonyms", "zh": "同义词"},
    meaning={
        "en": "Some words are replaced by others that shoppers use for the same items.",
        "zh": "部分词换成顾客用来找同样商品的其他词。",
    },
)
