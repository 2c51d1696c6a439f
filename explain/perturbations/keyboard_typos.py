"""Slips on a keyboard: in some words of the search a letter is lost, added, hit beside, or swapped with the next.

The first letter stays, as it mostly does in real typing, and so do numbers and words of under three letters. A slip is
Damerau's (1964): one insertion, deletion, substitution or swap of neighbours.
"""

from __future__ import annotations

import numpy as np

from explain.edits import TextEdit
from explain.keyboards import neighbours
from explain.perturbations.perturbation import (
    NotApplicable,
    Perturbation,
    Perturbed,
    Situation,
    perturbed,
    search_words,
    share_of,
)


def perturb(situation: Situation, strength: float, random: np.random.Generator) -> Perturbed | NotApplicable:
    """Make one slip in the share ``strength`` of the words of the search."""
    if not situation.search:
        return NotApplicable("no_search")
    words = [w for w in search_words(situation, ("word",)) if _letters(situation.search, w.start, w.end)]
    if not words:
        return NotApplicable("no_word")
    slips = {word: _slip(situation.search, word.start, word.end, random) for word in words}
    return perturbed([slips[word] for word in share_of(words, strength, random)])


def _letters(text: str, start: int, end: int) -> bool:
    return end - start >= 3 and text[start:end].isascii() and sum(sign.isalpha() for sign in text[start + 1 : end]) >= 2


def _slip(text: str, start: int, end: int, random: np.random.Generator) -> TextEdit:
    places = [place for place in range(start + 1, end) if text[place].isalpha()]
    at = places[int(random.integers(len(places)))]
    letter = text[at]
    beside = neighbours(letter)
    other = beside[int(random.integers(len(beside)))]
    kind = int(random.integers(4))
    if kind == 3 and at + 1 < end and text[at + 1].isalpha() and text[at + 1] != letter:
        return TextEdit("search", at, at + 2, text[at : at + 2], text[at + 1] + letter)
    if kind == 0:
        return TextEdit("search", at, at, "", other)
    return TextEdit("search", at, at + 1, letter, "" if kind == 1 else other)


PERTURBATION = Perturbation(
    name="keyboard_typos",
    target="search",
    expectation="invariance",
    perturb=perturb,
    title={"en": "Keyboard slips", "zh": "键盘误触"},
    meaning={
        "en": "A letter of some words is lost, doubled, hit beside or swapped.",
        "zh": "部分英文词漏打、多打、错打或颠倒一个字母。",
    },
)
