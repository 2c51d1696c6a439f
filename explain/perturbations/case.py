"""Letter case: some words of the search are written in capitals, or, where they have them, without."""

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


def perturb(situation: Situation, strength: float, random: np.random.Generator) -> Perturbed | NotApplicable:
    """Change the case of the share ``strength`` of the words of the search."""
    if not situation.search:
        return NotApplicable("no_search")
    text = situation.search
    edits = [replaced(situation, w, _other(text[w.start : w.end])) for w in search_words(situation)]
    edits = [edit for edit in edits if edit.before != edit.after and len(edit.before) == len(edit.after)]
    return perturbed(share_of(edits, strength, random)) if edits else NotApplicable("no_word")


def _other(word: str) -> str:
    return word.lower() if word.isupper() else word.upper()


PERTURBATION = Perturbation(
    name="case",
    target="search",
    expectation="invariance",
    perturb=perturb,
    title={"en": "Letter case", "zh": "大小写"},
    meaning={
        "en": "Some words are written in capitals, or without.",
        "zh": "部分词改用大写或小写字母。",
    },
)
