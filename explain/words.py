"""Words: a text split so that every character belongs to exactly one, and pieces summed to them by characters.

Chinese runs are joined to words by a segmenter; English compounds (``t-shirt``, ``men's``), numbers with their units
(``47mm``, ``3.5kg``) and any combining marks stay whole; each space or sign is a piece of its own kind, so that nothing
of the text is lost and nothing is counted twice.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from explain.segmenter import Segmenter

if TYPE_CHECKING:
    from explain.lexicon import Lexicon

_HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
# Units written in Chinese after a number: 14天, 5斤, 6.7英寸.
_HAN_UNITS = "天|年|月|周岁|岁|英寸|寸|公斤|千克|斤|克|毫升|升|厘米|毫米|米|瓦|度|件|片|支|码|小时|分钟|毫安|核|代|层"
_RUN = re.compile(
    rf"(?P<han>[{_HAN}]+)"
    rf"|(?P<number>\d+(?:[.,]\d+)*(?:%|{_HAN_UNITS}|[^\W\d_{_HAN}]{{1,4}}(?![^\W_{_HAN}]))?)"
    rf"|(?P<word>[^\W_{_HAN}]+(?:['’\-&+][^\W_{_HAN}]+)*)"
    rf"|(?P<space>\s+)"
    rf"|(?P<sign>.)",
    re.DOTALL,
)


@dataclass(frozen=True)
class Word:
    """Characters ``start`` to ``end`` (exclusive) of a text. ``kind``: han, number, word, space or sign."""

    start: int
    end: int
    kind: str


def split_words(text: str, lexicon: Lexicon | None = None) -> tuple[Word, ...]:
    """Return the words of ``text`` in order; together they cover it exactly. Names of ``lexicon`` stay whole.

    >>> text = "小米手表 S3 47mm men's"
    >>> [text[w.start : w.end] for w in split_words(text)]
    ['小米', '手表', ' ', 'S3', ' ', '47mm', ' ', "men's"]
    """
    segmenter = lexicon.segmenter if lexicon else Segmenter()
    words: list[Word] = []
    for match in _RUN.finditer(text):
        kind = match.lastgroup or "sign"
        start, end = match.span()
        if words and _continues(text, start, kind, words[-1]):
            words[-1] = Word(words[-1].start, end, words[-1].kind)
        elif kind == "han":
            for part in segmenter.cut(match.group()):
                words.append(Word(start, start + len(part), kind))
                start += len(part)
        else:
            words.append(Word(start, end, kind))
    return lexicon.joined(text, words) if lexicon else tuple(words)


def word_of_each_character(words: Iterable[Word]) -> list[int]:
    """Return, for every character, the number of its word.

    >>> word_of_each_character(split_words("hi you"))
    [0, 0, 1, 2, 2, 2]
    """
    return [number for number, word in enumerate(words) for _ in range(word.start, word.end)]


def _continues(text: str, start: int, kind: str, previous: Word) -> bool:
    """Whether what begins at ``start`` cannot stand without the word before it.

    True of a combining mark, of what a joiner binds (emoji), and of letters that follow a mark inside a word.
    """
    last = text[previous.end - 1]
    if previous.kind == "space":
        return False
    return _leans(text[start]) or last == "\u200d" or (kind == previous.kind == "word" and _leans(last))


def _leans(character: str) -> bool:
    return (
        unicodedata.category(character) in ("Mn", "Mc", "Me")
        or character in "\u200d\ufe0f"
        or "\U0001f3fb" <= character <= "\U0001f3ff"
    )
