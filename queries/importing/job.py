"""One import, from files to a report, in one transaction."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

import duckdb

from queries import sql
from queries.adapters import Adapter
from queries.importing.errors import ColumnUnreadable
from queries.importing.reading import Inputs

Progress = Callable[[str, float], None]
TABLES = ("items", "users", "searches", "impressions", "events", "judgements", "reviews", "truth")


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
    """An import about to happen. ``now``: UTC without a zone, to tell impossible times by."""

    adapter: Adapter
    name: str
    path: str
    fingerprint: str
    inputs: Inputs
    now: datetime
    say: Progress

    def run(self, con: duckdb.DuckDBPyConnection) -> ImportReport:
        """Do all of it inside the transaction of ``con``."""
        earlier = sql.run(con, "importing/earlier", source_name=self.name, fingerprint=self.fingerprint).to_pylist()[0]
        if earlier["same_content"]:
            return ImportReport(earlier["same_content"], self.adapter.origin, 0, 0, {}, already_loaded=True)
        self._stage(con)
        self._clean(con, repeats=earlier["known_name"])
        return self._keep(con)

    def _stage(self, con: duckdb.DuckDBPyConnection) -> None:
        _execute(con, self.adapter.wanted_statements)
        sql.run(con, "cleaning/checks", now=self.now)
        sql.run(con, "importing/begin", files=self.inputs.parquet, first_file=self.inputs.first_file)
        _execute(con, self.adapter.staging_statements)
        sql.run(con, "importing/complete")

    def _clean(self, con: duckdb.DuckDBPyConnection, repeats: bool) -> None:
        self.say("checking every row", 0.1)
        sql.run(con, "cleaning/rows")
        self._refuse_unreadable(con)
        self.say("looking for duplicates", 0.25)
        for table in TABLES:
            sql.run(con, "cleaning/duplicates", new_table=f"new_{table}")
            if repeats:
                sql.run(con, "importing/repeated", new_table=f"new_{table}", kept_table=table, source_name=self.name)
        self.say("following references", 0.45)
        sql.run(con, "cleaning/same_id")
        sql.run(con, "cleaning/orphans")

    def _refuse_unreadable(self, con: duckdb.DuckDBPyConnection) -> None:
        """Raise :class:`ColumnUnreadable` where a clock or number fails in most rows: the format is wrong, not the rows."""
        found = sql.run(con, "importing/unreadable", file_rows=self.inputs.file_rows).to_pylist()
        if found:
            worst = found[0]
            number = worst["file_number"]
            role = self.inputs.role_of(number)
            row = sql.run(con, "importing/value", role=role, row_id=(number << 40) + worst["row"])["raw"][0].as_py()
            raise ColumnUnreadable(
                f"The column {worst['column']!r} of {self.inputs.originals[number]!r} cannot be read in {worst['rows']:,} "
                f"of {worst['rows_in_file']:,} rows, first in row {worst['row']:,}: {row[:300]}",
                'Say how it is written in a mapping file, for example `clock = "%d/%m/%Y %H:%M"` (docs/import.md).',
            )

    def _keep(self, con: duckdb.DuckDBPyConnection) -> ImportReport:
        self.say("writing", 0.55)
        before = self._sizes(con)
        sql.run(con, "importing/keep", source_name=self.name)
        self.say("keeping what was rejected", 0.95)
        for role in self.inputs.parquet:
            names = self.inputs.originals
            sql.run(con, "importing/keep_rejects", role=role, file_names=names, source_name=self.name, now=self.now)
        left_out = {row["reason"]: row["rows"] for row in sql.run(con, "importing/left_out").to_pylist()}
        repeated = left_out.pop(None)
        origin = sql.run(con, "importing/origin", stated=self.adapter.origin)["origin"][0].as_py()
        kept = self.inputs.rows - repeated - sum(left_out.values())
        sql.run(
            con,
            "importing/finish",
            source_name=self.name,
            origin=origin,
            licence=self.adapter.licence,
            path=self.path,
            fingerprint=self.fingerprint,
            adapter=self.adapter.name,
            rows_read=self.inputs.rows,
            rows_kept=kept,
            rows_rejected=sum(left_out.values()),
            now=self.now,
        )
        tables = {table: rows - before[table] for table, rows in self._sizes(con).items() if rows > before[table]}
        return ImportReport(
            source=self.name,
            origin=origin,
            read=self.inputs.rows,
            kept=kept,
            rejected=left_out,
            already_loaded=False,
            tables=tables,
            repeated=repeated,
        )

    def _sizes(self, con: duckdb.DuckDBPyConnection) -> dict[str, int]:
        return sql.run(con, "importing/sizes").to_pylist()[0]


def _execute(con: duckdb.DuckDBPyConnection, statements: Sequence[duckdb.Statement]) -> None:
    for statement in statements:
        con.execute(statement)
