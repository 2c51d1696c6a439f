"""From what is meant to what is typed: the words of a search in English, 中文, a mix of both, or with a slip."""

from __future__ import annotations

import numpy as np

from sample_data import searching
from sample_data.catalogue import Catalogue
from sample_data.searching import Intents
from sample_data.settings import LANGUAGES
from sample_data.typos import chinese_slip, latin_slip
from sample_data.vocabulary import Kind, other_names


class Wording:
    """Types searches for the items of one catalogue."""

    def __init__(self, catalogue: Catalogue):
        self.kinds = catalogue.kinds
        self.languages = [LANGUAGES[platform] for platform in catalogue.kind_platform]
        self.brands = catalogue.brand_names()
        self.values = catalogue.texts_of_values()
        self.names = other_names()["names"]

    def texts(self, intents: Intents, platform: np.ndarray, rng: np.random.Generator) -> list[str | None]:
        """Return the text of each context, None where nothing is searched for.

        Searches that no slip befell after all (too short a word) lose their mark in ``intents``.
        """
        luck = rng.random((len(platform), 6)).tolist()
        columns = (intents.intent, platform, intents.kind, intents.brand, intents.value, intents.phrase, intents.typo)
        rows = zip(*(column.tolist() for column in columns), luck, strict=True)
        said: list[str | None] = []
        for number, row in enumerate(rows):
            text, slipped = (None, False) if row[0] == searching.HOME else self._typed(*row)
            said.append(text)
            intents.typo[number] = slipped
        intents.misread &= intents.typo
        return said

    def _typed(
        self, intent: int, platform: int, kind: int, brand: int, value: int, phrase: int, typo: bool, luck: list[float]
    ) -> tuple[str, bool]:
        """Word one search; ``luck`` holds six numbers in [0, 1) that decide between ways of saying it."""
        lang = LANGUAGES[platform]
        said = self._worded(intent, lang, self.kinds[kind], brand, value, phrase, luck)
        if lang == "en" and luck[0] < 0.85:
            said = said.lower()
        if not typo:
            return said, False
        slipped = latin_slip(said, luck[4], luck[5]) if lang == "en" else chinese_slip(said, luck[4], luck[5])
        return slipped, slipped != said

    def _worded(
        self, intent: int, lang: str, kind: Kind, brand: int, value: int, phrase: int, luck: list[float]
    ) -> str:
        word = _pick(kind.words, luck[1])
        brand_name = self.brands[brand] if brand >= 0 else ""
        space = " " if lang == "en" or luck[2] < 0.55 else ""
        if intent == searching.BRAND:
            return brand_name
        if intent == searching.BRAND_CATEGORY:
            return f"{brand_name}{space}{word}" if luck[3] < 0.85 else f"{word} {brand_name}"
        if intent == searching.NEED:
            return kind.needs[phrase][0]
        if intent == searching.NEGATION:
            return kind.avoid[phrase][0]
        if intent in (searching.ATTRIBUTE, searching.NUMBER):
            return _with_value(self.values[value], word, space, lang, luck[3])
        if intent == searching.MIXED:
            other = self.names.get(brand_name, "")
            if other:
                return f"{other} {word}"
            return f"{brand_name} {_pick(kind.abroad, luck[1])}"
        if intent == searching.FOREIGN:
            abroad = _pick(kind.abroad, luck[1])
            return f"{self.names.get(brand_name, brand_name)} {abroad}".strip()
        return word


def _pick(words: tuple[str, ...], luck: float) -> str:
    return words[int(luck * len(words))]


def _with_value(value: str, word: str, space: str, lang: str, luck: float) -> str:
    if value.startswith(("with ", "without ")):
        return f"{word} {value}"
    if value in word or word in value:
        return value
    if lang == "en":
        return f"{value} {word}" if luck < 0.7 else f"{word} {value}"
    return f"{value}{space}{word}" if luck < 0.65 else f"{word} {value}"
