"""Watching a growing log: drift, days and accounts, each beside pandas doing the same sums on the same rows in memory.

The log is simulated: sessions of shoppers who search, see ten items, and click, put in the cart and buy some.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
from report import line, peak_megabytes, seconds

from models.odd_accounts import odd_accounts
from queries.watch.accounts import FEATURES, account_features
from queries.watch.daily import daily_counts
from queries.watch.drift import drift
from queries.watch.windows import Windows, windows
from queries.workspace import Workspace, open_workspace

DAYS, ITEMS, EVENTS_EACH = 84, 2_000, 25
START = np.datetime64("2025-03-03", "us")


def log(events: int) -> dict[str, pd.DataFrame]:
    """Return so many events with the searches they followed, and the catalogue."""
    rng = np.random.default_rng(0)
    shoppers, searches = events // EVENTS_EACH, events // 2
    when = START + rng.integers(0, DAYS * 86_400, searches).astype("timedelta64[s]")
    owner = rng.integers(0, shoppers, searches)
    asked = pd.DataFrame(
        {
            "search_id": np.char.add("s", np.arange(searches).astype(str)),
            "user_id": np.char.add("u", owner.astype(str)),
            "ts": when,
            "text": rng.choice(["智能手表", "running shoes", "phone case", "耳机 降噪", "coffee"], searches),
            "platform": rng.choice(["north", "yun"], searches),
            "device": rng.choice(["mobile", "desktop", "tablet"], searches),
        }
    )
    of = rng.integers(0, searches, events)
    done = pd.DataFrame(
        {
            "search_id": asked["search_id"].to_numpy()[of],
            "user_id": asked["user_id"].to_numpy()[of],
            "ts": when[of] + rng.integers(1, 600, events).astype("timedelta64[s]"),
            "item_id": np.char.add("i", rng.integers(0, ITEMS, events).astype(str)),
            "action": rng.choice(["click", "cart", "purchase"], events, p=[0.6, 0.25, 0.15]),
        }
    )
    number = np.arange(ITEMS)
    items = pd.DataFrame(
        {"item_id": np.char.add("i", number.astype(str)), "brand": np.char.add("b", (number % 40).astype(str))}
    )
    return {"searches": asked, "events": done, "items": items}


def filled(tables: dict[str, pd.DataFrame]) -> Workspace:
    """Return a workspace that holds the log."""
    ws = open_workspace(Path(tempfile.mkdtemp(prefix="whyrank-bench-")), "write")

    def job(con) -> None:  # type: ignore[no-untyped-def]
        for name, frame in tables.items():
            con.register("rows", pa.Table.from_pandas(frame, preserve_index=False))
            con.execute(f"insert into {name} by name select * from rows")  # noqa: S608

    ws.commit(job)
    return ws


def pandas_drift(tables: dict[str, pd.DataFrame], over: Windows) -> float:
    """Return the sum of the bare PSI of platform, device, actions, brands and the length of searches."""
    items = tables["items"].set_index("item_id")["brand"]
    asked, done = tables["searches"], tables["events"]
    length = asked["text"].str.len()
    bins = np.unique(length[asked["ts"] < over.current_start].quantile(np.arange(1, 10) / 10))
    columns = [
        (asked["platform"], asked["ts"]),
        (asked["device"], asked["ts"]),
        (done["action"], done["ts"]),
        (done["item_id"].map(items), done["ts"]),
        (pd.Series(np.searchsorted(bins, length)), asked["ts"]),
    ]
    total = 0.0
    for values, ts in columns:
        now = (ts >= over.current_start).to_numpy()
        c, r = (values[side].value_counts(normalize=True) for side in (now, ~now))
        c, r = c.align(r, fill_value=1e-6)
        total += float(((c - r) * np.log(c / r)).sum())
    return total


def pandas_days(tables: dict[str, pd.DataFrame]) -> int:
    """Return how many days of each action and all searches are 3.5 robust deviations from their weekday's median."""
    done = tables["events"]
    counts = done.groupby([done["ts"].dt.floor("D"), "action"]).size().unstack(fill_value=0)
    counts["searches"] = tables["searches"].groupby(tables["searches"]["ts"].dt.floor("D")).size()
    height = np.log1p(counts)
    usual = height.groupby(height.index.day_of_week).transform(lambda column: column.shift().rolling(8, 4).median())
    distance = (height - usual).abs()
    return int((distance > 3.5 * 1.4826 * distance.shift().rolling(56, 1).median()).sum().sum())


def pandas_accounts(tables: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """Return the same features of every account with at least ten actions, but for clicks per item shown."""
    done = tables["events"].sort_values(["user_id", "ts", "item_id"])
    of = done.groupby("user_id", sort=True)
    gap = of["ts"].diff().dt.total_seconds()
    step = done["item_id"] != of["item_id"].shift()
    found = pd.DataFrame({"actions": of.size(), "items": of["item_id"].nunique()})
    for action in ("click", "cart", "purchase"):
        found[action] = (done["action"] == action).groupby(done["user_id"]).sum()
    found["quick"] = (gap <= 2)[step & gap.notna()].groupby(done["user_id"]).mean()
    found["pace"] = np.log1p(gap[step & (gap < 1_800)]).groupby(done["user_id"]).median()
    brand = done["item_id"].map(tables["items"].set_index("item_id")["brand"])
    found["one_brand"] = done.groupby(["user_id", brand]).size().groupby("user_id").max() / found["actions"]
    asked = tables["searches"].groupby("user_id")["text"].agg(["nunique", "size"])
    found["repeats"] = 1 - asked["nunique"] / asked["size"]
    return found[found["actions"] >= 10]


def measure(events: int) -> None:
    tables = log(events)
    ws = filled(tables)
    over = windows(ws)
    repeats = 3 if events <= 1_000_000 else 1
    asked = ["platform", "device", "action", "brand_chosen", "search_length"]
    line(
        f"drift of 5 columns, {events:,} events",
        seconds(lambda: drift(ws, over, asked), repeats),
        "pandas, bare PSI",
        seconds(lambda: pandas_drift(tables, over), repeats, 0),
    )
    line(
        f"days, {events:,} events",
        seconds(lambda: daily_counts(ws), repeats),
        "pandas, no brands",
        seconds(lambda: pandas_days(tables), repeats, 0),
    )
    line(
        f"features of {events // EVENTS_EACH:,} accounts",
        seconds(lambda: account_features(ws), repeats),
        "pandas",
        seconds(lambda: pandas_accounts(tables), repeats, 0),
    )
    table = account_features(ws)
    judging = seconds(lambda: odd_accounts(table, FEATURES), 1, 0)
    print(f"isolation forest over {table.num_rows:,} accounts: {judging:.1f} s, {peak_megabytes():,.0f} MiB\n")
    ws.close()


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--most", type=int, default=10_000_000, help="events of the largest log")
    most = parser.parse_args().most
    for events in (100_000, 1_000_000, 10_000_000):
        if events <= most:
            measure(events)


if __name__ == "__main__":
    main()
