"""Letter case: some words of the search are written in capitals, or, where they have them, without."""

from __future__ import annotations

import numpy as np

from explain.perturbations.perturbation import NotApplicable, Perturbation, Perturbed, Situation, rewritten


def perturb(situation: Situation, strength: float, random: np.random.Generator) -> Perturbed | NotApplicable:
    """Change the case of the share ``strength`` of the words of the search."""
    return rewritten(situation, _other, strength, random)


def _other(word: str) -> str:
    """Return a word in the other case; as it is where that would make it longer (ß has no capital)."""
    other = word.lower() if word.isupper() else word.upper()
    return other if len(other) == len(word) else word


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
