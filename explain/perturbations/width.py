"""Width: some words of the search are written in full-width forms (ＡＢＣ１２３), as East Asian keyboards do."""

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

# Full-width forms lie at a fixed distance from ASCII.
_WIDE = {code: chr(code + 0xFEE0) for code in range(0x21, 0x7F)}


def perturb(situation: Situation, strength: float, random: np.random.Generator) -> Perturbed | NotApplicable:
    """Write the share ``strength`` of the words of the search that have ASCII letters or digits in full width."""
    if not situation.search:
        return NotApplicable("no_search")
    text = situation.search
    edits = [replaced(situation, w, text[w.start : w.end].translate(_WIDE)) for w in search_words(situation)]
    edits = [edit for edit in edits if edit.before != edit.after]
    return perturbed(share_of(edits, strength, random)) if edits else NotApplicable("no_word")


PERTURBATION = Perturbation(
    name="width",
    target="search",
    expectation="invariance",
    perturb=perturb,
    title={"en": "Full width", "zh": "全角字符"},
    meaning={
        "en": "Some words are written in full-width letters and digits.",
        "zh": "部分字母和数字改用全角形式。",
    },
)
