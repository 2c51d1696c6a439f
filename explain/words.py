"""Words: a text split so that every character belongs to exactly one.

- Chinese runs are joined to words by a segmenter, which knows a catalogue's brands.
- A number stays whole with what belongs to it: thousands and decimals (1,299.00), currency (¥1299), ranges and sizes
  (3-5, 10x20), the letters glued to it (47mm, 5G), percent and degree signs, a Chinese unit (14天, 2 斤), and a known
  unit after one space (5000 mAh).
- English compounds stay whole: an apostrophe, a hyphen or an ampersand between two letters or digits joins them
  (men's, t-shirt, 20-inch, AT&T; kids' too), as does a dot between digits or single letters (USB3.0, U.S.A.) and a
  plus at the end (SPF50+). A slash, a plus or a dot between words separates (black/white, 8GB+256GB).
- Names of a :class:`explain.lexicon.Lexicon` stay whole, whatever signs and spaces they have.
- Scripts that are written without spaces and for which we have no segmenter (kana, Thai, Lao, Khmer, Burmese) are split
  where the script changes, all others at spaces and signs.
- A run of spaces is one word, every sign one of its own; and no word ends inside what a reader sees as one character.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import regex

from explain.clusters import clusters
from explain.segmenter import Segmenter
from explain.traditional import simplified
from explain.units import SPACED, chinese_unit

if TYPE_CHECKING:
    from explain.lexicon import Lexicon

_UNSPACED = ("ー\uff70\\p{Hiragana}", "ー\uff70\\p{Katakana}", r"\p{Thai}", r"\p{Lao}", r"\p{Khmer}", r"\p{Myanmar}")
_LETTER = rf"[[\p{{L}}\p{{N}}]--[\p{{Han}}{''.join(_UNSPACED)}]]"
# Marks of writing direction and soft hyphens, invisible inside a word.
_INVISIBLE = r"[\u00ad\u200e\u200f\u061c\u2060\u2066-\u2069\u202a-\u202e\ufeff]"
_JOINED = (
    rf"(?:(?:['’‘`´\-&·\u05be\u05f3\u05f4]|(?<=\d)\.(?=\d)|{_INVISIBLE}+){_LETTER}+)*+"
    r"(?:(?<=[sS])['’](?=[ ]\p{L}))?+"
)
_NUMBER = r"(?:(?:\d{1,3}(?:,\d{3})++(?!\d)|\d++)(?:\.\d++)*+\p{No}*+|[¼½¾⅓⅔⅛])"
_SPACED_UNIT = rf"[ ](?i:{'|'.join(sorted(map(regex.escape, SPACED), key=len, reverse=True))}|fl\.?[ ]?oz|sq\.?[ ]?ft)"
_RUN = regex.compile(
    rf"(?P<han>\p{{Han}}++)"
    rf"|(?P<number>(?:\p{{Lu}}{{0,3}}\p{{Sc}})?{_NUMBER}(?:[-–~:/合]{_NUMBER}|[ ]?[xX×*][ ]?{_NUMBER})*+"
    rf"(?:°[CF]?|[%‰℃℉\"″]|{_SPACED_UNIT}(?![-'’&]?{_LETTER})|{_LETTER}*+{_JOINED})(?:\++(?![\p{{L}}\p{{N}}]))?+)"
    rf"|(?P<word>\p{{L}}(?:\.\p{{L}}(?!\p{{L}}))++\.?"
    rf"|{_LETTER}++{_JOINED}(?:\++(?![\p{{L}}\p{{N}}]))?+|{'|'.join(f'[{script}]++' for script in _UNSPACED)})"
    rf"|(?P<space>\s++)"
    rf"|(?P<sign>.)",
    regex.DOTALL | regex.V1,
)


@dataclass(frozen=True)
class Word:
    """Characters ``start`` to ``end`` (exclusive) of a text. ``kind``: han, number, word, space or sign."""

    start: int
    end: int
    kind: str


@functools.lru_cache(maxsize=1024)  # all items of a slate have its context, and an item stands in many slates
def split_words(text: str, lexicon: Lexicon | None = None) -> tuple[Word, ...]:
    """Return the words of ``text`` in order; together they cover it exactly. Names of ``lexicon`` stay whole.

    >>> text = "小米手表 S3 47mm men's"
    >>> [text[w.start : w.end] for w in split_words(text)]
    ['小米', '手表', ' ', 'S3', ' ', '47mm', ' ', "men's"]
    """
    read = clusters(text)
    found = _of_plain(read.plain, lexicon.segmenter if lexicon else Segmenter())
    words = [Word(read.starts[word.start], read.starts[word.end], word.kind) for word in found]
    return lexicon.joined(text, words) if lexicon else tuple(words)


def says_something(text: str) -> bool:
    """Whether a reader could make sense of a text by itself: it is not just signs and spaces.

    >>> says_something("watch"), says_something(": ")
    (True, False)
    """
    return any(word.kind not in ("sign", "space") for word in split_words(text))


def word_of_each_character(words: Iterable[Word]) -> list[int]:
    """Return, for every character, the number of its word.

    >>> word_of_each_character(split_words("hi you"))
    [0, 0, 1, 2, 2, 2]
    """
    return [number for number, word in enumerate(words) for _ in range(word.start, word.end)]


def _of_plain(plain: str, segmenter: Segmenter) -> list[Word]:
    words: list[Word] = []
    for match in _RUN.finditer(plain):
        start, kind = match.start(), match.lastgroup or "sign"
        if kind != "han":
            words.append(Word(start, match.end(), kind))
            continue
        parts = segmenter.cut(match.group())
        start += _take_unit(plain, words, parts, segmenter)
        for part in filter(None, parts):
            words.append(Word(start, start + len(part), kind))
            start += len(part)
    return words


def _take_unit(plain: str, words: list[Word], parts: list[str], segmenter: Segmenter) -> int:
    """Give the number before a Chinese run the unit that the run begins with, and return the unit's length."""
    spaces = int(bool(words) and plain[words[-1].start : words[-1].end] == " ")
    number = words[-1 - spaces] if len(words) > spaces else None
    if number is None or number.kind != "number" or not plain[number.end - 1].isdigit():
        return 0
    unit = chinese_unit(simplified(parts[0]), spaces == 1 or segmenter.knows(parts[0]))
    if unit:
        words[-1 - spaces :] = [Word(number.start, words[-1].end + unit, "number")]
        parts[0] = parts[0][unit:]
    return unit
