"""What is measured of accounts, by hand; the click farm, found; and figures without it."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest

from explain.watch import watch_accounts
from models.odd_accounts import OddSettings, odd_accounts
from queries.figures import drill_down, segment_figures
from queries.privacy import GroupTooSmall
from queries.watch.accounts import FEATURES, account_features, flagged, judged, save_accounts
from queries.watch.quality import quality_between, weekly_quality, whole_quality
from queries.watch.windows import windows
from queries.workspace import open_workspace
from tests.queries.watch.shop import MONDAY, farm, logged


@pytest.fixture(scope="module")
def sample(demo_workspace):
    with open_workspace(demo_workspace) as ws:
        yield ws


def test_features_by_hand(tmp_path):
    """u1 clicks a, b (2 s later), a (98 s later), b of another day …; u2 only buys; u3 does too little."""
    seconds = [0, 2, 100, 86_400, 86_401, 86_500, 86_600, 86_700, 86_800, 86_900, 87_000]
    clicked = ["a", "b", "a", "b", "a", "b", "a", "b", "a", "b"]
    rows = [("u1", s, i, "click") for s, i in zip(seconds, clicked, strict=False)]
    rows += [("u1", seconds[10], "b", "cart")]
    rows += [("u2", 60 * n, f"x{n}", "purchase") for n in range(10)]
    rows += [("u3", n, "a", "click") for n in range(9)]
    events = pa.table(
        {
            "user_id": [row[0] for row in rows],
            "ts": [MONDAY + timedelta(seconds=row[1]) for row in rows],
            "item_id": [row[2] for row in rows],
            "action": [row[3] for row in rows],
            "search_id": ["s1" if row[0] == "u1" else None for row in rows],
        }
    )
    searches = pa.table(
        {"search_id": ["s1", "s2", "s3"], "user_id": ["u1"] * 3, "ts": [MONDAY] * 3, "text": ["watch", " Watch", "hat"]}
    )
    shown = pa.table({"search_id": ["s1"] * 40, "item_id": [f"i{n}" for n in range(40)]})
    items = pa.table({"item_id": ["a", "b"], "brand": ["A", "A"]})
    ws = logged(tmp_path, events=events, searches=searches, impressions=shown, items=items)
    first, second = account_features(ws).to_pylist()
    carts, purchases = 1 / 10, 10 / 10  # of all accounts judged, per click
    assert first == {
        "user_id": "u1",
        "actions": 11,
        "click_rate": 10 / 40,
        "cart_rate": pytest.approx((1 + 5 * carts) / 15),
        "purchase_rate": pytest.approx((0 + 5 * purchases) / 15),
        "quick_share": pytest.approx(2 / 9),  # the cart was of the item clicked last, the other steps led elsewhere
        "pace": pytest.approx((100 * 101) ** 0.5 - 1),  # 2, 98, 1, 99, 100, 100, 100, 100; a day later is another visit
        "one_brand": 1.0,
        "different_items": pytest.approx(2 / 11),
        "repeated_searches": pytest.approx(1 / 3),
    }
    assert (second["user_id"], second["pace"], second["one_brand"]) == ("u2", pytest.approx(60), pytest.approx(0.1))
    assert (second["click_rate"], second["repeated_searches"]) == (None, None)


def without(table: pa.Table, accounts: set[str]) -> pa.Table:
    return table.filter(pc.invert(pc.is_in(table["user_id"], pa.array(sorted(accounts)))))


@pytest.mark.parametrize("seed", [0, 1])
def test_the_click_farm_is_found_and_hardly_anyone_else(sample, seed):
    table = account_features(sample)
    found = odd_accounts(table, FEATURES, OddSettings(seed=seed))
    odd = {user for user, is_odd in zip(table["user_id"].to_pylist(), found.flagged, strict=True) if is_odd}
    precision, recall = len(odd & farm()) / len(odd), len(odd & farm()) / len(farm())
    assert precision >= 0.95
    assert recall >= 0.95  # one of the forty did fewer than ten things
    people = odd_accounts(without(table, farm()), FEATURES, OddSettings(seed=seed))
    assert people.flagged.sum() <= 4  # of 2,057


def test_accounts_dealt_at_random_are_flagged_as_rarely_as_promised(sample):
    people = without(account_features(sample), farm())
    rng = np.random.default_rng(1)
    dealt = {name: rng.permutation(people[name].to_numpy()) for name in FEATURES}
    assert odd_accounts(pa.table(dealt), FEATURES).flagged.sum() <= 5  # 2,057 / 2,000 expected


def test_what_made_them_odd_is_measured(sample):
    table = account_features(sample)
    found = odd_accounts(table, FEATURES)
    of_farm = found.flagged & np.isin(table["user_id"].to_numpy(), sorted(farm()))
    strongest = np.array(found.features)[np.nanargmax(found.moved[of_farm], axis=1)]
    assert set(strongest) <= {"repeated_searches", "cart_rate", "different_items", "quick_share", "pace"}
    assert np.isnan(found.moved[~found.flagged]).all()
    for row in flagged(sample).to_pylist():
        moved = [reason["moved"] for reason in row["reasons"]]
        assert moved == sorted(moved, reverse=True)
        assert moved[-1] > 0


def test_what_the_job_keeps_is_what_it_found_and_it_can_be_run_again(sample, tmp_path):
    ws = logged(tmp_path)
    assert judged(ws)["found_at"] is None
    assert watch_accounts(ws).accounts == 0
    kept = judged(sample)
    assert (kept["accounts"], kept["flagged"], kept["current"]) == (2_096, flagged(sample).num_rows, True)
    assert 0.02 < kept["flagged_contexts"] / kept["contexts"] < 0.04


def test_figures_without_flagged_accounts_are_those_of_all_others(sample):
    odd = set(flagged(sample)["user_id"].to_pylist())
    rows = sample.cursor().execute(
        "select user_id, value from context_metrics join searches on context_id = search_id where metric = 'conversion'"
    )
    values = rows.fetchall()
    [every] = whole_quality(sample, "conversion").to_pylist()
    [rest] = whole_quality(sample, "conversion", without_flagged=True).to_pylist()
    assert every["mean"] == pytest.approx(np.mean([value for _, value in values]))
    assert rest["mean"] == pytest.approx(np.mean([value for user, value in values if user not in odd]))
    assert rest["mean"] > every["mean"]  # the farm buys nothing
    assert rest["contexts"] == sum(user not in odd for user, _ in values)
    by = segment_figures(sample, "conversion", "platform", without_flagged=True).to_pylist()
    assert sum(row["contexts"] for row in by) == rest["contexts"]
    behind = drill_down(sample, "conversion", limit=30_000, without_flagged=True)
    assert not odd & set(behind["user_id"].to_pylist())


def test_quality_by_week_and_between_windows(sample):
    over = windows(sample)
    weeks = weekly_quality(sample, "ndcg@10").to_pylist()
    assert [row["segment"] for row in weeks][::11] == ["2025-03-03", "2025-05-19"]
    assert sum(row["contexts"] for row in weeks) == whole_quality(sample, "ndcg@10")["contexts"][0].as_py()
    found = {row["segment"]: row for row in quality_between(sample, "ndcg@10", over).to_pylist()}
    current = sum(row["contexts"] for row in weeks if row["segment"] >= f"{over.current_start:%Y-%m-%d}")
    assert found["current"]["contexts"] == current
    assert found["current"]["difference"] == pytest.approx(found["current"]["mean"] - found["reference"]["mean"])
    assert not found["current"]["significant"]


def test_so_few_flagged_accounts_that_the_rest_would_tell_of_them(tmp_path):
    users = [f"u{n:02}" for n in range(60)]
    searches = pa.table({"search_id": [f"s{u}" for u in users], "user_id": users, "ts": [MONDAY] * 60})
    shown = pa.table({"search_id": [f"s{u}" for u in users], "item_id": ["i"] * 60, "position": [1] * 60})
    ws = logged(tmp_path, searches=searches, impressions=shown)

    def flag(count):
        scored = {"user_id": users, "actions": [9] * 60, "score": [0.5] * 60, "flagged": [n < count for n in range(60)]}
        reasons = {name: [] for name in ("user_id", "feature", "value", "usual", "moved")}
        save_accounts(ws, pa.table(scored), pa.table(reasons))
        return whole_quality(ws, "shown_click", without_flagged=True).to_pylist()[0]["shoppers"]

    assert flag(0) == 60
    with pytest.raises(GroupTooSmall, match="without the flagged accounts"):
        flag(10)
    assert flag(11) == 49


def test_few_accounts_or_nothing_to_tell_them_by_flags_nobody():
    few = odd_accounts(pa.table({"pace": [1.0] * 50 + [900.0]}), ("pace",))
    alike = odd_accounts(pa.table({"pace": [1.0] * 200, "buys": pa.nulls(200)}), ("pace", "buys"))
    assert not few.flagged.any()
    assert not alike.flagged.any()
    assert alike.features == ()
