"""Every file of an import as Parquet with the columns its adapter wants, so that the SQL reads one format."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pyarrow.parquet as pq

from queries import sql
from queries.adapters import Adapter
from queries.importing.columns import Wanted, resolve
from queries.importing.heads import check_parquet, kind_of
from queries.importing.text_files import Dialect, csv_to_parquet, ndjson_to_parquet
from queries.workspace import plain_connection

Converter = Callable[[duckdb.DuckDBPyConnection, Path, Path, Dialect, Sequence[Wanted]], None]
CONVERTERS: Mapping[str, Converter] = {"csv": csv_to_parquet, "ndjson": ndjson_to_parquet}


@dataclass(frozen=True)
class Inputs:
    """The files of an import, numbered from 0 role by role; an empty one stands in where a role has none.

    ``parquet``: by role, what to read. ``originals``, ``file_rows``: by number, the file as given and its rows.
    """

    parquet: Mapping[str, Sequence[str]]
    originals: Sequence[str]
    file_rows: Sequence[int]

    @property
    def rows(self) -> int:
        """Return how many rows there are to read."""
        return sum(self.file_rows)

    def role_of(self, number: int) -> str:
        """Return the role that the file of this number plays."""
        return max((first, role) for role, first in self.first_file.items() if first <= number)[1]

    @property
    def first_file(self) -> dict[str, int]:
        """Return, by role, the number of its first file among all files."""
        numbers, count = {}, 0
        for role, paths in self.parquet.items():
            numbers[role] = count
            count += len(paths)
        return numbers


def prepare(
    adapter: Adapter,
    files: Mapping[str, Sequence[Path]],
    scratch: Path,
    dialects: Mapping[str, Dialect] | None = None,
) -> Inputs:
    """Check every file and return where to read it; what is not Parquet is rewritten as Parquet in ``scratch``.

    ``dialects``: by role, how its text files are written. Raises the errors of :mod:`queries.importing.errors`.
    """
    con = plain_connection()
    for statement in adapter.wanted_statements:
        con.execute(statement)
    parquet: dict[str, list[str]] = {}
    originals: list[str] = []
    file_rows: list[int] = []
    for role, wanted in _wanted_columns(con, adapter).items():
        parquet[role] = []
        for path in files.get(role, ()):
            dialect = (dialects or {}).get(role, Dialect())
            readable = _readable(con, path, scratch / f"{len(originals)}.parquet", role, dialect, wanted)
            file_rows.append(pq.read_metadata(readable).num_rows)
            parquet[role].append(str(readable))
            originals.append(str(path))
        if not parquet[role]:
            parquet[role].append(_empty_file(con, role, scratch))
            originals.append("")
            file_rows.append(0)
    return Inputs(parquet, originals, file_rows)


def _readable(
    con: duckdb.DuckDBPyConnection, path: Path, target: Path, role: str, dialect: Dialect, wanted: Sequence[Wanted]
) -> Path:
    """Return a Parquet file with the content of ``path`` and the wanted names."""
    kind = kind_of(path)
    readable = path
    if kind != "parquet":
        CONVERTERS[kind](con, path, target, dialect, wanted)
        readable = target
    names = check_parquet(readable).names
    found = resolve(path, role, names, wanted)
    renamed = {theirs: ours for ours, theirs in found.items() if ours.lower() != theirs.lower()}
    return _rename(readable, target.with_suffix(".renamed.parquet"), renamed) if renamed else readable


def _rename(path: Path, target: Path, renamed: Mapping[str, str]) -> Path:
    """Write ``path`` again with other column names, a batch at a time."""
    file = pq.ParquetFile(path)
    names = [renamed.get(name, name) for name in file.schema_arrow.names]
    schema = file.schema_arrow
    for index, name in enumerate(names):
        schema = schema.set(index, schema.field(index).with_name(name))
    with pq.ParquetWriter(target, schema) as writer:
        for batch in file.iter_batches():
            writer.write_batch(batch.rename_columns(names))
    return target


def _wanted_columns(con: duckdb.DuckDBPyConnection, adapter: Adapter) -> dict[str, list[Wanted]]:
    columns: dict[str, list[Wanted]] = {}
    for row in sql.run(con, "importing/wanted_columns").to_pylist():
        column = Wanted(row["name"], row["type"], row["required"], adapter.aliases.get(row["name"], ()))
        columns.setdefault(row["role"], []).append(column)
    return columns


def _empty_file(con: duckdb.DuckDBPyConnection, role: str, scratch: Path) -> str:
    path = str(scratch / f"no_{role}.parquet")
    sql.run(con, "importing/empty_like", role=role, path=path)
    return path
