"""Title stuffing: a seller appends words of the search and of the item itself to a title, again and again.

Adversarial: an item must not gain by saying what it says already. Words of the search that the title lacks are put in
once and repeated after that, as sellers do.
"""

from __future__ import annotations

import numpy as np

from explain.attested import WORDLIKE
from explain.edits import TextEdit
from explain.perturbations.perturbation import (
    NotApplicable,
    Perturbation,
    Perturbed,
    Situation,
    perturbed,
)
from explain.words import split_words

MOST = 12


def perturb(situation: Situation, strength: float, random: np.random.Generator) -> Perturbed | NotApplicable:
    """Append up to 12 words at full ``strength``, in turn those of the search, else those of the title itself."""
    title = situation.texts.get("title", "")
    text = situation.search or title
    words = [text[w.start : w.end] for w in split_words(text, situation.vocabulary.lexicon) if w.kind in WORDLIKE]
    if not title or not words:
        return NotApplicable("no_item")
    order = random.permutation(len(words))
    added = [words[order[turn % len(words)]] for turn in range(int(np.ceil(strength * MOST)))]
    return perturbed([TextEdit("title", len(title), len(title), "", "".join(f" {word}" for word in added))])


PERTURBATION = Perturbation(
    name="title_stuffing",
    target="item",
    expectation="monotone",
    perturb=perturb,
    title={"en": "Title stuffing", "zh": "标题堆砌"},
    meaning={
        "en": "A seller repeats attractive words in the title: the item must not gain.",
        "zh": "商家在标题里堆砌热词：商品不应因此获益。",
    },
    direction=-1,
    item_from="next",
)
