"""The texts an encoder is pretrained on: what shops write about items and what shoppers type and write."""

from __future__ import annotations

from collections.abc import Iterable

import pyarrow as pa

from models.text import item_fields


def corpus_texts(items: pa.Table, searches: pa.Table | None = None, reviews: pa.Table | None = None) -> list[str]:
    """Return each text once, in order of appearance.

    ``items``: title, brand, category, attributes and, where there is one, description; ``searches``: text or search;
    ``reviews``: title, text. Columns that are absent are passed over.

    >>> shop = pa.table({"title": ["Red shoe"], "brand": ["Ace"], "category": [None], "attributes": [None]})
    >>> corpus_texts(shop, pa.table({"text": ["shoe", "shoe", None]}))
    ['Red shoe', 'Ace', 'Red shoe. Ace', 'shoe']
    """
    texts: list[str | None] = []
    columns = [name for name in ("title", "brand", "category", "attributes") if name in items.column_names]
    for row in items.select(columns).to_pylist():
        fields = [field.text for field in item_fields(row.get("title"), *(row.get(name) for name in _BESIDE_TITLE))]
        texts += [*fields, ". ".join(fields)]
    texts += _column(items, ("description",))
    texts += _column(searches, ("text", "search"))
    texts += _column(reviews, ("title", "text"))
    return list(_once(texts))


_BESIDE_TITLE = ("brand", "category", "attributes")


def _column(table: pa.Table | None, names: tuple[str, ...]) -> list[str | None]:
    found = [name for name in names if table is not None and name in table.column_names]
    return [text for name in found if table is not None for text in table[name].to_pylist()]


def _once(texts: Iterable[str | None]) -> Iterable[str]:
    return dict.fromkeys(text.strip() for text in texts if text and text.strip())
