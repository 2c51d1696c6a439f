"""Behaviour features of any (context, item) pairs, as of each context's moment."""

from __future__ import annotations

from collections.abc import Callable

import duckdb
import pyarrow as pa

from queries import sql
from queries.workspace import Workspace

Progress = Callable[[str, float], None]

# In the order they build on each other. The first two know nothing of the pairs asked for.
LOG_STEPS = ("features/actions", "features/item_sequences")
ITEM_STEPS = ("features/pairs", "features/item")
SHOPPER_STEPS = ("features/pairs", "features/shopper", "features/crossed", "features/combine")


def compute_features(con: duckdb.DuckDBPyConnection, progress: Progress | None = None) -> None:
    """Leave a temporary table ``feature`` on ``con`` for its ``candidates`` and ``moments``.

    ``candidates``: context_id, item_id. ``moments``: context_id, user_id, session_id, ts. Pairs are made distinct.
    """
    steps = (*LOG_STEPS, *ITEM_STEPS, *SHOPPER_STEPS[1:])
    for done, step in enumerate(steps):
        if progress:
            progress("features", done / len(steps))
        sql.run(con, step)
    if progress:
        progress("features", 1.0)


def candidate_features(ws: Workspace, candidates: pa.Table) -> pa.Table:
    """Return context_id, item_id and one float32 column per feature (NaN = absent) for ``candidates``.

    ``candidates``: context_id, item_id of contexts the workspace knows; others have no moment and are left out.
    """
    con = ws.cursor()
    con.register("asked", candidates.select(["context_id", "item_id"]))
    sql.run(con, "features/candidates")
    compute_features(con)
    return sql.run(con, "features/answer")
