"""Features: of the whole log as of each moment, and of 2,000 items for one shopper now.

The log is compared with DuckDB reading the same pairs and writing as many numbers, and with one single feature counted
by the join one writes first (every earlier click on the item). The store is compared with copying as many numbers.
"""

from __future__ import annotations

from itertools import cycle

import numpy as np
import pyarrow as pa
from report import line, seconds
from sample_shop import workspace

from queries.contexts import items
from queries.features import FEATURE_NAMES
from queries.point_in_time import candidate_features
from queries.serving import FeatureStore
from queries.workspace import Workspace, open_workspace

NUMBERS = ", ".join(f"random()::float as {name}" for name in FEATURE_NAMES)
READ_AND_WRITE = f"""
create or replace temp table written as
select search_id, item_id, {NUMBERS} from impressions join searches using (search_id)
"""  # noqa: S608
ONE_FEATURE_PLAINLY = """
select shown.search_id, shown.item_id, count(event.item_id) as clicks_30d
from impressions as shown
join searches as search using (search_id)
left join events as event on event.item_id = shown.item_id and event.action = 'click'
    and event.ts < search.ts and event.ts >= search.ts - interval 30 day
group by all
"""
READ_BY_THE_STORE = ("items", "users", "impressions", "events", "reviews")


def answer(ws: Workspace, statement: str) -> pa.Table:
    """Return what ``statement`` answers."""
    return ws.cursor().execute(statement).to_arrow_table()


def of_the_log(ws: Workspace) -> None:
    pairs = answer(ws, "select distinct search_id as context_id, item_id from impressions")
    what = f"{len(FEATURE_NAMES)} features of {pairs.num_rows:,} pairs"
    ours = seconds(lambda: candidate_features(ws, pairs), 3)
    line(what, ours, "read and write as many", seconds(lambda: ws.cursor().execute(READ_AND_WRITE), 3))
    line(what, ours, "one feature, plain join", seconds(lambda: answer(ws, ONE_FEATURE_PLAINLY), 3))
    print(f"{pairs.num_rows / ours:,.0f} pairs per second")


def of_one_shopper(ws: Workspace) -> None:
    store = FeatureStore(ws)
    asked = items(ws)["item_id"].to_pylist()[:2000]
    users = cycle(answer(ws, "select distinct user_id from events order by user_id limit 1000")["user_id"].to_pylist())
    matrix = np.random.default_rng(0).random((len(asked), len(FEATURE_NAMES)), dtype=np.float32)
    copied = seconds(matrix.copy, 200)
    ours = seconds(lambda: store.features(next(users), None, asked), 200)
    line(f"{len(asked):,} items for one shopper now", ours, "copying as many numbers", copied)
    reading = seconds(lambda: [answer(ws, f"from {table}") for table in READ_BY_THE_STORE], 3)
    line("making the store", seconds(lambda: FeatureStore(ws), 3, 0), "reading the tables", reading)


def main() -> None:
    with open_workspace(workspace()) as ws:
        of_the_log(ws)
        of_one_shopper(ws)


if __name__ == "__main__":
    main()
