"""Homoglyphs: letters of the search are replaced by ones of other scripts that look the same (Cyrillic а for a)."""

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

# Latin letters and the Cyrillic or Greek ones drawn alike.
ALIKE = dict(zip("aceiopsxyABCEHIKMOPTXYZ", "асеіорѕхуАВСЕНІКМОРТХΥΖ", strict=True))


def perturb(situation: Situation, strength: float, random: np.random.Generator) -> Perturbed | NotApplicable:
    """Replace the share ``strength`` of the letters of the search's words that have a double; numbers stay."""
    if not situation.search:
        return NotApplicable("no_search")
    text = situation.search
    places = [p for w in search_words(situation, ("word",)) for p in range(w.start, w.end) if text[p] in ALIKE]
    edits = [TextEdit("search", place, place + 1, text[place], ALIKE[text[place]]) for place in places]
    return perturbed(share_of(edits, strength, random)) if edits else NotApplicable("no_word")


PERTURBATION = Perturbation(
    name="homoglyphs",
    target="search",
    expectation="invariance",
    perturb=perturb,
    title={"en": "Look-alike letters", "zh": "形近字母"},
    meaning={
        "en": "Letters are replaced by ones of other scripts that look the same.",
        "zh": "字母换成其他文字中外形相同的字母。",
    },
)
