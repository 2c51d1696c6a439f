"""What is said of two rankers: outcomes, wins, losers, and reading it back."""

from __future__ import annotations

import json

import numpy as np
import pytest

from queries.comparing import measurable
from queries.comparing.comparison import Comparison, compare
from queries.errors import UnknownName
from queries.observe import NotObserved
from tests.queries.comparing.shops import ranked_shop

SIZE = 120
A, B = ["abcd"] * SIZE, ["bacd"] * 60 + ["dcba"] * 60


def shop(tmp_path, difference: float, metric: str = "ndcg@10", **more):
    rng = np.random.default_rng(1)
    of_a = rng.uniform(0.3, 0.6, SIZE)
    of_b = of_a + difference + rng.normal(0, 0.01, SIZE)
    of_b[:4] = of_a[:4]
    return ranked_shop(tmp_path, {"a": A, "b": B}, {("a", metric): of_a, ("b", metric): of_b}, **more)


@pytest.mark.parametrize(
    ("metric", "difference", "outcome"),
    [
        ("ndcg@10", 0.05, "better"),
        ("ndcg@10", -0.05, "worse"),
        ("ndcg@10", 0.0, "not told apart"),
        ("abandonment", 0.05, "worse"),
        ("abandonment", -0.05, "better"),
    ],
)
def test_the_outcome_follows_what_is_better(tmp_path, metric, difference, outcome):
    with shop(tmp_path, difference, metric) as ws:
        found = compare(ws, "a", "b", metric)
    assert found.outcome == outcome
    assert (found.quality["wins"] + found.quality["losses"], found.quality["ties"]) == (SIZE - 4, 4)
    net = (found.quality["wins"] - found.quality["losses"]) / SIZE
    assert found.signs["difference"] == pytest.approx(net)
    assert found.signs["low"] <= net <= found.signs["high"]
    if outcome in ("better", "worse"):
        assert (found.quality["wins"] > found.quality["losses"]) == (outcome == "better")
        assert found.signs["p"] < 0.01


def test_figures_of_segments_and_their_churn_stand_apart(tmp_path):
    with shop(tmp_path, 0.05, segments={"device": ["swapped"] * 60 + ["reversed"] * 60}) as ws:
        found = compare(ws, "a", "b", "ndcg@10", dimension="device", k=4)
    quality = {row["segment"]: row for row in found.segments}
    change = {row["segment"]: row for row in found.churn_segments}
    assert set(quality) == set(change) == {"swapped", "reversed"}
    assert "mean" not in quality["swapped"]
    assert change["swapped"]["mean"] > change["reversed"]["mean"]
    assert all(row["q"] >= row["p"] and row["least_detectable"] > 0 and row["effect"] > 0 for row in found.segments)


def test_a_difference_of_rounding_is_a_tie(tmp_path):
    values = np.linspace(0.1, 0.9, SIZE)
    both = {("a", "ndcg@10"): values, ("b", "ndcg@10"): values + 1e-15}
    with ranked_shop(tmp_path, {"a": A, "b": B}, both) as ws:
        found = compare(ws, "a", "b", "ndcg@10")
    assert (found.quality["wins"], found.quality["losses"], found.quality["ties"]) == (0, 0, SIZE)
    assert found.quality["difference"] == 0
    assert found.losers == ()


def test_rates_need_a_hundred_contexts(tmp_path):
    rng = np.random.default_rng(0)
    hits = {(name, "hit_rate@10"): rng.integers(0, 2, 60).astype(float) for name in "ab"}
    with ranked_shop(tmp_path, {"a": A[:60], "b": B[:60]}, hits) as ws:
        assert compare(ws, "a", "b", "hit_rate@10").outcome == "too little"


def test_the_biggest_losers_come_first_with_both_slates(tmp_path):
    of_a, of_b = np.full(SIZE, 0.5), np.full(SIZE, 0.5)
    of_b[[7, 70, 80]] = [0.4, 0.1, 0.2]
    searches = ["watch"] * SIZE
    searches[80] = "gift for my neighbour"
    values = {("a", "ndcg@10"): of_a, ("b", "ndcg@10"): of_b}
    with ranked_shop(tmp_path, {"a": A, "b": B}, values, searches=searches) as ws:
        ws.commit(
            lambda con: con.execute("insert into items (item_id, title) select unnest(['a', 'b']), unnest(['A', 'B'])")
        )
        ws.commit(
            lambda con: con.execute(
                """insert into events by name select search_id, user_id, unnest(['b', 'a']) as item_id,
                'click' as action, source, ts + interval 1 minute as ts from searches"""
            )
        )
        ws.commit(
            lambda con: con.execute(
                """insert into measurements by name select unnest(['a', 'b']) as ranker_id, 'ndcg@10' as metric,
                'v1' as version, 'behaviour' as grading, 0.5 as value"""
            )
        )
        found = compare(ws, "a", "b", "ndcg@10", k=2)
    assert [loser.context_id for loser in found.losers] == ["c0000070", "c0000080", "c0000007"]
    first, rare, swapped = found.losers
    assert (first.search, rare.search, rare.rare) == ("watch", None, True)
    assert first.difference == pytest.approx(-0.4)
    # b turned the slate over: within the first two there are four items, and a fell furthest of what was clicked.
    assert [(p.item_id, p.rank_a, p.rank_b, p.grade) for p in first.places] == [
        ("a", 1, 4, 1.0),
        ("d", 4, 1, None),
        ("b", 2, 3, 1.0),
        ("c", 3, 2, None),
    ]
    assert (first.turned_on.item_id, first.turned_on.title) == ("a", "A")
    assert [p.item_id for p in swapped.places] == ["a", "b"]


def test_fewer_than_eleven_shoppers_are_told_nothing(tmp_path):
    with shop(tmp_path, -0.05, shoppers=[n % 10 for n in range(SIZE)]) as ws:
        found = compare(ws, "a", "b", "ndcg@10")
    assert found.outcome == "too little"
    assert found.losers == ()
    assert {found.quality[name] for name in ("contexts", "mean_a", "difference", "wins", "low")} == {None}


def test_it_can_be_kept_and_read_back(tmp_path):
    with shop(tmp_path, -0.05, segments={"device": ["swapped"] * 60 + ["reversed"] * 60}) as ws:
        found = compare(ws, "a", "b", "ndcg@10", dimension="device")
    assert found.losers
    assert Comparison.from_dict(json.loads(json.dumps(found.to_dict()))) == found


def test_only_like_is_compared_with_like(tmp_path):
    slates = {"a": A, "b": B, "b:catalogue": B}
    values = {(name, "ndcg@10"): np.full(SIZE, 0.5) for name in slates} | {("a", "mrr@10"): np.full(SIZE, 0.5)}
    with ranked_shop(tmp_path, slates, values) as ws:
        known = measurable(ws)
        assert known.others("a") == ["b"]
        assert list(known.shared("a", "b")) == ["ndcg@10"]
        with pytest.raises(NotObserved, match="other candidates"):
            compare(ws, "a", "b:catalogue", "ndcg@10")
        with pytest.raises(UnknownName, match="ndcg@10"):
            compare(ws, "a", "b", "ndgc@10")
        with pytest.raises(UnknownName, match="measured ranker"):
            compare(ws, "a", "z", "ndcg@10")


def test_judged_searches_are_units_of_their_own(tmp_path):
    with shop(tmp_path, 0.05) as ws:
        ws.commit(
            lambda con: con.execute(
                "update context_metrics set context_id = 'judged:' || context_id; delete from searches"
            )
        )
        ws.commit(lambda con: con.execute("update slates set context_id = 'judged:' || context_id"))
        found = compare(ws, "a", "b", "ndcg@10")
    assert found.outcome == "better"
    assert found.quality["shoppers"] == SIZE
