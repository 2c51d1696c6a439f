"""A table as a file to take along: CSV, Parquet or JSON lines, by the name's ending."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path

import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet

from queries.errors import WhyrankError


class FileKindUnknown(WhyrankError):
    """The ending of the file's name is none that tables are written as."""


def write_table(table: pa.Table, path: str | Path) -> None:
    """Write ``table`` to ``path``: .csv (UTF-8 with a header), .parquet or .jsonl (one object a line).

    Raises :class:`FileKindUnknown` for another ending and :class:`WhyrankError` where the folder is missing.

    >>> import tempfile
    >>> file = Path(tempfile.mkdtemp()) / "words.jsonl"
    >>> write_table(pa.table({"word": ["手表"], "times": [2]}), file)
    >>> file.read_text("utf-8")
    '{"word": "手表", "times": 2}\\n'
    """
    file = Path(path)
    if file.suffix not in _WRITERS:
        raise FileKindUnknown(
            f"A table is not written as {file.suffix or 'a file without an ending'!r}.",
            f"End the name in one of: {', '.join(_WRITERS)}.",
        )
    if not file.parent.is_dir():
        raise WhyrankError(f"There is no folder {str(file.parent)!r}.", "Make it first, or write elsewhere.")
    _WRITERS[file.suffix](table, file)


def _csv(table: pa.Table, file: Path) -> None:
    pa.csv.write_csv(table, file)


def _parquet(table: pa.Table, file: Path) -> None:
    pa.parquet.write_table(table, file, compression="zstd")


def _jsonl(table: pa.Table, file: Path) -> None:
    with file.open("w", encoding="utf-8") as out:
        for batch in table.to_batches(max_chunksize=10_000):
            out.writelines(json.dumps(row, ensure_ascii=False, default=str) + "\n" for row in batch.to_pylist())


_WRITERS: Mapping[str, Callable[[pa.Table, Path], None]] = {".csv": _csv, ".parquet": _parquet, ".jsonl": _jsonl}
