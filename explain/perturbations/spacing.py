"""Spacing: spaces between words of the search are doubled, and Chinese words are set apart by spaces or joined."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import regex

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
from explain.words import Word


def perturb(situation: Situation, strength: float, random: np.random.Generator) -> Perturbed | NotApplicable:
    """Change the share ``strength`` of the borders between words of the search."""
    if not situation.search:
        return NotApplicable("no_search")
    words = search_words(situation, ("han", "word", "space"))
    borders = [edit for a, b in pairwise(words) if a.end == b.start for edit in _other(situation.search, a, b)]
    return perturbed(share_of(borders, strength, random)) if borders else NotApplicable("one_word")


def _other(text: str, a: Word, b: Word) -> list[TextEdit]:
    if a.kind == b.kind == "han":
        return [TextEdit("search", a.end, a.end, "", " ")]
    if b.kind == "space" and b.end < len(text):
        joined = a.kind == "han" and regex.match(r"\p{Han}", text[b.end]) is not None
        return [TextEdit("search", b.start, b.end, text[b.start : b.end], "" if joined else "  ")]
    return []


PERTURBATION = Perturbation(
    name="spacing",
    target="search",
    expectation="invariance",
    perturb=perturb,
    title={"en": "Spacing", "zh": "空格"},
    meaning={
        "en": "Spaces are doubled; Chinese words are set apart or joined.",
        "zh": "空格加倍，中文词之间加入或去掉空格。",
    },
)
