"""Whether a file has the columns an import needs."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from queries.importing.errors import ColumnMissing


@dataclass(frozen=True)
class Wanted:
    """A column that an adapter reads. ``type``: as DuckDB names it. Absent and not ``required``, it reads as null."""

    name: str
    type: str
    required: bool


def check_columns(path: Path, role: str, names: Iterable[str], wanted: Sequence[Wanted]) -> None:
    """Raise :class:`ColumnMissing` unless the file has every required column; upper and lower case are the same."""
    present = {name.lower(): name for name in names}
    for column in wanted:
        if column.required and column.name.lower() not in present:
            close = difflib.get_close_matches(column.name.lower(), present, n=1)
            hint = f"Is it {present[close[0]]!r} there? " if close else ""
            raise ColumnMissing(
                f"The file {str(path)!r} has no column {column.name!r}, which {role} needs.",
                f"{hint}It has: {', '.join(present.values())}. Rename the column, or say which is which in a mapping "
                "file (docs/import.md).",
            )
