"""Whether a file has the columns an import needs, under which of their names."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from queries.importing.errors import ColumnMissing


@dataclass(frozen=True)
class Wanted:
    """A column that an adapter reads. ``type``: as DuckDB names it. ``aliases``: what others call it.

    Absent and not ``required``, it reads as null.
    """

    name: str
    type: str
    required: bool
    aliases: tuple[str, ...] = ()


def resolve(path: Path, role: str, names: Iterable[str], wanted: Sequence[Wanted]) -> dict[str, str]:
    """Return wanted name → name in the file, of each wanted column there is; upper and lower case are the same.

    Raises :class:`ColumnMissing` for a required column that the file has under none of its names.

    >>> price = Wanted("unit_price", "DOUBLE", required=True, aliases=("UnitPrice",))
    >>> resolve(Path("sales.csv"), "transactions", ["UNITPRICE", "Country"], [price])
    {'unit_price': 'UNITPRICE'}
    """
    present = {name.strip().lower(): name for name in names}
    found: dict[str, str] = {}
    for column in wanted:
        known_as = [present[name.lower()] for name in (column.name, *column.aliases) if name.lower() in present]
        if known_as:
            found[column.name] = known_as[0]
        elif column.required:
            raise _missing(path, role, column, present, set(found.values()))
    return found


def _missing(path: Path, role: str, column: Wanted, present: dict[str, str], used: set[str]) -> ColumnMissing:
    free = [lower for lower, name in present.items() if name not in used]
    likeness = {
        (difflib.SequenceMatcher(None, name.lower(), lower).ratio(), present[lower])
        for name in (column.name, *column.aliases)
        for lower in free
    }
    best, nearest = max(likeness, default=(0.0, ""))
    hint = f"Is it {nearest!r} there? " if best > 0.6 else ""
    return ColumnMissing(
        f"The file {str(path)!r} has no column {column.name!r}, which {role} needs.",
        f"{hint}It has: {', '.join(present.values())}. Rename the column, or say in a mapping file which is which "
        "(docs/import.md).",
    )
