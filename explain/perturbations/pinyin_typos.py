"""Slips of a pinyin keyboard: in some words a character is one of the same sound, lost, doubled or swapped.

Most slips pick a wrong character of the same sound; where none is known, two characters are swapped, or one is lost.
"""

from __future__ import annotations

import numpy as np

from explain.edits import TextEdit
from explain.keyboards import sounding_alike
from explain.perturbations.perturbation import (
    NotApplicable,
    Perturbation,
    Perturbed,
    Situation,
    perturbed,
    search_words,
    share_of,
)

SWAP, LOSE, DOUBLE = 0.1, 0.1, 0.1


def perturb(situation: Situation, strength: float, random: np.random.Generator) -> Perturbed | NotApplicable:
    """Make one slip in the share ``strength`` of the Chinese words of the search."""
    if not situation.search:
        return NotApplicable("no_search")
    words = [word for word in search_words(situation, ("han",)) if word.end - word.start >= 2]
    if not words:
        return NotApplicable("no_word")
    slips = {word: _slip(situation.search, word.start, word.end, random) for word in words}
    return perturbed([slips[word] for word in share_of(words, strength, random)])


def _slip(text: str, start: int, end: int, random: np.random.Generator) -> TextEdit:
    alike = [place for place in range(start, end) if sounding_alike(text[place])]
    at = alike[int(random.integers(len(alike)))] if alike else start
    near, kind = int(random.integers(1 << 16)), float(random.random())
    if alike and kind >= SWAP + LOSE + DOUBLE:
        others = sounding_alike(text[at])
        return TextEdit("search", at, at + 1, text[at], others[near % len(others)])
    if kind < DOUBLE:
        return TextEdit("search", at, at, "", text[at])
    if kind < DOUBLE + LOSE or text[start] == text[start + 1]:
        return TextEdit("search", at, at + 1, text[at], "")
    return TextEdit("search", start, start + 2, text[start : start + 2], text[start + 1] + text[start])


PERTURBATION = Perturbation(
    name="pinyin_typos",
    target="search",
    expectation="invariance",
    perturb=perturb,
    title={"en": "Pinyin slips", "zh": "拼音误选"},
    meaning={
        "en": "A character of some Chinese words is one of the same sound, lost, doubled or swapped.",
        "zh": "部分中文词选成同音字，或漏字、多字、颠倒。",
    },
)
