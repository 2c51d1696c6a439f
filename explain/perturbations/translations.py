"""Translations: some words of the search are replaced by what shoppers call the same items in the other script.

Only what the log attests is put in, see :mod:`explain.vocabulary`.
"""

from __future__ import annotations

import numpy as np

from explain.perturbations.perturbation import NotApplicable, Perturbation, Perturbed, Situation, exchanged


def perturb(situation: Situation, strength: float, random: np.random.Generator) -> Perturbed | NotApplicable:
    """Replace the share ``strength`` of the words of the search for which another is attested."""
    return exchanged(situation, situation.vocabulary.translations, strength, random)


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
