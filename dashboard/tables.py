"""Small tables as HTML: text escaped, numbers aligned, readable on a phone and in both themes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape


@dataclass(frozen=True)
class Html:
    """A cell's HTML, made by us from escaped parts."""

    code: str


@dataclass(frozen=True)
class Column:
    """A column's title; ``number`` aligns right; ``help`` is its tooltip; ``extra`` hides it on narrow screens."""

    title: str
    number: bool = False
    help: str = ""
    extra: bool = False

    @property
    def classes(self) -> str:
        """The classes of its cells, see styles.py."""
        return " ".join(name for name, on in (("number", self.number), ("extra", self.extra)) if on)


Cell = str | Html


def table(columns: Sequence[Column], rows: Iterable[Sequence[Cell]], strong: int | None = None) -> str:
    """Return a table as HTML; every cell that is a plain string is escaped, row ``strong`` is drawn bold.

    >>> "&lt;b&gt;x&lt;/b&gt;" in table([Column("Item")], [["<b>x</b>"]])
    True
    """
    head = "".join(_head(column) for column in columns)
    body = "".join(
        f"<tr{' class=strong' if number == strong else ''}>{_cells(columns, row)}</tr>"
        for number, row in enumerate(rows)
    )
    return f'<div class="scroll"><table class="plain"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'


def bar(value: float, largest: float) -> Html:
    """Return a bar from a middle line to the right (for) or left (against), at most half its cell long.

    >>> bar(-0.5, 1.0).code
    '<div class="track"><div class="against" style="width:25.0%"></div></div>'
    """
    width = 50 * min(abs(value) / largest, 1.0) if largest else 0.0
    side = "for" if value > 0 else "against"
    return Html(f'<div class="track"><div class="{side}" style="width:{width:.1f}%"></div></div>')


def _head(column: Column) -> str:
    hint = f' title="{escape(column.help, quote=True)}"' if column.help else ""
    mark = '<span class="hint">?</span>' if column.help else ""
    return f'<th class="{column.classes}"{hint}>{escape(column.title)}{mark}</th>'


def _cells(columns: Sequence[Column], row: Sequence[Cell]) -> str:
    return "".join(
        f'<td class="{column.classes}">{cell.code if isinstance(cell, Html) else escape(cell)}</td>'
        for column, cell in zip(columns, row, strict=True)
    )
