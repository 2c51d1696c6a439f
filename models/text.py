"""Which texts the ranker reads, in which order: the one place where a context or an item becomes fields."""

from __future__ import annotations

import json
from collections.abc import Sequence

from models.field import Field

HISTORY_LENGTH = 5


def context_fields(search: str | None, history_titles: Sequence[str | None] = ()) -> tuple[Field, ...]:
    """Return the search, then the titles of the items seen last, most recent first (at most five).

    Blank texts are left out, so a context may have no field at all (a stranger on the home page).

    >>> [(f.part, f.name, f.text) for f in context_fields("智能手表", ["Running shoes", ""])]
    [('search', 'search', '智能手表'), ('history', 'history_1', 'Running shoes')]
    """
    fields = [Field("search", "search", search)] if search and search.strip() else []
    titles = [title for title in history_titles if title and title.strip()][:HISTORY_LENGTH]
    fields += [Field("history", f"history_{number}", title) for number, title in enumerate(titles, start=1)]
    return tuple(fields)


def item_fields(
    title: str | None, brand: str | None = None, category: str | None = None, attributes: str | None = None
) -> tuple[Field, ...]:
    """Return an item's texts in reading order; absent or blank ones are left out.

    >>> [f.name for f in item_fields("小米手表 S3", "小米", None, '{"颜色": "黑色"}')]
    ['title', 'brand', 'attributes']
    """
    texts = {"title": title, "brand": brand, "category": category, "attributes": plain_attributes(attributes)}
    return tuple(Field("item", name, text) for name, text in texts.items() if text and text.strip())


def plain_attributes(attributes: str | None) -> str | None:
    """Return attributes as words: a JSON object becomes ``name: value; …``, any other text stays as it is.

    >>> plain_attributes('{"colour": "black", "size": ["S", "M"], "weight": null}')
    'colour: black; size: S, M'
    >>> plain_attributes("waterproof")
    'waterproof'
    """
    if not attributes or not attributes.lstrip().startswith("{"):
        return attributes
    try:
        pairs = json.loads(attributes)
    except ValueError:
        return attributes
    return "; ".join(f"{name}: {_words(value)}" for name, value in pairs.items() if value not in (None, "", []))


def _words(value: object) -> str:
    return ", ".join(str(part) for part in value) if isinstance(value, list) else str(value)
