"""Every file of an import as Parquet with the columns its adapter wants, so that the SQL reads one format."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from queries import sql
from queries.adapters import Adapter
from queries.importing.columns import Wanted, resolve
from queries.importing.errors import FileDamaged
from queries.importing.heads import check_parquet, kind_of
from queries.importing.mapping import FileMapping, MappedTable
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
    adapter: Adapter, files: Mapping[str, Sequence[Path]], scratch: Path, mapping: FileMapping | None = None
) -> Inputs:
    """Check every file and return where to read it, with the adapter's names for its columns.

    What is not Parquet, or names its columns otherwise, is rewritten as Parquet in ``scratch``. Raises the errors of
    :mod:`queries.importing.errors`.
    """
    con = plain_connection()
    for statement in adapter.wanted_statements:
        con.execute(statement)
    parquet: dict[str, list[str]] = {}
    originals: list[str] = []
    file_rows: list[int] = []
    for role, wanted in _wanted_columns(con, adapter).items():
        table = mapping.tables.get(role) if mapping else None
        parquet[role] = []
        for path in files.get(role, ()):
            target = scratch / f"{len(originals)}.parquet"
            readable = _mapped(con, path, target, role, table) if table else _named(con, path, target, role, wanted)
            echo = table is not None and table.one_per_id
            file_rows.append(0 if echo else pq.read_metadata(readable).num_rows)
            parquet[role].append(str(readable))
            originals.append(str(path))
        if not parquet[role]:
            parquet[role].append(_empty_file(con, role, scratch))
            originals.append("")
            file_rows.append(0)
    return Inputs(parquet, originals, file_rows)


def check_pages(inputs: Inputs) -> None:
    """Raise :class:`FileDamaged` for the first file that cannot be read to its end; done when reading has failed."""
    paths = [path for role in inputs.parquet.values() for path in role]
    for path, original in zip(paths, inputs.originals, strict=True):
        row = 0
        try:
            for batch in pq.ParquetFile(path).iter_batches():
                row += batch.num_rows
        except (pa.ArrowException, OSError) as error:
            raise FileDamaged(
                f"The Parquet file {original!r} is damaged after row {row:,}: {str(error)[:200]}",
                "Copy, download or export it again.",
            ) from error


def _named(con: duckdb.DuckDBPyConnection, path: Path, target: Path, role: str, wanted: Sequence[Wanted]) -> Path:
    """Return a Parquet file with the content of ``path``, in which wanted columns do not go by an alias."""
    readable = _as_parquet(con, path, target, Dialect(), wanted)
    names = check_parquet(readable).names
    ours = {theirs: ours for ours, theirs in resolve(path, role, names, wanted).items()}
    renamed = [(ours.get(name, name), name) for name in names]
    if all(new.lower() == old.lower() for new, old in renamed):
        return readable
    return rewrite(readable, target.with_suffix(".renamed.parquet"), renamed)


def _mapped(con: duckdb.DuckDBPyConnection, path: Path, target: Path, role: str, table: MappedTable) -> Path:
    """Return a Parquet file with the content of ``path`` under canonical names, with the mapping's constants."""
    readable = _as_parquet(con, path, target, table.dialect, table.wanted)
    names = check_parquet(readable).names
    resolve(path, role, names, table.wanted)
    return rewrite(readable, target.with_suffix(".renamed.parquet"), table.renamed(names), table.constants)


def _as_parquet(
    con: duckdb.DuckDBPyConnection, path: Path, target: Path, dialect: Dialect, wanted: Sequence[Wanted]
) -> Path:
    kind = kind_of(path)
    if kind == "parquet":
        check_parquet(path)
        return path
    CONVERTERS[kind](con, path, target, dialect, wanted)
    return target


def rewrite(
    path: Path, target: Path, columns: Sequence[tuple[str, str]], constants: Mapping[str, str] | None = None
) -> Path:
    """Write ``path`` again, a batch at a time: ``columns`` as (new name, name), and ``constants`` in every row."""
    file = pq.ParquetFile(path)
    added = dict(constants or {})
    fields = [file.schema_arrow.field(old).with_name(new) for new, old in columns]
    schema = pa.schema([*fields, *(pa.field(name, pa.string()) for name in added)])
    with pq.ParquetWriter(target, schema) as writer:
        for batch in file.iter_batches():
            arrays = [batch.column(old) for _, old in columns]
            arrays += [pa.repeat(pa.scalar(value, pa.string()), batch.num_rows) for value in added.values()]
            writer.write_batch(pa.record_batch(arrays, schema=schema))
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
