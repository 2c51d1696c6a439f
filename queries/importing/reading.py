"""Every file of an import as Parquet with the columns its adapter wants, so that the SQL reads one format."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pyarrow.parquet as pq

from queries import sql
from queries.adapters import Adapter
from queries.importing.columns import Wanted, check_columns
from queries.importing.heads import check_head
from queries.workspace import plain_connection


@dataclass(frozen=True)
class Inputs:
    """The files of an import. ``parquet``: by role, what to read. ``originals``: the files as given, in that order."""

    parquet: Mapping[str, Sequence[str]]
    originals: Sequence[str]
    rows: int

    @property
    def first_file(self) -> dict[str, int]:
        """Return, by role, the number of its first file among all files."""
        numbers, count = {}, 0
        for role, paths in self.parquet.items():
            numbers[role] = count
            count += len(paths)
        return numbers


def prepare(adapter: Adapter, files: Mapping[str, Sequence[Path]], scratch: Path) -> Inputs:
    """Check every file and return where to read it; what is not Parquet is rewritten as Parquet in ``scratch``.

    Raises the errors of :mod:`queries.importing.errors`.
    """
    con = plain_connection()
    for statement in adapter.wanted_statements:
        con.execute(statement)
    wanted = _wanted_columns(con)
    parquet: dict[str, list[str]] = {}
    originals: list[str] = []
    rows = 0
    for role in wanted:
        parquet[role] = []
        for path in files.get(role, ()):
            check_head(path)
            schema = pq.read_schema(path)
            check_columns(path, role, schema.names, wanted[role])
            rows += pq.read_metadata(path).num_rows
            parquet[role].append(str(path))
            originals.append(str(path))
        if not parquet[role]:
            parquet[role].append(_empty_file(con, role, scratch))
            originals.append("")
    return Inputs(parquet, originals, rows)


def _wanted_columns(con: duckdb.DuckDBPyConnection) -> dict[str, list[Wanted]]:
    columns: dict[str, list[Wanted]] = {}
    for row in sql.run(con, "importing/wanted_columns").to_pylist():
        columns.setdefault(row["role"], []).append(Wanted(row["name"], row["type"], row["required"]))
    return columns


def _empty_file(con: duckdb.DuckDBPyConnection, role: str, scratch: Path) -> str:
    path = str(scratch / f"no_{role}.parquet")
    sql.run(con, "importing/empty_like", role=role, path=path)
    return path
