"""What a workspace holds, what was left out of it and why, and what is missing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import pyarrow as pa

from queries.workspace import Workspace

TABLES = ("items", "users", "searches", "impressions", "events", "judgements", "reviews", "truth")


@dataclass(frozen=True)
class SourceSummary:
    """One import. ``origin``: recorded, generated or simulated. ``loaded_at``: UTC."""

    name: str
    origin: str
    licence: str
    path: str
    adapter: str
    rows_read: int
    rows_kept: int
    rows_rejected: int
    loaded_at: datetime


@dataclass(frozen=True)
class Overview:
    """What is loaded. ``tables``: rows by canonical table. ``first``, ``last``: the span of searches and events, UTC.

    ``rejects``: (source, reason, rows), most rows first. ``languages``: most used first. ``missing``: empty tables.
    """

    sources: tuple[SourceSummary, ...]
    tables: dict[str, int]
    items: int
    shoppers: int
    first: datetime | None
    last: datetime | None
    languages: tuple[str, ...]
    rejects: tuple[tuple[str, str, int], ...]
    missing: tuple[str, ...]


def sources(ws: Workspace) -> tuple[SourceSummary, ...]:
    """Return the workspace's imports.

    >>> from queries.examples import tiny_shop
    >>> [source.origin for source in sources(tiny_shop())]
    []
    """
    return tuple(SourceSummary(**row) for row in ws.run("overviews/sources").to_pylist())


def overview(ws: Workspace) -> Overview:
    """Return what the workspace holds, in three statements.

    >>> import tempfile
    >>> from queries.workspace import open_workspace
    >>> with tempfile.TemporaryDirectory() as folder, open_workspace(folder, "write") as ws:
    ...     found = overview(ws)
    >>> found.items, found.missing[:2]
    (0, ('items', 'users'))
    """
    totals = ws.run("overviews/totals").to_pylist()[0]
    tables = {table: totals[table] for table in TABLES}
    return Overview(
        sources=sources(ws),
        tables=tables,
        items=totals["items"],
        shoppers=totals["shoppers"],
        first=totals["first"],
        last=totals["last"],
        languages=tuple(totals["languages"] or ()),
        rejects=tuple((row["source"], row["reason"], row["rows"]) for row in ws.run("overviews/rejects").to_pylist()),
        missing=tuple(table for table, rows in tables.items() if not rows),
    )


def rejected_rows(ws: Workspace, source: str, reason: str, limit: int = 20) -> pa.Table:
    """Return file, row (from 1), column, reason and raw (JSON text) of rows rejected for ``reason``, in file order.

    >>> import tempfile
    >>> from queries.workspace import open_workspace
    >>> with tempfile.TemporaryDirectory() as folder, open_workspace(folder, "write") as ws:
    ...     rejected_rows(ws, "uci", "not a product").num_rows
    0
    """
    return ws.run("overviews/rejected_rows", source=source, reason=reason, limit=limit)
