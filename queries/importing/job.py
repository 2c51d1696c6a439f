"""One import, from files to a report, in one transaction."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb

from queries import sql
from queries.adapters import Adapter
from queries.importing.clean import TABLES, reject_twins, reject_used_ids
from queries.importing.errors import ColumnUnreadable
from queries.importing.mapping import FileMapping
from queries.importing.reading import Inputs, check_pages, prepare
from queries.workspace import Workspace

Progress = Callable[[str, float], None]


@dataclass(frozen=True)
class ImportReport:
    """What an import did, in rows of its files: ``read`` = ``kept`` + all ``rejected`` + ``repeated``.

    ``rejected``: rows by reason. ``repeated``: rows that an earlier import of this source had brought.
    ``tables``: rows added, by canonical table; one row of a file may become several, or share one with others.
    """

    source: str
    origin: str
    read: int
    kept: int
    rejected: dict[str, int]
    already_loaded: bool
    tables: dict[str, int] = field(default_factory=dict)
    repeated: int = 0


@dataclass(frozen=True)
class Job:
    """An import about to happen. ``now``: UTC, to tell impossible times by. ``scratch``: an empty folder."""

    adapter: Adapter
    mapping: FileMapping | None
    name: str
    path: str
    fingerprint: str
    files: Mapping[str, Sequence[Path]]
    scratch: Path
    now: datetime
    say: Progress

    def run(self, ws: Workspace) -> ImportReport:
        """Read the files, then do everything else in one transaction, unless the workspace holds this content."""
        earlier = self._earlier(ws.cursor())
        if earlier["same_content"]:
            return _already_loaded(earlier)
        self.say("reading the files", 0.02)
        inputs = prepare(self.adapter, self.files, self.scratch, self.mapping)
        return ws.commit(lambda con: self._write(con, inputs))

    def _write(self, con: duckdb.DuckDBPyConnection, inputs: Inputs) -> ImportReport:
        earlier = self._earlier(con)
        if earlier["same_content"]:
            return _already_loaded(earlier)
        try:
            self.stage(con, inputs)
            self.clean(con, inputs, repeats=earlier["known_name"])
            return self._keep(con, inputs)
        except duckdb.Error:
            check_pages(inputs)
            raise

    def _earlier(self, con: duckdb.DuckDBPyConnection) -> dict[str, Any]:
        return sql.run(con, "importing/earlier", source_name=self.name, fingerprint=self.fingerprint).to_pylist()[0]

    def stage(self, con: duckdb.DuckDBPyConnection, inputs: Inputs) -> None:
        """Make the views ``new_<table>``: the files' rows as canonical rows."""
        _execute(con, self.adapter.wanted_statements)
        sql.run(con, "cleaning/checks", now=self.now)
        sql.run(con, "importing/begin", files=inputs.parquet, first_file=inputs.first_file)
        if self.mapping:
            sql.run(con, "importing/mapping", **self.mapping.variables())
        _execute(con, self.adapter.staging_statements)
        sql.run(con, "importing/complete")

    def clean(self, con: duckdb.DuckDBPyConnection, inputs: Inputs, repeats: bool) -> None:
        """Fill ``rejected`` and, where this source has been imported before, ``repeated``."""
        self.say("checking every row", 0.08)
        sql.run(con, "cleaning/rows")
        _refuse_unreadable(con, inputs)
        self.say("looking for duplicates", 0.15)
        reject_twins(con, inputs.rows)
        if repeats:
            for table in TABLES:
                sql.run(con, "importing/repeated", view=f"new_{table}", kept=table, source_name=self.name)
        self.say("following references", 0.25)
        reject_used_ids(con, inputs.rows)
        sql.run(con, "cleaning/orphans")

    def _keep(self, con: duckdb.DuckDBPyConnection, inputs: Inputs) -> ImportReport:
        before = _sizes(con)
        statements = duckdb.extract_statements(sql.text("importing/keep"))
        for done, statement in enumerate(statements):
            self.say("writing", 0.35 + 0.6 * done / len(statements))
            con.execute(statement, dict.fromkeys(statement.named_parameters, self.name))
        self.say("keeping what was rejected", 0.95)
        for role in inputs.parquet:
            names = inputs.originals
            sql.run(con, "importing/keep_rejects", role=role, file_names=names, source_name=self.name, now=self.now)
        left_out = {row["reason"]: row["rows"] for row in sql.run(con, "importing/left_out").to_pylist()}
        repeated = left_out.pop(None)
        origin = sql.run(con, "importing/origin", stated=self.adapter.origin)["origin"][0].as_py()
        kept = inputs.rows - repeated - sum(left_out.values())
        sql.run(
            con,
            "importing/finish",
            source_name=self.name,
            origin=origin,
            licence=self.adapter.licence,
            path=self.path,
            fingerprint=self.fingerprint,
            adapter=self.adapter.name,
            rows_read=inputs.rows,
            rows_kept=kept,
            rows_rejected=sum(left_out.values()),
            now=self.now,
        )
        tables = {table: rows - before[table] for table, rows in _sizes(con).items() if rows > before[table]}
        return ImportReport(
            source=self.name,
            origin=origin,
            read=inputs.rows,
            kept=kept,
            rejected=left_out,
            already_loaded=False,
            tables=tables,
            repeated=repeated,
        )


def _already_loaded(earlier: Mapping[str, Any]) -> ImportReport:
    name, origin = earlier["same_content"], earlier["origin"]
    return ImportReport(name, origin, read=0, kept=0, rejected={}, already_loaded=True)


def _execute(con: duckdb.DuckDBPyConnection, statements: Sequence[duckdb.Statement]) -> None:
    for statement in statements:
        con.execute(statement)


def _refuse_unreadable(con: duckdb.DuckDBPyConnection, inputs: Inputs) -> None:
    """Raise :class:`ColumnUnreadable` where a clock or number fails in most rows of a file."""
    found = sql.run(con, "importing/unreadable", file_rows=inputs.file_rows).to_pylist()
    if found:
        worst = found[0]
        number = worst["file_number"]
        role = inputs.role_of(number)
        row = sql.run(con, "importing/value", role=role, row_id=(number << 40) + worst["row"])["raw"][0].as_py()
        raise ColumnUnreadable(
            f"The column {worst['column']!r} of {inputs.originals[number]!r} cannot be read in {worst['rows']:,} "
            f"of {worst['rows_in_file']:,} rows, first in row {worst['row']:,}: {row[:300]}",
            'Say how it is written in a mapping file, for example `clock = "%d/%m/%Y %H:%M"` (docs/import.md).',
        )


def _sizes(con: duckdb.DuckDBPyConnection) -> dict[str, int]:
    return sql.run(con, "importing/sizes").to_pylist()[0]
