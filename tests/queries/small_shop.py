"""A shop of four items, small enough to measure by hand."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

from queries.workspace import Workspace, open_workspace
from tests.queries.random_log import Log, Row, insert

MONDAY = datetime(2025, 6, 2)


def hour(number: int) -> datetime:
    return MONDAY + timedelta(hours=number)


def item(item_id: str, brand: str, category: str, price: float, currency: str, attributes: str) -> Row:
    return {
        "item_id": item_id,
        "title": item_id,
        "brand": brand,
        "category": category,
        "price": price,
        "currency": currency,
        "attributes": attributes,
        "source": "hand",
    }


ITEMS = [
    item("a", "A", "shoes", 10.0, "EUR", "color: red; size: 1; cost: 6; seller: X"),
    item("b", "B", "shoes", 20.0, "EUR", "color: red; size: 2; cost: 15; seller: Y"),
    item("c", "B", "lamps", 30.0, "EUR", "color: blue; seller: X"),
    item("d", "C", "lamps", 40.0, "USD", ""),
]
SEARCHES = [
    {"search_id": "s1", "user_id": "u1", "ts": hour(1), "text": "shoe", "surface": "search", "source": "hand"},
    {"search_id": "s2", "user_id": "u2", "ts": hour(2), "text": "lamp", "surface": "search", "source": "hand"},
    {"search_id": "s3", "user_id": "u1", "ts": hour(3), "text": "hovercraft", "surface": "search", "source": "hand"},
    {"search_id": "s4", "user_id": "u1", "ts": hour(4), "text": None, "surface": "home", "source": "hand"},
]
SHOWN = {"s1": "abc", "s2": "ca", "s4": "bc"}
EVENTS = [
    {"ts": hour(0), "user_id": "u1", "item_id": "c", "action": "click"},
    {"ts": hour(0), "user_id": "u2", "item_id": "c", "action": "click"},
    {"ts": hour(1), "user_id": "u1", "search_id": "s1", "item_id": "b", "action": "click"},
    {
        "ts": hour(1),
        "user_id": "u1",
        "search_id": "s1",
        "item_id": "b",
        "action": "purchase",
        "quantity": 2,
        "price": 18.0,
    },
    {"ts": hour(2), "user_id": "u2", "search_id": "s2", "item_id": "a", "action": "click"},
    {"ts": hour(2), "user_id": "u2", "search_id": "s2", "item_id": "a", "action": "return"},
]


def small_log(
    items: list[Row] = ITEMS, searches: list[Row] = SEARCHES, shown: dict[str, str] = SHOWN, events: list[Row] = EVENTS
) -> Log:
    impressions = [
        {"search_id": search, "item_id": item_id, "position": position, "source": "hand"}
        for search, item_ids in shown.items()
        for position, item_id in enumerate(item_ids, start=1)
    ]
    return Log(items, [], searches, impressions, [{"source": "hand"} | event for event in events], [])


def small_shop(folder: Path, log: Log | None = None) -> Workspace:
    return refill(open_workspace(folder, "write"), log or small_log())


def refill(ws: Workspace, log: Log) -> Workspace:
    """Put ``log`` in place of all that the workspace holds and that was measured of it."""

    def job(con) -> None:
        for table in (*vars(log), "judgements", "slates", "context_metrics", "measurements"):
            con.execute(f"delete from {table}")  # noqa: S608
        insert(con, log)

    ws.commit(job)
    return ws
