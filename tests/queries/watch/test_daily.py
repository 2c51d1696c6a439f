"""Daily counts against NumPy, and the days of the click farm."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pyarrow as pa
import pytest

from queries.watch.daily import SMALL, UNLIKE, daily_counts
from queries.workspace import open_workspace
from tests.queries.watch.shop import MONDAY, farm, logged


def clicks(counts, each=1):
    """Return so many clicks a day, ``each`` by every shopper."""
    days = np.repeat(np.arange(len(counts)), counts)
    return pa.table(
        {
            "ts": [MONDAY + timedelta(days=int(day), hours=12) for day in days],
            "user_id": [f"u{n // each}" for n in range(len(days))],
            "action": ["click"] * len(days),
            "item_id": ["i"] * len(days),
        }
    )


def by_hand(counts, each):
    """Return the robust z of each day as watch/daily.sql defines it."""
    height = np.log1p(counts)
    above, usual, distance, answer = [np.full(len(counts), np.nan) for _ in range(4)]
    for day in range(28, len(counts)):
        weekday = np.median([height[earlier] for earlier in range(day - 7, max(day - 57, -1), -7)])
        above[day] = height[day] - weekday
        month = above[max(28, day - 28) : day]
        usual[day] = weekday + np.clip(np.median(month) if len(month) else 0.0, -0.5, 0.5)
        distance[day] = abs(height[day] - usual[day])
    for day in range(28, len(counts) - 1):
        past = distance[max(0, day - 56) : day]
        past = past[~np.isnan(past)]
        scale = 1.4826 * np.median(past) if len(past) else 0.0
        answer[day] = (height[day] - usual[day]) / max(scale, np.sqrt(each / np.exp(usual[day])))
    return answer


@pytest.mark.parametrize("each", [1, 4])
def test_robust_z_is_what_numpy_makes_of_it(tmp_path, each):
    rng = np.random.default_rng(each)
    weekday = np.array([300, 280, 260, 280, 320, 420, 440])
    counts = each * rng.poisson(weekday[np.arange(90) % 7] / each)
    counts[61] *= 3
    counts[75] = counts[75] // 6 // each * each
    rows = daily_counts(logged(tmp_path, events=clicks(counts, each))).to_pylist()
    expected = by_hand(counts, each)
    assert [row["events"] for row in rows] == counts.tolist()
    assert [row["z"] for row in rows] == pytest.approx([None if np.isnan(z) else z for z in expected], abs=1e-9)
    assert {place for place, row in enumerate(rows) if row["unlike"]} == {61, 75}
    assert rows[61]["events"] > rows[61]["high"]
    assert rows[75]["events"] < rows[75]["low"]


def test_quiet_where_weeks_are_alike(tmp_path):
    rng = np.random.default_rng(5)
    flagged = judged = 0
    for shop in range(2):
        counts = rng.poisson(80 + 40 * (np.arange(180) % 7 > 4))
        rows = daily_counts(logged(tmp_path / str(shop), events=clicks(counts))).to_pylist()
        flagged += sum(row["unlike"] for row in rows)
        judged += sum(row["z"] is not None for row in rows)
    assert judged == 2 * (180 - 28 - 1)
    assert flagged <= 1


def test_a_shop_that_grows_is_not_unlike_itself(tmp_path):
    rng = np.random.default_rng(2)
    counts = rng.poisson(200 * 1.004 ** np.arange(160))
    counts[140] //= 2
    rows = daily_counts(logged(tmp_path, events=clicks(counts))).to_pylist()
    assert [place for place, row in enumerate(rows) if row["unlike"]] == [140]


def test_an_empty_day_is_a_day_and_small_counts_do_not_jump(tmp_path):
    counts = np.full(60, 200)
    counts[45] = 0
    rows = daily_counts(logged(tmp_path / "a", events=clicks(counts))).to_pylist()
    assert [row["day"] for row in rows if row["unlike"]] == [date(2025, 6, 2) + timedelta(days=45)]
    small = np.full(60, 15)
    small[45] = 0
    assert SMALL > 15
    assert not any(row["unlike"] for row in daily_counts(logged(tmp_path / "b", events=clicks(small))).to_pylist())


def test_days_of_few_shoppers_are_not_told(tmp_path):
    counts = np.full(60, 200)
    counts[40] = 10
    rows = daily_counts(logged(tmp_path, events=clicks(counts))).to_pylist()
    assert rows[40]["hidden"]
    assert (rows[40]["events"], rows[40]["z"], rows[40]["unlike"]) == (None, None, False)


def test_the_days_unlike_others_are_those_of_the_click_farm(demo_workspace):
    with open_workspace(demo_workspace) as ws:
        rows = daily_counts(ws).to_pylist()
        bots = pa.table({"user_id": sorted(farm())})
        con = ws.cursor()
        con.register("bots", bots)
        days = con.execute("select distinct ts::date from events semi join bots using (user_id)").fetchall()
    unlike = [row for row in rows if row["unlike"]]
    assert unlike
    assert {(row["series"], row["brand"]) for row in unlike} == {("click", "Voltix")}
    assert {row["day"] for row in unlike} <= {day for (day,) in days}
    judged = [row for row in rows if row["z"] is not None]
    assert len(judged) > 400
    assert UNLIKE == 3.5
