"""Groups of shoppers: every number as pandas counts it."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from queries.context_metrics import measure_workspace
from queries.errors import UnknownName
from queries.metrics import METRICS
from queries.privacy import GroupTooSmall
from queries.profiles.groups import (
    affinities,
    behind,
    cohorts,
    funnel,
    journeys,
    rfm_grid,
    stopped,
    tastes,
    value_and_service,
    went,
)
from queries.profiles.people import gather
from queries.segment import fill_segments
from queries.segments import DIMENSIONS
from queries.tastes import save_tastes
from tests.queries.profiles.crowd import CATEGORIES, crowd, crowded, frames
from tests.queries.random_log import Log


@pytest.fixture(scope="module")
def log() -> Log:
    return crowd(seed=3, shoppers=600)


@pytest.fixture(scope="module")
def ws(log, tmp_path_factory):
    with crowded(tmp_path_factory.mktemp("crowd") / "ws", log) as workspace:
        measure_workspace(workspace, metrics=[METRICS["ndcg"]])
        yield workspace


@pytest.fixture(scope="module")
def people(ws):
    return gather(ws)


def thirds(values: pd.Series) -> pd.Series:
    place = (values.rank(method="min") - 1) / max(len(values) - 1, 1)
    return 1 + (place >= 1 / 3).astype(int) + (place >= 2 / 3).astype(int)


def pandas_rfm(log: Log) -> pd.DataFrame:
    items, _, events = frames(log)
    bought = events[events["action"] == "purchase"].merge(items[["item_id", "currency", "price"]], on="item_id")
    price = bought["price_x"].astype(float).fillna(bought["price_y"])
    bought = bought.assign(spend=price * bought["quantity"].astype(float).fillna(1))
    orders = bought.groupby(["user_id", "currency"])["search_id"].nunique().groupby("user_id").sum()
    purse = bought.groupby(["user_id", "currency"]).agg(lines=("spend", "size"), spend=("spend", "sum")).reset_index()
    purse = purse.sort_values(["lines", "currency"]).groupby("user_id").last()
    frame = purse.assign(orders=orders, last=bought.groupby("user_id")["ts"].max())
    frame["m"] = frame.groupby("currency")["spend"].transform(thirds)
    return frame.assign(r=thirds(frame["last"]), f=thirds(frame["orders"]))


def test_rfm_is_as_pandas_scores_it(people, log):
    expected = pandas_rfm(log)
    found = people.con.execute("select user_id, orders, spend, currency, r, f, m from shopper where r is not null").df()
    joined = found.set_index("user_id").join(expected.add_suffix("_expected"), how="outer")
    assert len(joined) == len(expected) > 40
    for column in ("orders", "currency", "r", "f", "m"):
        assert (joined[column] == joined[f"{column}_expected"]).all(), column
    np.testing.assert_allclose(joined["spend"].astype(float), joined["spend_expected"])


def test_the_class_is_that_of_the_segments(people, ws):
    """A shopper's class now and the class of a context at the start of next week are one definition."""
    fill_segments(ws, ["rfm"])
    told = ws.cursor().execute("select distinct segment from segments where dimension = 'rfm'").fetchall()
    assert {row[0] for row in told} <= set(DIMENSIONS["rfm"].titles)
    now = people.con.execute("select distinct rfm from shopper").fetchall()
    assert {row[0] for row in now} <= set(DIMENSIONS["rfm"].titles)


def test_the_grid_counts_buyers(people, log):
    expected = pandas_rfm(log).groupby(["r", "f"]).size()
    rows = rfm_grid(people).to_pylist()
    assert {(row["r"], row["f"]) for row in rows} == set(expected.index)
    shown = [row for row in rows if row["state"] == "shown"]
    assert shown
    for row in shown:
        assert row["shoppers"] == expected[row["r"], row["f"]] >= 11
        assert row["share"] == pytest.approx(row["shoppers"] / expected.sum())


@pytest.mark.parametrize("grain", ["week", "month"])
@pytest.mark.parametrize("of", ["visit", "purchase"])
def test_cohorts_and_retention_are_as_pandas_counts_them(people, log, grain, of):
    _, searches, events = frames(log)
    old = {user["user_id"] for user in log.users}
    happened = events[events["action"] == "purchase"] if of == "purchase" else pd.concat([searches, events])
    happened = happened[~happened["user_id"].isin(old)]
    period = happened["ts"].dt.to_period({"week": "W-SUN", "month": "M"}[grain])
    seen = pd.DataFrame({"user": happened["user_id"], "period": period}).drop_duplicates()
    seen["cohort"] = seen.groupby("user")["period"].transform("min")
    seen["age"] = [(period - cohort).n for period, cohort in zip(seen["period"], seen["cohort"], strict=True)]
    expected = seen.groupby(["cohort", "age"]).size()
    sizes = seen.groupby("cohort")["user"].nunique()
    rows = people.run("groups/cohorts", grain=grain, of=of, now=people.now).to_pylist()
    assert {row["cohort"] for row in rows} == {cohort.start_time.to_pydatetime() for cohort in sizes.index}
    for row in rows:
        cohort = pd.Period(row["cohort"], sizes.index.freq)
        assert row["size"] == sizes[cohort]
        assert row["shoppers"] == expected.get((cohort, row["age"]), 0)
        assert row["retention"] == row["shoppers"] / row["size"]


def test_who_is_back_is_told_only_of_enough_and_so_is_who_is_not(people):
    rows = cohorts(people, "month").to_pylist()
    told = [row for row in rows if row["state"] == "shown" and row["age"] > 0]
    assert told
    for row in told:
        assert not 0 < row["shoppers"] < 11
        assert not 0 < row["size"] - row["shoppers"] < 11
    assert all(row["shoppers"] is None and row["retention"] is None for row in rows if row["state"] == "hidden")


def test_the_funnel_is_as_pandas_counts_it(people, log):
    _, searches, events = frames(log)
    shown = {row["search_id"] for row in log.impressions}
    furthest = {key: 2 if key in shown else 1 for key in searches["search_id"]}
    for key, action in zip(events["search_id"], events["action"], strict=True):
        furthest[key] = max(furthest[key], {"click": 3, "cart": 4, "purchase": 5}[action])
    expected = {step: sum(reached >= step for reached in furthest.values()) for step in range(1, 6)}
    rows = funnel(people).to_pylist()
    assert {row["step"]: row["contexts"] for row in rows} == expected
    assert rows[4]["onward"] == pytest.approx(expected[5] / expected[4])
    assert rows[4]["share"] == pytest.approx(expected[5] / expected[1])


def test_journeys_are_as_a_loop_counts_them(people, log):
    happened: dict[str, list[tuple]] = {}
    for row in log.searches:
        kind = "search" if row["text"] else "browse"
        happened.setdefault(row["session_id"], []).append((row["ts"], 0, kind))
    for row in log.events:
        happened[row["session_id"]].append((row["ts"], 1, row["action"]))
    expected: dict[tuple, int] = {}
    for steps in happened.values():
        kinds = [kind for *_, kind in sorted(steps)]
        kinds = [kind for place, kind in enumerate(kinds) if place == 0 or kinds[place - 1] != kind]
        for step, (here, there) in enumerate(zip(kinds, [*kinds[1:], "leave"], strict=True), start=1):
            if step <= 5:
                expected[step, here, there] = expected.get((step, here, there), 0) + 1
    raw = people.run("groups/journeys", steps=5).to_pylist()
    assert {(row["step"], row["here"], row["there"]): row["visits"] for row in raw} == expected
    shown = [row for row in journeys(people).to_pylist() if row["state"] == "shown"]
    assert shown
    assert all(row["visits"] == expected[row["step"], row["here"], row["there"]] for row in shown)


def test_contexts_behind_a_way_are_where_visits_went_it(people, log):
    found = went(people, 2, "click", "leave", limit=5000).to_pylist()
    assert found
    session_of = {row["search_id"]: row["session_id"] for row in log.searches}
    acts: dict[str, list[tuple]] = {}
    for row in log.searches:
        acts.setdefault(row["session_id"], []).append((row["ts"], 0, "search" if row["text"] else "browse"))
    for row in log.events:
        acts[row["session_id"]].append((row["ts"], 1, row["action"]))
    expected = set()
    for session, each in acts.items():
        kinds = [kind for *_, kind in sorted(each)]
        kinds = [kind for place, kind in enumerate(kinds) if place == 0 or kinds[place - 1] != kind]
        if len(kinds) == 2 and kinds[1] == "click":
            expected.add(session)
    assert {session_of[row["context_id"]] for row in found} == expected
    assert len(found) == len(expected)
    assert all(row["search"] is None or not row["search"].startswith("only") for row in found)
    few = next(row for row in people.run("groups/journeys", steps=9).to_pylist() if row["shoppers"] < 11)
    with pytest.raises(GroupTooSmall):
        went(people, few["step"], few["here"], few["there"])


def test_shoppers_of_a_taste_are_counted_and_served_as_pandas_says(log, tmp_path):
    with crowded(tmp_path / "ws", log) as ws:
        measure_workspace(ws, metrics=[METRICS["ndcg"]])
        users = sorted({row["user_id"] for row in log.events})
        of = {user: ("tea", "toys", "rare")[0 if n % 3 else 1 if n > 12 else 2] for n, user in enumerate(users)}
        save_tastes(ws, "r", pa.table({"user_id": list(of), "taste": list(of.values())}))
        people = gather(ws)
        value = ws.cursor().execute(
            """select user_id, avg(value) as value from context_metrics join searches on context_id = search_id
            where metric = 'ndcg@10' group by user_id"""
        )
        value = value.df().set_index("user_id")["value"]
        rows = {row["taste"]: row for row in tastes(people).to_pylist()}
        assert rows["rare"] == dict.fromkeys(rows["rare"]) | {"taste": "rare", "state": "hidden"}
        assert rows["tea"]["shoppers"] == sum(taste == "tea" for taste in of.values())
        own = value[value.index.map(of.get) == "tea"]
        assert rows["tea"]["served"] == len(own)
        assert rows["tea"]["mean"] == pytest.approx(own.mean())
        half = 1.95996 * own.std() / len(own) ** 0.5
        assert rows["tea"]["high"] - rows["tea"]["mean"] == pytest.approx(half)
        assert {row["segment"] for row in affinities(people, "taste").to_pylist()} >= {"tea", "toys"}
        assert {of[row["user_id"]] for row in behind(people, "taste", "tea", limit=500).to_pylist()} == {"tea"}


def test_affinities_are_as_pandas_counts_them(people, log):
    items, _, events = frames(log)
    liked = events.merge(items[["item_id", "category"]], on="item_id")[["user_id", "category"]].drop_duplicates()
    stage = people.con.execute("select user_id, stage from shopper").df().set_index("user_id")["stage"]
    liked["stage"] = liked["user_id"].map(stage)
    members = pd.Series(events["user_id"].unique()).map(stage).value_counts()
    rows = people.run("groups/affinities", by="stage", of="category", limit=12).to_pylist()
    assert {row["subject"] for row in rows} == set(CATEGORIES)
    for row in rows:
        own = liked[(liked["category"] == row["subject"]) & (liked["stage"] == row["segment"])]
        assert (row["shoppers"], row["size"]) == (own["user_id"].nunique(), members[row["segment"]])
        share = liked[liked["category"] == row["subject"]]["user_id"].nunique() / members.sum()
        assert row["everyone"] == pytest.approx(share)
        assert row["lift"] == pytest.approx(row["share"] / share)


def test_value_and_service_are_over_shoppers(people, ws):
    value = ws.cursor().execute(
        """select user_id, avg(value) as value from context_metrics join searches on context_id = search_id
        where metric = 'ndcg@10' group by user_id"""
    )
    value = value.df().set_index("user_id")["value"]
    spend = people.con.execute("select user_id, spend from banded where spend is null").df()["user_id"]
    own = value[value.index.isin(spend)]
    nothing = next(row for row in value_and_service(people).to_pylist() if row["band"] == 0)
    assert nothing["shoppers"] == len(spend)
    assert nothing["served"] == len(own)
    assert nothing["mean"] is None or nothing["mean"] == pytest.approx(own.mean())


def test_contexts_behind_a_group_are_of_its_shoppers_and_rare_searches_are_not_told(people, log):
    rows = rfm_grid(people).to_pylist()
    cell = next(row for row in rows if row["state"] == "shown")
    members = pandas_rfm(log)
    members = set(members[(members["r"] == cell["r"]) & (members["f"] == cell["f"])].index)
    found = behind(people, "rfm_cell", f"{cell['r']} {cell['f']}", limit=500).to_pylist()
    assert found
    assert {row["user_id"] for row in found} <= members
    assert len({row["user_id"] for row in found}) == len(found)
    assert all(row["search"] is None or not row["search"].startswith("only") for row in found)
    values = [row["value"] for row in found if row["value"] is not None]
    assert values
    assert [row["value"] for row in found][: len(values)] == sorted(values)
    assert all(row["search"] is None or not row["search"].startswith("only") for row in stopped(people, 3).to_pylist())


def test_a_small_group_is_refused(tmp_path):
    with crowded(tmp_path / "ws", crowd(seed=1, shoppers=10)) as ws:
        measure_workspace(ws, metrics=[METRICS["ndcg"]])
        few = gather(ws)
        with pytest.raises(GroupTooSmall):
            behind(few, "stage", "active")
        reached = few.run("groups/funnel", dimension=None, absent="")["step"].to_pylist()
        with pytest.raises(GroupTooSmall):
            stopped(few, reached[-1])


def test_unknown_names_are_refused_with_the_nearest(people):
    with pytest.raises(UnknownName, match="Did you mean 'week'"):
        cohorts(people, "weak")
    with pytest.raises(UnknownName, match="Did you mean 'brand'"):
        affinities(people, of="brant")
