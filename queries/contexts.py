"""Contexts: what a ranking is made for, and the items that may be ranked.

A context is a search, or another surface with a slate; in a log without searches it is a session.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import duckdb
import pyarrow as pa

from queries import sql
from queries.workspace import Workspace

HISTORY = 5


def contexts(
    ws: Workspace,
    start: datetime | None = None,
    end: datetime | None = None,
    with_actions_only: bool = False,
    limit: int | None = None,
    seed: int = 0,
) -> pa.Table:
    """Return the contexts with ``start`` ≤ ts < ``end`` in order of time; ``limit`` takes a repeatable random choice.

    Columns: context_id, user_id, session_id, ts, surface, platform, lang, search (null without one), history (item_ids
    of the shopper's last five different items clicked, carted or bought strictly before ts, most recent first).
    ``with_actions_only`` keeps the contexts in which an item was clicked, carted or bought.

    >>> from queries.examples import tiny_shop
    >>> [(row["search"], row["history"]) for row in contexts(tiny_shop()).to_pylist()]
    [('手表', []), ('智能手表', ['w1'])]
    """
    con = ws.cursor()
    sql.run(con, "context/every")
    sql.run(con, "context/select", start=start, end=end, with_actions_only=with_actions_only, limit=limit, seed=seed)
    sql.run(con, "features/actions")
    return with_history(con)


def contexts_named(ws: Workspace, context_ids: Sequence[str]) -> pa.Table:
    """Return the contexts of these ids as :func:`contexts` does; those that the log does not know give no row.

    >>> from queries.examples import tiny_shop
    >>> [(row["search"], row["history"]) for row in contexts_named(tiny_shop(), ["s2", "s9"]).to_pylist()]
    [('智能手表', ['w1'])]
    """
    con = ws.cursor()
    con.register("asked_context", pa.table({"context_id": pa.array(context_ids, pa.string())}))
    sql.run(con, "context/every")
    sql.run(con, "context/named")
    sql.run(con, "features/actions")
    return with_history(con)


def with_history(con: duckdb.DuckDBPyConnection) -> pa.Table:
    """Return the ``selected_context`` of ``con`` as :func:`contexts` does; needs ``moments`` and ``actions`` there."""
    con.register("histories", sql.run(con, "context/history", n=HISTORY))
    return sql.run(con, "context/answer")


def items(ws: Workspace) -> pa.Table:
    """Return one row per item.

    Columns: item_id, title, brand, category, attributes, price, list_price, currency, lang, platform.
    """
    return ws.run("items")
