"""Changes to a text or a price that somebody could really make: a word removed, a word replaced, a price set."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from models.field import Field


@dataclass(frozen=True)
class TextEdit:
    """Characters ``start`` to ``end`` of the field called ``field`` read ``before``; ``after`` is put in their place.

    ``start`` = ``end`` inserts, ``after`` "" removes.
    """

    field: str
    start: int
    end: int
    before: str
    after: str


@dataclass(frozen=True)
class WordEdit(TextEdit):
    """The word ``before`` is replaced by ``after``; "" removes it.

    ``plausibility`` (0 to 1): the share of the category's items whose field has the word ``after``, or does without the
    word removed.
    """

    plausibility: float
    kind: Literal["word"] = "word"

    @property
    def cost(self) -> float:
        """1: one word was touched."""
        return 1.0

    @property
    def place(self) -> tuple[str, int]:
        """What the edit touches; two edits of one place exclude each other."""
        return self.field, self.start


@dataclass(frozen=True)
class PriceEdit:
    """The item's price, set from ``before`` to ``after``, in its currency.

    ``plausibility`` (0 to 1): how usual the new price is in the category, twice the smaller share of its prices at or
    beyond it.
    """

    before: float
    after: float
    plausibility: float
    kind: Literal["price"] = "price"

    @property
    def cost(self) -> float:
        """1, and 1 more for every quarter that the price changes."""
        return 1.0 + 4.0 * abs(self.after / self.before - 1.0)

    @property
    def place(self) -> tuple[str, int]:
        """What the edit touches."""
        return "price", 0


Edit = WordEdit | PriceEdit


def edited_fields(fields: Sequence[Field], edits: Sequence[Edit]) -> tuple[Field, ...]:
    """Return the texts with every word edit applied; a field that is left without a word falls away.

    >>> title = Field("item", "title", "red smart watch")
    >>> remove, other = WordEdit("title", 0, 3, "red", "", 0.9), WordEdit("title", 10, 15, "watch", "band", 0.2)
    >>> edited_fields([title], [remove, other])[0].text
    'smart band'
    """
    words = [edit for edit in edits if isinstance(edit, WordEdit)]
    changed = (
        replace(field, text=_edited(field.text, [e for e in words if e.field == field.name])) for field in fields
    )
    return tuple(field for field in changed if field.text.strip())


def edited_price(edits: Sequence[Edit]) -> float | None:
    """Return the price the edits set, None where they set none."""
    return next((edit.after for edit in edits if isinstance(edit, PriceEdit)), None)


def spliced(text: str, edits: Sequence[TextEdit]) -> str:
    """Return ``text`` with every edit made, to the character; edits that begin at one place follow in their order.

    >>> spliced("smart watch", [TextEdit("search", 1, 3, "ma", "am"), TextEdit("search", 11, 11, "", "!")])
    'samrt watch!'
    """
    parts, at = [], 0
    for edit in sorted(edits, key=lambda edit: (edit.start, edit.end)):
        parts += [text[at : edit.start], edit.after]
        at = edit.end
    return "".join([*parts, text[at:]])


def _edited(text: str, edits: Sequence[WordEdit]) -> str:
    # A word that was removed leaves its spaces behind.
    return " ".join(spliced(text, edits).split()) if edits else text
