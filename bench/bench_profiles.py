"""Profiles: everybody gathered, RFM and cohorts of up to 5·10⁷ events, and one shopper's page, beside pandas.

Each side runs in a process of its own, so that its peak memory is its own. pandas is given whole columns with numbers
in the place of names, which it need not read or decode; ours reads the workspace. Events per shopper and step are drawn
at random; nothing in it is recorded behaviour.
"""

from __future__ import annotations

import argparse
import multiprocessing
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

import pandas as pd
from report import peak_megabytes, seconds

from queries.profiles.groups import affinities, cohorts, funnel, rfm_grid, value_and_service
from queries.profiles.people import gather
from queries.profiles.shopper import profile
from queries.workspace import open_workspace

SIZES = (100_000, 1_000_000, 10_000_000, 50_000_000)
PER_SHOPPER, PER_SEARCH, ITEMS, DAYS = 50, 5, 20_000, 300
FILL = (
    """insert into items by name
    select 'i' || i as item_id, 'b' || i % 500 as brand, 'c' || i % 40 as category, 5 + i % 1000 / 10 as price,
        'EUR' as currency, 'bench' as source
    from range($items) as t(i)""",
    """insert into searches by name
    select 's' || i as search_id, 'u' || hash(i) % $shoppers as user_id, 'z' || i as session_id,
        timestamp '2025-01-01' + to_seconds(i * $step) as ts, 'watch ' || i % 100 as text, 'search' as surface,
        'bench' as source
    from range($searches) as t(i)""",
    """insert into events by name
    select timestamp '2025-01-01' + to_seconds(i // $per_search * $step + i % $per_search) as ts,
        'u' || hash(i // $per_search) % $shoppers as user_id, 'z' || i // $per_search as session_id,
        's' || i // $per_search as search_id, 'i' || hash(i) % $items as item_id,
        case when hash(i + 1) % 20 < 15 then 'click' when hash(i + 1) % 20 < 19 then 'cart' else 'purchase' end
            as action,
        1 as quantity, 5 + hash(i) % 1000 / 10 as price, 'bench' as source
    from range($events) as t(i)""",
)


def simulate(folder: Path, events: int) -> None:
    """Fill a workspace with so many events, a fifth as many searches and a fiftieth as many shoppers."""
    searches = events // PER_SEARCH
    asked = {"items": ITEMS, "shoppers": events // PER_SHOPPER, "searches": searches, "events": events}
    asked |= {"per_search": PER_SEARCH, "step": DAYS * 86_400 / searches}
    with open_workspace(folder, "write") as ws:
        for statement in FILL:
            needed = {name: value for name, value in asked.items() if f"${name}" in statement}
            ws.commit(lambda con, s=statement, n=needed: con.execute(s, n) and None)  # type: ignore[misc]


def ours(folder: Path) -> dict[str, Any]:
    """Return the seconds of RFM, cohorts and profiles, those of pages after it, and the peak."""
    with open_workspace(folder) as ws:
        start = time.perf_counter()
        people = gather(ws)
        grid, months = rfm_grid(people), cohorts(people, "month")
        taken = time.perf_counter() - start
        pages: dict[str, Callable[[], object]] = {
            "one shopper": lambda: profile(people, "u7"),
            "RFM grid": lambda: rfm_grid(people),
            "value and service": lambda: value_and_service(people),
            "cohorts": lambda: cohorts(people, "month"),
            "funnel": lambda: funnel(people),
            "affinities": lambda: affinities(people),
        }
        timed = {name: seconds(work, 3) for name, work in pages.items()}
    return {
        "seconds": taken,
        "peak": peak_megabytes(),
        "buyers": sum(row or 0 for row in grid["shoppers"].to_pylist()),
        "cohorts": [row["size"] for row in months.to_pylist() if row["age"] == 0],
        "pages": timed,
    }


def frame(folder: Path) -> pd.DataFrame:
    """Return the events as columns of numbers."""
    with open_workspace(folder) as ws:
        return (
            ws.cursor()
            .execute(
                """select ts, user_id[2:]::integer as user, search_id[2:]::integer as search,
                    action = 'purchase' as bought, action = 'cart' as cart, action = 'click' as click,
                    price * quantity as spend
                from events"""
            )
            .df()
        )


def pandas(folder: Path) -> dict[str, Any]:
    """Return the seconds of the same work: facts per shopper, RFM scores and classes, retention by month."""
    events = frame(folder)
    start = time.perf_counter()
    by_user = events.groupby("user")
    facts = by_user.agg(first=("ts", "min"), last=("ts", "max"), clicks=("click", "sum"), carts=("cart", "sum"))
    bought = events[events["bought"]].groupby("user")
    buyers = bought.agg(last=("ts", "max"), orders=("search", "nunique"), spend=("spend", "sum"))
    scores = {name: 1 + (buyers[name].rank(method="min", pct=True) * 3 - 1e-9).astype(int) for name in buyers}
    buyers["cell"] = scores["last"] * 10 + scores["orders"]
    grid = facts.join(buyers[["cell", "orders"]]).groupby("cell")["orders"].agg(["size", "mean"])
    month = events["ts"].dt.year * 12 + events["ts"].dt.month
    seen = pd.DataFrame({"user": events["user"], "month": month}).drop_duplicates()
    seen["cohort"] = seen.groupby("user")["month"].transform("min")
    retention = seen.groupby(["cohort", seen["month"] - seen["cohort"]]).size()
    taken = time.perf_counter() - start
    return {
        "seconds": taken,
        "peak": peak_megabytes(),
        "buyers": int(grid["size"].sum()),
        "cohorts": retention[retention.index.get_level_values(1) == 0].tolist(),
    }


def alone(work: Callable[[Path], dict[str, Any]], folder: Path) -> dict[str, Any]:
    """Run ``work`` in a process of its own."""
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
        return pool.submit(work, folder).result()


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--events", type=int, nargs="*", default=SIZES, help="how many events, one run each")
    for events in parser.parse_args().events:
        with tempfile.TemporaryDirectory(prefix="whyrank-bench-") as name:
            folder = Path(name) / "workspace"
            simulate(folder, events)
            own, theirs = alone(ours, folder), alone(pandas, folder)
        assert own["buyers"] == theirs["buyers"]
        # Small cohorts, and one that would betray them, are not told.
        assert all(size in (None, other) for size, other in zip(own["cohorts"], theirs["cohorts"], strict=True))
        print(
            f"RFM, cohorts and profiles of {events:>12,} events {own['seconds']:7.2f} s, peak {own['peak']:6.0f} MiB   "
            f"pandas: {theirs['seconds']:7.2f} s, peak {theirs['peak']:6.0f} MiB   "
            f"ratio {own['seconds'] / theirs['seconds']:5.2f}"
        )
        print("  " + "   ".join(f"{page}: {1000 * taken:,.0f} ms" for page, taken in own["pages"].items()))


if __name__ == "__main__":
    main()
