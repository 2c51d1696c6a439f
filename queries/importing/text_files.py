"""CSV and NDJSON as Parquet: checked by the head, read once, as text, with flat memory."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from queries import sql
from queries.importing.columns import Wanted
from queries.importing.errors import FileDamaged, FileEmpty, WrongDelimiter, WrongEncoding
from queries.importing.heads import LONGEST_LINE, check_text, line_too_long

DELIMITERS = (",", "\t", ";", "|")
_LINE = re.compile(r"Line: (\d+)")


@dataclass(frozen=True)
class Dialect:
    """How a text file is written. ``delimiter``: None to tell from the header."""

    delimiter: str | None = None
    encoding: str = "utf-8"


def csv_to_parquet(
    con: duckdb.DuckDBPyConnection, path: Path, target: Path, dialect: Dialect, wanted: Sequence[Wanted]
) -> None:
    """Write the table in ``path`` to ``target``, every value as the text it is.

    Raises :class:`FileEmpty`, :class:`FileDamaged`, :class:`WrongDelimiter`, :class:`WrongEncoding` and
    :class:`~queries.importing.errors.LineTooLong`, each naming the line.
    """
    head = check_text(path, dialect.encoding)
    if not head.strip():
        raise FileEmpty(f"The file {str(path)!r} holds only blank lines.", "Export it again, or leave it out.")
    delimiter = _delimiter(path, head, dialect, wanted)
    header = _unique(_header(head, delimiter))
    source = _as_utf8(path, target.with_suffix(".txt"), dialect.encoding)
    try:
        sql.run(
            con,
            "importing/read_csv",
            path=str(source),
            target=str(target),
            columns=dict.fromkeys(header, "VARCHAR"),
            delimiter=delimiter,
            longest_line=LONGEST_LINE,
        )
    except duckdb.Error as error:
        raise _csv_error(path, source, str(error), dialect) from error


def ndjson_to_parquet(
    con: duckdb.DuckDBPyConnection, path: Path, target: Path, dialect: Dialect, wanted: Sequence[Wanted]
) -> None:
    """Write the wanted fields, and all others that the first lines have, to ``target``.

    Raises :class:`FileDamaged`, :class:`WrongEncoding` and :class:`~queries.importing.errors.LineTooLong`.
    """
    check_text(path, dialect.encoding)
    source = _as_utf8(path, target.with_suffix(".txt"), dialect.encoding)
    types = {name.lower(): column.type for column in wanted for name in (column.name, *column.aliases)}
    columns = {name: _json_type(types.get(name.lower(), "VARCHAR")) for name in _fields(path, source)}
    try:
        sql.run(
            con,
            "importing/read_ndjson",
            path=str(source),
            target=str(target),
            columns=columns,
            longest_line=LONGEST_LINE,
        )
    except duckdb.Error as error:
        if "maximum_object_size" in str(error):
            raise line_too_long(path, _first_long_line(source)) from error
        raise FileDamaged(
            f"Line {_first_bad_line(source):,} of {str(path)!r} is not a JSON object.",
            "NDJSON holds one object on each line; mend or remove that line.",
        ) from error


def _delimiter(path: Path, head: str, dialect: Dialect, wanted: Sequence[Wanted]) -> str:
    """Return the delimiter said, or the one that finds most of the wanted columns in the header."""
    names = {name.lower() for column in wanted for name in (column.name, *column.aliases)}
    headers = {mark: _header(head, mark) for mark in DELIMITERS}
    best = max(
        DELIMITERS, key=lambda mark: (len(names & {h.strip().lower() for h in headers[mark]}), len(headers[mark]))
    )
    said = dialect.delimiter
    if said is None:
        return best
    header = _header(head, said)
    if len(header) < 2 <= len(headers[best]):
        raise WrongDelimiter(
            f"Cut at {said!r}, line 1 of {str(path)!r} is a single column: {header[0] if header else ''!r}.",
            f"It looks cut at {best!r}: say `delimiter = {json.dumps(best)}` in the mapping file.",
        )
    return said


def _header(head: str, delimiter: str) -> list[str]:
    return next(csv.reader(io.StringIO(head, newline=""), delimiter=delimiter), [])


def _unique(header: Iterable[str]) -> list[str]:
    """Return the names of a header, each once: an empty one by its place, a repeated one with its place behind it."""
    names: list[str] = []
    for place, name in enumerate(header, start=1):
        taken = {known.lower() for known in names}
        names.append(f"{name} ({place})".strip() if not name.strip() or name.lower() in taken else name)
    return names


def _as_utf8(path: Path, target: Path, encoding: str) -> Path:
    """Return a UTF-8 file with the content of ``path``: itself, or ``target``, written piece by piece."""
    if encoding == "utf-8":
        return path
    row = 1
    try:
        with path.open(encoding=encoding, newline="") as source, target.open("w", encoding="utf-8", newline="") as copy:
            while piece := source.read(1 << 20):
                row += piece.count("\n")
                copy.write(piece)
    except UnicodeDecodeError as error:
        raise WrongEncoding(
            f"{str(path)!r} is not {encoding}, at or after line {row:,}.", "Say the encoding it was written with."
        ) from error
    return target


def _csv_error(path: Path, source: Path, message: str, dialect: Dialect) -> FileDamaged | WrongEncoding | Exception:
    found = _LINE.search(message)
    row = int(found[1]) if found else 1
    what = message.partition("Possible")[0].strip().splitlines()[-1]
    if "unicode" in message.lower():
        return WrongEncoding(
            f"Line {row:,} of {str(path)!r} is not {dialect.encoding}.",
            "Mend that line, or say the encoding it was written with: `encoding = …` in a mapping file.",
        )
    if "maximum line size" in message.lower() or "max_line_size" in message.lower():
        return line_too_long(path, _first_long_line(source))
    return FileDamaged(
        f"Line {row:,} of {str(path)!r} cannot be read as the others are: {what[:200]}",
        "Mend or remove that line; a value that holds the delimiter or a line break stands in double quotes.",
    )


def _json_type(type_: str) -> str:
    """Numbers and times are read as text, so that one bad value rejects its row and not the file."""
    return type_ if type_ == "JSON" or type_.endswith("[]") else "VARCHAR"


def _fields(path: Path, source: Path) -> Iterable[str]:
    """Return the fields that the first thousand lines have, in order of appearance."""
    fields: dict[str, None] = {}
    with source.open(encoding="utf-8-sig", errors="replace") as lines:
        for row, line in enumerate(lines, start=1):
            if row > 1000:
                break
            if line.strip():
                record = _object(line)
                if record is None:
                    raise FileDamaged(
                        f"Line {row:,} of {str(path)!r} is not a JSON object: {line.strip()[:60]!r}.",
                        "NDJSON holds one object on each line; mend or remove that line.",
                    )
                fields |= dict.fromkeys(record)
    if not fields:
        raise FileEmpty(f"The file {str(path)!r} holds no objects.", "Export it again, or leave it out.")
    return fields


def _object(line: str) -> dict[str, object] | None:
    try:
        record = json.loads(line)
    except ValueError:
        return None
    return record if isinstance(record, dict) else None


def _first_long_line(source: Path) -> int:
    return _first_line(source, lambda line: len(line) > LONGEST_LINE)


def _first_bad_line(source: Path) -> int:
    return _first_line(source, lambda line: bool(line.strip()) and _object(line.decode("utf-8", "replace")) is None)


def _first_line(source: Path, wrong: Callable[[bytes], bool]) -> int:
    """Return the number, from 1, of the first line that is ``wrong``, holding one line at a time."""
    row = 0
    with source.open("rb") as file:
        while line := file.readline(LONGEST_LINE + 1):
            row += 1
            if wrong(line):
                return row
    return max(row, 1)
