"""Finds the rows that cannot be kept: wrong in themselves, given twice, or pointing nowhere."""

from __future__ import annotations

from collections.abc import Mapping

import duckdb
import numpy as np
import pyarrow as pa

from queries import sql

TABLES = ("items", "users", "searches", "impressions", "events", "judgements", "reviews", "truth")
ID_COLUMNS: Mapping[str, str] = {
    "items": "item_id",
    "users": "user_id",
    "searches": "search_id",
    "reviews": "review_id",
}
HASHES_AT_ONCE = 1 << 25  # 256 MB


def reject_twins(con: duckdb.DuckDBPyConnection, rows: int) -> None:
    """Reject rows that repeat an earlier one of the import in every column. ``rows``: how many there are at most."""
    for table in TABLES:
        view = f"new_{table}"
        if _register_suspects(con, view, rows):
            sql.run(con, "cleaning/duplicates", view=view)


def reject_used_ids(con: duckdb.DuckDBPyConnection, rows: int) -> None:
    """Reject rows that give an id another meaning than an earlier row, or an earlier import, gave it."""
    for table, id_column in ID_COLUMNS.items():
        view = f"new_{table}_ids"
        if _register_suspects(con, view, rows):
            sql.run(con, "cleaning/same_id", view=view, id_column=id_column)
        sql.run(con, "cleaning/taken_ids", new_ids=view, taken_ids=f"{table}_ids", id_column=id_column)


def _register_suspects(con: duckdb.DuckDBPyConnection, view: str, rows: int) -> bool:
    """Make ``suspect`` the hashes that more than one row of ``view`` has, and say whether there are any.

    Sorting plain numbers takes a fraction of the time and memory of grouping them.
    """
    parts = 1 + rows // HASHES_AT_ONCE
    found = [
        _occurring_twice(sql.run(con, "cleaning/row_hashes", view=view, parts=parts, part=p)) for p in range(parts)
    ]
    suspects = np.concatenate(found)
    con.register("suspect", pa.table({"row_hash": suspects}))
    return suspects.size > 0


def _occurring_twice(hashes: pa.Table) -> np.ndarray:
    ordered = np.sort(hashes["row_hash"].to_numpy())
    return np.unique(ordered[1:][ordered[1:] == ordered[:-1]])
