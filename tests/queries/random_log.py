"""Small random shop logs on a coarse clock, so that events often fall on the very moment of a context."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

import duckdb
import pyarrow as pa

from queries import sql
from queries.point_in_time import LOG_STEPS, PAIR_STEPS, run_steps
from queries.workspace import plain_connection

Row = dict[str, Any]
NEW_YEAR = datetime(2024, 1, 1)


@dataclass(frozen=True)
class Log:
    items: list[Row]
    users: list[Row]
    searches: list[Row]
    impressions: list[Row]
    events: list[Row]
    reviews: list[Row]

    def with_events(self, events: list[Row]) -> Log:
        return replace(self, events=events)


def at(slot: int) -> datetime:
    """Return the moment of a slot of one day, so that events fall on the edges of the 7, 30 and 90 day windows too."""
    return NEW_YEAR + timedelta(days=slot)


def random_event(rng: random.Random, log_items: list[Row], slot: int | None = None, **fixed: Any) -> Row:
    item_ids = [item["item_id"] for item in log_items]
    event = {
        "ts": at(rng.randrange(130) if slot is None else slot),
        "user_id": rng.choice(["u1", "u2", "u3", None]),
        "session_id": rng.choice(["z1", "z2", None]),
        "search_id": None,
        "item_id": rng.choice([*item_ids, *item_ids, "ghost"]),
        "action": rng.choice(["view", "click", "click", "cart", "purchase", "return"]),
        "quantity": rng.choice([1, 1, 3, None]),
        "price": rng.choice([None, 9.5, 20.0, 31.25]),
        "source": "test",
    }
    return event | fixed


def random_log(seed: int, n_events: int = 120) -> Log:
    rng = random.Random(seed)
    items = [
        {
            "item_id": f"i{number}",
            "title": f"item {number}",
            "brand": rng.choice(["acorn", "birch", None]),
            "category": rng.choice(["shoes", "lamps", None]),
            "price": rng.choice([5.0, 20.0, 20.0, 60.0, None]),
            "list_price": rng.choice([25.0, 80.0, None]),
            "platform": rng.choice(["north", "south"]),
            "currency": rng.choice(["EUR", "CNY", None]),
            "listed_at": rng.choice([None, NEW_YEAR - timedelta(days=40), at(30), at(125)]),
            "source": "test",
        }
        for number in range(7)
    ]
    users = [{"user_id": "u1", "joined_at": at(10), "source": "test"}, {"user_id": "u4", "source": "test"}]
    searches, impressions = [], []
    for number in range(12):
        ts = at(rng.randrange(20, 130))
        searches.append(
            {
                "search_id": f"s{number}",
                "user_id": rng.choice(["u1", "u2", "u4", "new", None]),
                "session_id": rng.choice(["z1", "z2", None]),
                "ts": ts,
                "text": rng.choice(["lamp", None]),
                "source": "test",
            }
        )
        impressions += [
            {
                "search_id": f"s{number}",
                "item_id": item["item_id"],
                "position": position,
                "ts": rng.choice([ts, None]),
                "price": rng.choice([None, 11.0, 18.0]),
                "source": "test",
            }
            for position, item in enumerate(rng.sample(items, 4), start=1)
        ]
    events = [random_event(rng, items) for _ in range(n_events)]
    reviews = [
        {
            "item_id": rng.choice(items)["item_id"],
            "ts": at(rng.randrange(130)),
            "rating": rng.choice([1.0, 4.0, 5.0, None]),
            "source": "test",
        }
        for _ in range(15)
    ]
    return Log(items, users, searches, impressions, events, reviews)


def insert(con: duckdb.DuckDBPyConnection, log: Log) -> None:
    """Put the rows of ``log`` into the canonical tables of ``con``."""
    for name, rows in vars(log).items():
        if rows:
            schema = con.execute(f"from {name} limit 0").to_arrow_table().schema
            columns = {field.name: [row.get(field.name) for row in rows] for field in schema}
            con.register("rows_to_insert", pa.table(columns, schema=schema))
            con.execute(f"insert into {name} from rows_to_insert")
            con.unregister("rows_to_insert")


def in_memory(log: Log) -> duckdb.DuckDBPyConnection:
    """Return a plain connection that holds ``log``."""
    con = plain_connection()
    sql.run(con, "schema/canonical")
    insert(con, log)
    return con


def every_pair(log: Log) -> pa.Table:
    """Return context_id, item_id: every search with every item."""
    pairs = [(search["search_id"], item["item_id"]) for search in log.searches for item in log.items]
    return pa.table({"context_id": [context for context, _ in pairs], "item_id": [item for _, item in pairs]})


def features_of(log: Log, pairs: pa.Table | None = None) -> pa.Table:
    """Return what the statements answer for ``pairs`` (all of them), on a plain connection."""
    con = in_memory(log)
    con.register("asked", pairs if pairs is not None else every_pair(log))
    run_steps(con, ("features/candidates", *LOG_STEPS, *PAIR_STEPS))
    return sql.run(con, "features/answer")
