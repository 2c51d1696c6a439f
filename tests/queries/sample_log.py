"""A slice of the shipped sample shop on a plain connection: some hundred shoppers, everything they did."""

from __future__ import annotations

from pathlib import Path

import duckdb

from queries import sql
from queries.workspace import plain_connection

SHOP = Path(__file__).resolve().parents[2] / "sample_data" / "shop"
OF_SHOPPERS = ("users", "searches", "events")


def sample_log(shoppers: int, until: str = "2026-01-01") -> duckdb.DuckDBPyConnection:
    """Return a connection with the canonical tables of the first ``shoppers``, and nothing at or after ``until``."""
    con = plain_connection()
    sql.run(con, "schema/canonical")
    sql.run(con, "schema/search_topics")
    sql.run(con, "schema/shopper_tastes")
    last = f"u{shoppers:05}"
    for name in ("items", *OF_SHOPPERS, "impressions"):
        con.read_parquet(f"{SHOP / name}.parquet").create_view("file", replace=True)
        con.execute(f"insert into {name} by name select *, 'sample' as source from file")  # noqa: S608
    for name in OF_SHOPPERS:
        con.execute(f"delete from {name} where user_id >= $last", {"last": last})  # noqa: S608
    for name in ("searches", "events", "impressions"):
        con.execute(f"delete from {name} where ts >= $until::timestamp", {"until": until})  # noqa: S608
    con.execute("delete from impressions where search_id not in (select search_id from searches)")
    con.execute(
        """insert into search_topics
        select distinct lower(trim(text)), left(lower(trim(text)), 1), 'by its first letter'
        from searches where trim(text) <> ''"""
    )
    con.execute(
        "insert into shopper_tastes select user_id, right(user_id, 1), 'by the last digit' from users "
        "where right(user_id, 1) <> '9'"
    )
    return con
