"""What a reader sees as one character, and a text with one plain character in the place of each.

A letter with its combining marks, an emoji with its skin tone and joiners, a flag, a keycap: Unicode calls it an
extended grapheme cluster (UAX #29), and a word must not end inside one.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

import regex

# Flags are told apart here: to pair them `\X` looks back from each to the first, which takes minutes on a long row.
_CLUSTER = regex.compile(r"\p{GCB=RI}{2}[\p{GCB=Extend}\p{GCB=ZWJ}\p{GCB=SpacingMark}]*+|\X")
# Stands for what is neither letter, digit nor space, whatever its first character is.
_SIGN = "\N{REPLACEMENT CHARACTER}"
_KEYCAP = "\N{COMBINING ENCLOSING KEYCAP}"
_LIKE_ASCII = {"\u2010": "-", "\u2011": "-", "\xa0": " ", "\u202f": " ", "￥": "¥", "￡": "£", "￦": "₩"}
# Wide forms read like the narrow ones; but a wide comma or colon always separates, 1，299 is two numbers.
_WIDE = {chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F) if chr(code) not in "，：；"}
_FOLDED = str.maketrans(_LIKE_ASCII | _WIDE)


@dataclass(frozen=True)
class Clusters:
    """A text's clusters: ``plain`` has one character for each, ``starts`` where each begins, then the text's length."""

    plain: str
    starts: tuple[int, ...]


def clusters(text: str) -> Clusters:
    """Split a text to its clusters; ``plain`` takes a letter without its marks and wide forms for narrow ones.

    >>> clusters("é\\u0301 ＡＢ１２％")
    Clusters(plain='é AB12%', starts=(0, 2, 3, 4, 5, 6, 7, 8))
    """
    if text.isascii() and "\r" not in text:
        return Clusters(text, tuple(range(len(text) + 1)))
    found = [match.group() for match in _CLUSTER.finditer(text)]
    starts = [0]
    for cluster in found:
        starts.append(starts[-1] + len(cluster))
    return Clusters("".join(map(_plain, found)).translate(_FOLDED), tuple(starts))


def _plain(cluster: str) -> str:
    if len(cluster) == 1:
        return cluster
    first = cluster[0]
    if cluster == "\r\n":
        return "\n"
    return first if unicodedata.category(first)[0] in "LN" and _KEYCAP not in cluster else _SIGN
