"""The rows of a contrast as a table for the terminal; several commands print it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from rich.console import Console
from rich.markup import escape
from rich.table import Table

if TYPE_CHECKING:
    from explain.contrast import Contrast, ContrastRow

BAR = 16  # characters of the longest bar


def print_rows(
    contrast: Contrast,
    lang: str,
    top: int,
    row_name: Callable[[ContrastRow, str], str],
    heads: Sequence[str] = ("A", "B", "A − B"),
) -> None:
    """Print the ``top`` largest differences, what the others add up to, and the sum they make.

    ``row_name`` says what a row is of in a language; ``heads`` name the two explanations and their difference.
    """
    from explain.wording import signed, wording

    words = wording(lang)
    rows = contrast.rows[:top]
    largest = max((abs(row.difference) for row in rows), default=1.0) or 1.0
    table = Table("", words["driver"], *heads, "", box=None, header_style="bold")
    for row in rows:
        bar = "█" * round(BAR * abs(row.difference) / largest)
        style = "blue" if row.difference > 0 else "dark_orange"
        shares = ("–" if value is None else signed(value) for value in (row.in_a, row.in_b))
        cells = (words[f"part_{row.part}"], row_name(row, lang), *shares, signed(row.difference))
        table.add_row(*map(escape, cells), f"[{style}]{bar}[/]")
    rest = contrast.rows[top:]
    if rest:
        left = signed(sum(row.difference for row in rest))
        table.add_row("", words["others"].format(count=len(rest)), "", "", left, "")
    for name, own, other in (
        ("base", contrast.a.base, contrast.b.base),
        ("completeness_gap", contrast.a.completeness_gap, contrast.b.completeness_gap),
        ("score", contrast.a.score, contrast.b.score),
    ):
        table.add_row("", words[name], signed(own), signed(other), signed(own - other), "")
    Console().print(table)
