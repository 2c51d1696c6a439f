"""Everybody who shops here, gathered once, a row each: what every question about shoppers begins with."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import duckdb
import pyarrow as pa

from queries import sql
from queries.privacy import MIN_SHOPPERS
from queries.workspace import Workspace


@dataclass(frozen=True)
class People:
    """Shoppers as tables of one cursor that every question reads, whatever is written later; threads take turns.

    ``now``: the moment everything is counted up to, just after the last thing logged, UTC. ``size``: how many there
    are.
    """

    con: duckdb.DuckDBPyConnection = field(repr=False)
    now: datetime
    size: int
    turn: threading.Lock = field(default_factory=threading.Lock, repr=False)
    made: set[str] = field(default_factory=set, repr=False)

    def run(self, name: str, /, **parameters: Any) -> pa.Table:
        """Run ``queries/profiles/<name>.sql`` on the people gathered."""
        with self.turn:
            return sql.run(self.con, f"profiles/{name}", **parameters)

    def run_all(self, names: Sequence[str], /, *, once: str, **parameters: Any) -> list[pa.Table]:
        """Run several statements without another thread's between them; each is given the parameters it names.

        The statements of ``once`` are run before the first time only.
        """
        with self.turn:
            if once not in self.made:
                sql.run_text(self.con, sql.text(f"profiles/{once}"), parameters)
                self.made.add(once)
            return [sql.run_text(self.con, sql.text(f"profiles/{name}"), parameters) for name in names]

    def behind(self, name: str, /, **parameters: Any) -> pa.Table:
        """Run a statement that lists contexts: which searches may be told (``usual_search``) is found out once."""
        with self.turn:
            if "usual_search" not in self.made:
                sql.run(self.con, "context/usual", many=MIN_SHOPPERS)
                self.made.add("usual_search")
            return sql.run(self.con, f"profiles/{name}", **parameters)

    def served(self, name: str, metric: str, ranker_id: str) -> pa.Table:
        """Run a statement that reads how well each shopper is served by a metric (the table ``service``)."""
        with self.turn:
            sql.run(self.con, "profiles/service", metric=metric, ranker_id=ranker_id)
            return sql.run(self.con, f"profiles/{name}")


def gather(ws: Workspace) -> People:
    """Gather the shoppers of a workspace: those registered, and those who searched or acted.

    The table ``shopper`` has, per user_id: joined_at, first_ts, last_ts, contexts, searches, clicks, carts, purchases,
    returns, stage (new, active, away), tenure and tenure_days, and of what they bought: orders, spend in currency,
    recency_days, the scores r, f, m (1 to 3) and their class rfm; and taste, where
    `whyrank tastes` told it. How each is told, profiles/terms.sql says.

    >>> from queries.examples import tiny_shop
    >>> people = gather(tiny_shop())
    >>> people.size, people.now.isoformat()
    (1, '2025-05-02T09:03:00.000001')
    """
    con = ws.cursor()
    now: datetime = sql.run(con, "serving/latest")["as_of"][0].as_py()
    sql.run(con, "profiles/terms")
    sql.run(con, "profiles/moment", now=now)
    sql.run(con, "profiles/rfm")
    sql.run(con, "profiles/gather", now=now)
    sql.run(con, "context/every")
    sql.run(con, "profiles/groups/views")
    return People(con, now, con.table("shopper").count("*").fetchall()[0][0])


def busiest(people: People, limit: int) -> pa.Table:
    """Return user_id and rfm of the ``limit`` shoppers who did most, in order.

    >>> from queries.examples import tiny_shop
    >>> busiest(gather(tiny_shop()), 5).to_pylist()
    [{'user_id': 'u1', 'rfm': 'lost'}]
    """
    return people.run("busiest", limit=limit)


def chosen_items(people: People) -> pa.Table:
    """Return user_id and item_id of what every shopper clicked, put in the cart or bought, each pair once, in order.

    >>> from queries.examples import tiny_shop
    >>> chosen_items(gather(tiny_shop())).to_pylist()
    [{'user_id': 'u1', 'item_id': 'w1'}]
    """
    return people.run("chosen")


def told_of(people: People, user_ids: Sequence[str]) -> dict[str, dict[str, Any]]:
    """Return rfm, stage, orders and category (the one they care for most, or None) of some shoppers, by id.

    >>> from queries.examples import tiny_shop
    >>> told_of(gather(tiny_shop()), ["u1"])["u1"]["category"]
    'watches'
    """
    return {row["user_id"]: row for row in people.run("told_of", user_ids=list(user_ids)).to_pylist()}
