"""A crowd of shoppers who come, click and buy at random, large enough that some groups may be shown."""

from __future__ import annotations

import random
from datetime import datetime, timedelta
from pathlib import Path

import pandas as pd

from queries.workspace import Workspace, open_workspace
from tests.queries.random_log import Log, Row, insert

START = datetime(2025, 1, 6)  # a Monday
WEEKS = 8
CATEGORIES = ("shoes", "lamps", "tea")


def crowd(seed: int, shoppers: int = 60) -> Log:
    """Return a log of ``shoppers``, of whom some joined before it, some buy, some only look."""
    rng = random.Random(seed)
    items: list[Row] = [
        {
            "item_id": f"i{n}",
            "title": f"item {n}",
            "category": CATEGORIES[n % 3],
            "brand": rng.choice(["acorn", "birch"]),
            "price": 5.0 + n,
            "currency": rng.choice(["EUR", "USD"]),
            "source": "crowd",
        }
        for n in range(12)
    ]
    users: list[Row] = [
        {
            "user_id": f"u{n}",
            "lang": rng.choice(["en", "zh"]),
            "joined_at": START - timedelta(days=3),
            "source": "crowd",
        }
        for n in range(0, shoppers, 5)
    ]
    searches, shown, events = [], [], []
    for n in range(shoppers):
        eager = rng.random()
        visit, begun = 0, START
        for _ in range(rng.randrange(0, 6)):
            key = f"s{len(searches)}"
            if visit == 0 or rng.random() < 0.6:
                visit, begun = visit + 1, START + timedelta(minutes=rng.randrange(WEEKS * 7 * 24 * 60))
            ts = begun = begun + timedelta(minutes=5)
            where = {"user_id": f"u{n}", "session_id": f"u{n} {visit}", "source": "crowd"}
            text = rng.choice(["lamp", "green tea", f"only {n}", None])
            searches.append({"search_id": key, "ts": ts, "text": text, "surface": "search"} | where)
            slate = rng.sample(items, 4) if rng.random() < 0.9 else []
            shown += [
                {"search_id": key, "item_id": item["item_id"], "position": place, "ts": ts, "source": "crowd"}
                for place, item in enumerate(slate, start=1)
            ]
            for turn, action in enumerate(("click", "cart", "purchase")):
                if rng.random() > eager or not slate:
                    break
                events.append(
                    {
                        "ts": ts + timedelta(minutes=1 + turn),
                        "search_id": key,
                        "item_id": rng.choice(slate)["item_id"],
                        "action": action,
                        "quantity": rng.choice([1, 2, None]),
                        "price": rng.choice([None, 7.5]),
                    }
                    | where
                )
    return Log(items, users, searches, shown, events, [])


def crowded(folder: Path, log: Log) -> Workspace:
    """Return a workspace that holds the log and nothing else."""
    ws = open_workspace(folder, "write")
    ws.commit(lambda con: insert(con, log))
    return ws


def frames(log: Log) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Return items, searches and events as frames."""
    return pd.DataFrame(log.items), pd.DataFrame(log.searches), pd.DataFrame(log.events)
