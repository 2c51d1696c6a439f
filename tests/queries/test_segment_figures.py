"""Figures asked of a workspace: by one dimension, two, position, down to contexts, and of two rankers."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from queries.figures import by_position, drill_down, heat_map, segment_figures
from queries.honesty import FLIPS, LEVEL
from queries.observe import NotObserved
from queries.paired import paired_figures
from queries.privacy import GroupTooSmall
from tests.queries.segment_shop import segment_shop

NDCG = ("logged", "ndcg@10")


def state_of(table) -> dict[tuple[str, str], str]:
    return {(row["segment"], row["other"]): row["state"] for row in table.to_pylist()}


@pytest.fixture(scope="module")
def shop(tmp_path_factory):
    """600 contexts of 200 shoppers: three devices, two languages; Chinese on tablets is served badly."""
    rng = np.random.default_rng(0)
    shopper = np.repeat(np.arange(200), 3)
    device = np.array(["mobile", "desktop", "tablet"])[shopper % 3]
    language = np.array(["en", "zh"])[(shopper // 3) % 2]
    bad = (device == "tablet") & (language == "zh")
    value = np.clip(rng.normal(0.6, 0.1, 600) - 0.2 * bad, 0, 1)
    text = ["watch" if n < 590 else f"secret {n}" for n in range(600)]
    values = {NDCG: value, ("logged", "mrr@10"): np.where(np.arange(600) < 180, value, np.nan)}
    with segment_shop(
        tmp_path_factory.mktemp("shop"), shopper, values, {"device": device, "language": language}, text
    ) as ws:
        yield ws


def test_segments_come_in_the_order_of_their_dimension(shop):
    rows = segment_figures(shop, "ndcg@10", "device").to_pylist()
    assert [row["segment"] for row in rows] == ["desktop", "mobile", "tablet"]  # by traffic, then by name
    assert rows[2]["significant"]
    assert rows[2]["difference"] < -0.05
    assert rows[2]["q"] <= LEVEL < 1


def test_what_has_no_segment_has_the_absent_one(shop):
    (row,) = segment_figures(shop, "ndcg@10", "surface").to_pylist()
    assert (row["segment"], row["contexts"], row["difference"]) == ("unknown", 600, None)


def test_a_heat_map_finds_the_pair(shop):
    rows = heat_map(shop, "ndcg@10", "device", "language").to_pylist()
    assert len(rows) == 6
    worst = min(rows, key=lambda row: row["difference"])
    assert (worst["segment"], worst["other"]) == ("tablet", "zh")
    assert worst["mean"] == pytest.approx(0.4, abs=0.03)


def test_filters_keep_what_they_name(shop):
    rows = segment_figures(shop, "ndcg@10", "language", filters=[("device", "tablet")]).to_pylist()
    assert sum(row["contexts"] for row in rows) == 198
    assert {row["segment"]: row["mean"] for row in rows}["zh"] == pytest.approx(0.4, abs=0.03)


def test_a_rate_or_reciprocal_rank_wants_more_contexts(shop):
    assert set(state_of(segment_figures(shop, "mrr@10", "language")).values()) == {"few"}


def test_contexts_behind_a_figure_come_worst_first_and_rare_searches_are_masked(shop):
    rows = drill_down(shop, "ndcg@10", limit=600).to_pylist()
    assert [row["value"] for row in rows] == sorted(row["value"] for row in rows)
    assert {row["search"] for row in rows if not row["rare"]} == {"watch"}
    assert [row["search"] for row in rows if row["rare"]] == [None] * 10


def test_what_tells_items_apart_needs_a_metric_of_items(shop):
    with pytest.raises(NotObserved, match="'brand' tells items apart"):
        segment_figures(shop, "ndcg@10", "brand")


def test_a_metric_that_was_not_measured_is_named(shop):
    with pytest.raises(NotObserved, match=r"Nothing is measured of 'err@10' for 'logged'\. Measure it"):
        segment_figures(shop, "err@10", "device")


@pytest.fixture(scope="module")
def sparse(tmp_path_factory):
    """Two dimensions whose pairs are sometimes of very few shoppers."""
    rng = np.random.default_rng(4)
    shopper = np.arange(500)
    row, column = rng.integers(0, 4, 500), rng.choice(5, 500, p=[0.4, 0.3, 0.2, 0.08, 0.02])
    with segment_shop(
        tmp_path_factory.mktemp("sparse"), shopper, {NDCG: rng.random(500)}, {"device": row, "language": column}
    ) as ws:
        yield ws, row, column


def test_small_pairs_are_not_the_rest_of_their_row_or_column(sparse):
    ws, row, column = sparse
    one_way = [segment_figures(ws, "ndcg@10", name).to_pylist() for name in ("device", "language")]
    assert [r["state"] for r in one_way[1]].count("hidden") >= 2  # the rarest, and another with it
    states = state_of(heat_map(ws, "ndcg@10", "device", "language"))
    small = {(str(r), str(c)) for r in range(4) for c in range(5) if ((row == r) & (column == c)).sum() < 11}
    assert small
    for r, c in small:
        assert states.get((r, c), "hidden") == "hidden"
        assert sum(state == "hidden" for (other_row, _), state in states.items() if other_row == r) >= 2


def test_a_filter_cannot_single_out_a_few(sparse):
    ws, *_ = sparse
    with pytest.raises(GroupTooSmall, match="language = 4 cannot be shown"):
        segment_figures(ws, "ndcg@10", "device", filters=[("language", "4")])


def test_positions_are_in_order_and_clicks_are_counted(tmp_path):
    size = 300
    with segment_shop(tmp_path, range(size), {}, {}) as ws:

        def job(con):
            con.execute(
                """insert into impressions by name select search_id, 'i' || p as item_id, p as position
                from searches cross join range(1, 12) r(p)"""
            )
            con.execute(
                """insert into events by name select ts, search_id, user_id, 'i1' as item_id, 'click' as action
                from searches limit 60"""
            )

        ws.commit(job)
        rows = by_position(ws).to_pylist()
    assert [row["segment"] for row in rows] == [str(n) for n in range(1, 12)]
    assert rows[0]["mean"] == pytest.approx(0.2)
    assert rows[1]["mean"] == 0


def two_rankers(tmp_path, difference, shoppers=120, per_shopper=4, spread=0.0, seed=0):
    rng = np.random.default_rng(seed)
    shopper = np.repeat(np.arange(shoppers), per_shopper)
    a = rng.normal(0.5, 0.1, len(shopper))
    own = rng.normal(0, spread, shoppers)[shopper]
    b = a + difference + own + rng.normal(0, 0.05, len(shopper))
    values = {("a", "ndcg@10"): a, ("b", "ndcg@10"): b}
    device = np.array(["mobile", "desktop"])[shopper % 2]
    return shopper, b - a, segment_shop(tmp_path, shopper, values, {"device": device})


def test_paired_figures_are_those_of_brute_force(tmp_path):
    shopper, d, ws = two_rankers(tmp_path, 0.01, spread=0.03)
    row, _ = paired_figures(ws, "ndcg@10", "a", "b").to_pylist()
    totals = np.bincount(shopper, d)
    rng = np.random.default_rng(9)
    flips = rng.choice([-1, 1], (20_000, len(totals))) @ totals
    p = (np.abs(flips) >= abs(totals.sum())).mean()
    assert row["difference"] == pytest.approx(d.mean())
    assert row["difference"] == pytest.approx(row["mean_b"] - row["mean_a"])
    assert row["effect"] == pytest.approx(d.mean() / d.std(ddof=1))
    assert (row["wins"], row["losses"], row["ties"]) == ((d > 0).sum(), (d < 0).sum(), 0)
    assert row["p"] == pytest.approx(p, abs=4 * np.sqrt(p * (1 - p) / FLIPS) + 1 / FLIPS)
    assert row["low"] < row["difference"] < row["high"]
    error = np.sqrt(((totals - 4 * d.mean()) ** 2).sum() * 120 / 119) / len(d)
    assert row["least_detectable"] == pytest.approx(2.8016 * error)
    assert (row["high"] - row["low"]) / 2 == pytest.approx(1.96 * error, rel=0.12)


def test_signs_are_the_figures_of_wins_less_losses(tmp_path):
    """A shop whose differences are the signs of another's has as its figures what that other one's signs have."""
    shopper, d, ws = two_rankers(tmp_path / "a", 0.01, spread=0.03)
    _, signs = paired_figures(ws, "ndcg@10", "a", "b").to_pylist()
    values = {("a", "ndcg@10"): np.zeros(len(d)), ("b", "ndcg@10"): np.sign(d)}
    plain, again = paired_figures(segment_shop(tmp_path / "b", shopper, values, {}), "ndcg@10", "a", "b").to_pylist()
    same = ("difference", "low", "high", "p", "q", "effect", "wins", "losses", "least_detectable")
    assert {key: signs[key] for key in same} == pytest.approx({key: plain[key] for key in same})
    assert {key: again[key] for key in same} == pytest.approx({key: plain[key] for key in same})
    assert signs["q"] == signs["p"]  # a question of its own: not corrected for the other


def test_a_ranker_is_no_better_than_itself(tmp_path):
    shopper, _, ws = two_rankers(tmp_path, 0.0)
    row, _ = paired_figures(ws, "ndcg@10", "a", "a").to_pylist()
    assert (row["difference"], row["p"], row["significant"], row["ties"]) == (0, 1, False, len(shopper))


def test_swapping_the_rankers_turns_the_signs(tmp_path):
    _, _, ws = two_rankers(tmp_path, 0.02)
    forth = paired_figures(ws, "ndcg@10", "a", "b", "device").to_pylist()
    back = paired_figures(ws, "ndcg@10", "b", "a", "device").to_pylist()
    for one, other in zip(forth, back, strict=True):
        assert one["difference"] == pytest.approx(-other["difference"])
        assert (one["wins"], one["losses"]) == (other["losses"], other["wins"])
        assert one["p"] == other["p"]


def test_flips_are_of_shoppers_so_loyal_shoppers_do_not_count_many_times(tmp_path):
    """Shoppers differ, rankers do not: with flips of contexts, few shoppers would look like many."""
    rng = np.random.default_rng(2)
    shopper, rankers = np.repeat(np.arange(40), 12), 12
    values = {("a", "ndcg@10"): np.full(480, 0.5)}
    for number in range(rankers):
        own = rng.normal(0, 0.1, 40)[shopper]
        values[f"b{number}", "ndcg@10"] = 0.5 + own + rng.normal(0, 0.02, 480)
    by_rows = [stats.ttest_1samp(values[f"b{n}", "ndcg@10"], 0.5).pvalue <= LEVEL for n in range(rankers)]
    with segment_shop(tmp_path, shopper, values, {}) as ws:
        ours = [paired_figures(ws, "ndcg@10", "a", f"b{n}")["p"][0].as_py() <= LEVEL for n in range(rankers)]
    assert sum(ours) <= stats.binom.ppf(0.999, rankers, LEVEL) < sum(by_rows)


def test_nothing_to_compare_is_said(shop):
    with pytest.raises(NotObserved, match="No context has 'ndcg@10' for both 'logged' and 'b'"):
        paired_figures(shop, "ndcg@10", "logged", "b")
