"""What the last check found, kept so that the Overview says the same as the pipeline."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import duckdb
import pyarrow as pa

from queries import sql
from queries.watch.checks import Finding
from queries.workspace import Workspace

COLUMNS = pa.schema(
    [
        ("place", pa.int32()),
        *((name, pa.string()) for name in ("key", "subject", "outcome", "because")),
        *((name, pa.float64()) for name in ("value", "limit")),
        ("noise", pa.bool_()),
    ]
)


@dataclass(frozen=True)
class LastCheck:
    """``checked_at``: UTC. ``current``: whether the shop's data are still those that were checked."""

    findings: tuple[Finding, ...]
    checked_at: datetime
    current: bool

    @property
    def failed(self) -> tuple[Finding, ...]:
        """The findings beyond their limit."""
        return tuple(found for found in self.findings if found.outcome == "fails")


def keep_findings(ws: Workspace, findings: Sequence[Finding]) -> None:
    """Keep findings in place of those of the check before, in one commit.

    >>> from queries.examples import tiny_shop
    >>> shop = tiny_shop()
    >>> keep_findings(shop, [Finding("drift.most_psi", 0.25, "fails", 0.7, subject={"column": "price_shown"})])
    >>> kept = last_check(shop)
    >>> kept.failed[0].subject, kept.current
    ({'column': 'price_shown'}, True)
    """
    data_id = ws.data_id()
    rows = [
        {"place": place, **vars(found), "subject": json.dumps(found.subject, ensure_ascii=False)}
        for place, found in enumerate(findings)
    ]

    def job(con: duckdb.DuckDBPyConnection) -> None:
        con.register("finding", pa.Table.from_pylist(rows, schema=COLUMNS))
        sql.run(con, "watch/save_findings", data_id=data_id)

    ws.commit(job)


def last_check(ws: Workspace) -> LastCheck | None:
    """Return what the last check found, None where nothing was checked yet."""
    rows = ws.run("watch/last_check", data_id=ws.data_id()).to_pylist()
    if not rows:
        return None
    findings = tuple(
        Finding(**{name: row[name] for name in COLUMNS.names if name not in ("place", "subject")}, subject=subject)
        for row in rows
        for subject in [json.loads(row["subject"])]
    )
    return LastCheck(findings, rows[0]["checked_at"], rows[0]["current"])
