"""Names as they are compared: the same word in capitals or in full-width characters is one word."""

from __future__ import annotations

import unicodedata

import pyarrow as pa
import pyarrow.compute as pc


def normal_form(word: str) -> str:
    """Return the word width-normalised (NFKC) and case-folded.

    >>> normal_form("ＡＰＰＬＥ"), normal_form("Straße"), normal_form("手表")
    ('apple', 'strasse', '手表')
    """
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", word).casefold())


def normal_forms(names: pa.ChunkedArray, parts: pa.ChunkedArray) -> pa.ChunkedArray:
    """Return the normal form of each word; the names of behaviour features stay as they are.

    >>> names, parts = pa.chunked_array([["GT", "Clicks", "ＧＴ"]]), pa.chunked_array([["item", "behaviour", "item"]])
    >>> normal_forms(names, parts).to_pylist()
    ['gt', 'Clicks', 'gt']
    """
    distinct = names.unique()
    formed = pa.array([normal_form(name) for name in distinct.to_pylist()], pa.string())
    words = formed.take(pc.index_in(names, value_set=distinct).combine_chunks())
    return pa.chunked_array([pc.if_else(pc.equal(parts, "behaviour").combine_chunks(), names.combine_chunks(), words)])
