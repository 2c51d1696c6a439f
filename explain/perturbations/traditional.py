"""Traditional characters: some words of the search are written in them, or in simplified ones where they were not."""

from __future__ import annotations

import numpy as np

from explain.perturbations.perturbation import NotApplicable, Perturbation, Perturbed, Situation, rewritten
from explain.traditional import simplified, traditional


def perturb(situation: Situation, strength: float, random: np.random.Generator) -> Perturbed | NotApplicable:
    """Change the script of the share ``strength`` of the Chinese words of the search."""
    return rewritten(situation, _other, strength, random)


def _other(word: str) -> str:
    plain = simplified(word)
    return plain if plain != word else traditional(word)


PERTURBATION = Perturbation(
    name="traditional",
    target="search",
    expectation="invariance",
    perturb=perturb,
    title={"en": "Traditional characters", "zh": "繁简体"},
    meaning={
        "en": "Some words are written in traditional characters, or in simplified ones.",
        "zh": "部分词改用繁体字或简体字。",
    },
)
