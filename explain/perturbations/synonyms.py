"""Synonyms: some words of the search are replaced by others of the same script that shoppers use for the same items.

Only what the log attests is put in, see :mod:`explain.vocabulary`.
"""

from __future__ import annotations

import numpy as np

from explain.perturbations.perturbation import NotApplicable, Perturbation, Perturbed, Situation, exchanged


def perturb(situation: Situation, strength: float, random: np.random.Generator) -> Perturbed | NotApplicable:
    """Replace the share ``strength`` of the words of the search for which another is attested."""
    return exchanged(situation, situation.vocabulary.synonyms, strength, random)


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
