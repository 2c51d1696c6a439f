"""What an audit measures and stores: by hand, against scipy and pandas, and what may not be shown."""

from __future__ import annotations

import json
from itertools import pairwise

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from scipy.stats import kendalltau, t

from queries.examples import tiny_shop
from queries.robustness.reading import audit_figures, audits, few_shoppers, not_applicable, slates_of_test, worst_tests
from queries.robustness.storing import (
    OUTCOME,
    PLACE,
    TEST,
    begin_audit,
    draw_sample,
    measure_tests,
    measured_ndcg,
    save_tests,
)
from queries.segment import fill_segments
from queries.workspace import open_workspace

K = 10


def a_test(name: str, **said) -> dict:
    plain = {"test_id": name, "context_id": name, "perturbation": "case", "strength": 1.0, "seed": 0, "spans": "[]"}
    return {**plain, "candidates": 30, "expectation": "invariance", "direction": 0, "mark": 0.7, **said}


def places(name: str, before: dict[str, float], after: dict[str, float], chance: float = 0.1) -> list[dict]:
    """Both slates of a test from the scores of its items; an item missing after is no candidate any more."""
    ranks = [
        {item: rank for rank, item in enumerate(sorted(scores, key=lambda i: (-scores[i], i)), 1)}
        for scores in (before, after)
    ]
    return [
        {
            "test_id": name,
            "item_id": item,
            "rank": ranks[1].get(item),
            "score": after.get(item),
            "rank_before": ranks[0][item],
            "score_before": before[item],
            "chance_before": chance,
        }
        for item in before
    ]


def measured(ws, tests: list[dict], rows: list[dict], outcomes: pa.Table | None = None, k: int = K) -> dict[str, dict]:
    made, put = pa.Table.from_pylist(tests, schema=TEST), pa.Table.from_pylist(rows, schema=PLACE)
    con = ws.cursor()
    ndcg = measured_ndcg(made, put, OUTCOME.empty_table() if outcomes is None else outcomes, k)
    measure_tests(con, made, put, ndcg, k)
    return {row["test_id"]: row for row in con.table("test_measure").to_arrow_table().to_pylist()}


@pytest.fixture(scope="module")
def shop():
    return tiny_shop()


def rbo(a: list[str], b: list[str], p: float) -> float:
    """Webber et al. 2010, eq. 23, for lists of one length: straight from the definition."""
    k = len(a)
    shared = [len(set(a[:d]) & set(b[:d])) for d in range(1, k + 1)]
    return shared[-1] / k * p**k + (1 - p) / p * sum(x / d * p**d for d, x in enumerate(shared, 1))


def test_rank_measures_agree_with_scipy_and_the_definitions(shop):
    random = np.random.default_rng(11)
    items = [f"i{number:02}" for number in range(30)]
    tests, rows, slates = [], [], {}
    for number in range(40):
        before = dict(zip(items, np.round(random.normal(size=30), 1), strict=True))
        after = {item: float(np.round(score + random.normal() * number / 40, 1)) for item, score in before.items()}
        tests.append(a_test(f"t{number}"))
        rows += places(f"t{number}", before, after)
        slates[f"t{number}"] = (before, after)
    found = measured(shop, tests, rows)
    for name, (before, after) in slates.items():
        ranks = {(r["item_id"]): (r["rank_before"], r["rank"]) for r in rows if r["test_id"] == name}
        first = [sorted((i for i in ranks if ranks[i][side] <= K), key=lambda i: ranks[i][side]) for side in (0, 1)]
        union = sorted({*first[0], *first[1]})
        keys = [
            [scores[i] if ranks[i][side] <= K else -1e9 for i in union] for side, scores in ((0, before), (1, after))
        ]
        assert found[name]["tau"] == pytest.approx(kendalltau(*keys).statistic)
        assert found[name]["overlap"] == pytest.approx(len(set(first[0]) & set(first[1])) / K)
        assert found[name]["rbo"] == pytest.approx(rbo(*first, 1 - 1 / K))
        assert found[name]["displacement"] == pytest.approx(np.mean([abs(ranks[i][1] - ranks[i][0]) for i in first[0]]))
        assert found[name]["score_shift"] == pytest.approx(np.mean([abs(after[i] - before[i]) for i in first[0]]))


def test_rbo_worked_by_hand(shop):
    """abc against acb at p = 2/3: agreement 1, 1/2, 1 at depths 1, 2, 3."""
    before, after = {"a": 3.0, "b": 2.0, "c": 1.0}, {"a": 3.0, "b": 1.0, "c": 2.0}
    found = measured(shop, [a_test("t")], places("t", before, after), k=3)["t"]
    assert found["rbo"] == pytest.approx((1 / 3) * (1 + 0.5 * 2 / 3 + (2 / 3) ** 2) + (2 / 3) ** 3)
    assert (found["overlap"], found["tau"], found["displacement"]) == (1.0, pytest.approx(1 / 3), pytest.approx(2 / 3))


def test_what_is_no_candidate_any_more_went_behind_all(shop):
    before = {"a": 3.0, "b": 2.0}
    found = measured(shop, [a_test("t", candidates=20)], places("t", before, {"b": 2.0}), k=2)["t"]
    assert found["displacement"] == pytest.approx(((21 - 1) + (2 - 1)) / 2)
    assert found["score_shift"] == 0.0


@pytest.mark.parametrize(
    ("expectation", "direction", "mark", "after", "failed"),
    [
        ("invariance", 0, 0.5, {"a": 3.0, "b": 0.0, "c": 2.0}, False),  # one of two stays
        ("invariance", 0, 0.6, {"a": 3.0, "b": 0.0, "c": 2.0}, True),
        ("sensitivity", 0, 0.95, {"a": 3.0, "b": 2.0, "c": 1.0}, True),
        ("sensitivity", 0, 0.95, {"a": 1.0, "b": 2.0, "c": 3.0}, False),
        ("monotone", 1, 0.05, {"a": 3.0, "b": 1.9, "c": 1.0}, True),
        ("monotone", 1, 0.2, {"a": 3.0, "b": 1.9, "c": 1.0}, False),
        ("monotone", -1, 0.05, {"a": 3.0, "b": 1.9, "c": 1.0}, False),
        ("monotone", -1, 0.05, {"a": 3.0, "b": 2.1, "c": 1.0}, True),
    ],
)
def test_a_promise_is_broken_beyond_its_mark(shop, expectation, direction, mark, after, failed):
    made = a_test("t", expectation=expectation, direction=direction, mark=mark, item_id="b")
    found = measured(shop, [made], places("t", {"a": 3.0, "b": 2.0, "c": 1.0}, after), k=2)["t"]
    assert found["failed"] is failed
    assert found["item_shift"] == pytest.approx(after["b"] - 2.0)


def test_what_it_costs_in_ndcg_and_in_expected_revenue(shop):
    """w1 (699) was bought; it falls from the first place to the second, w2 (1488) takes it."""
    outcomes = pa.Table.from_pylist([{"context_id": "t", "item_id": "w1", "grade": 3.0}], schema=OUTCOME)
    rows = places("t", {"w1": 2.0, "w2": 1.0}, {"w1": 1.0, "w2": 2.0})
    for row in rows:
        row["chance_before"] = 0.2 if row["item_id"] == "w1" else 0.05
    found = measured(shop, [a_test("t")], rows, outcomes, k=2)["t"]
    assert found["ndcg_loss"] == pytest.approx(1 - 1 / np.log2(3))
    before, after = 699 * 0.2 + 1488 * 0.05 / np.log2(3), 1488 * 0.05 + 699 * 0.2 / np.log2(3)
    assert found["revenue_loss"] == pytest.approx(1 - after / before)
    changed = measured(shop, [a_test("t", expectation="sensitivity")], rows, outcomes, k=2)["t"]
    assert changed["ndcg_loss"] is changed["revenue_loss"] is None


@pytest.fixture(scope="module")
def audited(tmp_path_factory):
    """A log of 30 shoppers of two languages, the smaller with 9 of them, and an audit of all their searches."""
    folder = tmp_path_factory.mktemp("audited") / "shop"
    random = np.random.default_rng(5)
    with open_workspace(folder, "write") as ws:
        searches = [
            {"search_id": f"s{n:02}", "user_id": f"u{n:02}", "lang": "zh" if n < 21 else "en", "surface": "search"}
            | {"text": "手表" if n < 21 else "watch", "ts": pd.Timestamp("2025-05-01") + pd.Timedelta(hours=n)}
            for n in range(30)
        ]
        frame = pa.Table.from_pylist(searches)
        ws.commit(lambda con: con.register("made", frame) and con.execute("insert into searches by name from made"))
        fill_segments(ws, ["language"])
        sample = draw_sample(ws, ["language"], 20)
        begin_audit(ws, "a1", "tiny", json.dumps({"k": K}), "r1", sample.contexts)
        for context in sample.contexts.to_pylist():
            tests, rows = [], []
            for seed in range(5):
                name = f"{context['context_id']}-{seed}"
                tests.append(a_test(name, context_id=context["context_id"], seed=seed))
                before = {f"i{n}": float(20 - n) for n in range(15)}
                rows += places(name, before, {i: s + random.normal() * 8 for i, s in before.items()})
            tests.append(a_test(f"{context['context_id']}-no", context_id=context["context_id"], perturbation="units"))
            tests[-1]["because"] = "no_quantity"
            made = pa.Table.from_pylist(tests, schema=TEST)
            for _ in range(2):  # what is stored already stays as it is
                save_tests(ws, "a1", K, made, pa.Table.from_pylist(rows, schema=PLACE))
    return folder


def test_the_sample_covers_small_strata_and_stands_for_the_log(audited):
    with open_workspace(audited) as ws:
        sample = draw_sample(ws, ["language"], 20)
        counts = {each.stratum: (each.contexts, each.shoppers, each.drawn) for each in sample.strata}
        assert counts == {"zh": (21, 21, 11), "en": (9, 9, 9)}
        weights = sample.contexts.to_pandas().groupby("stratum")["weight"].sum()
        assert weights.to_dict() == pytest.approx({"zh": 21.0, "en": 9.0})
        assert draw_sample(ws, ["language"], 20).contexts.equals(sample.contexts)
        assert not draw_sample(ws, ["language"], 20, seed=1).contexts.equals(sample.contexts)
        one = draw_sample(ws, ["language"], 1)
        assert sorted(each.drawn for each in one.strata) == [0, 1]


def test_nothing_is_stored_twice(audited):
    with open_workspace(audited) as ws:
        [audit] = audits(ws)
        assert (audit.contexts, audit.done, audit.tests, audit.suite_name) == (20, 20, 100, "tiny")
        count = ws.cursor().execute("select count(*), count(distinct (test_id, item_id)) from perturbed_slates")
        assert count.fetchone() == (1500, 1500)


def test_figures_are_means_over_seeds_with_students_interval(audited):
    with open_workspace(audited) as ws:
        con = ws.cursor()
        tests = con.execute("from audit_tests join audit_contexts using (audit_id, context_id)").df()
        figures = audit_figures(ws, "a1").to_pandas().set_index("measure")
    tests = tests[tests["because"].isna()]
    for measure in ("overlap", "rbo", "tau", "displacement", "score_shift"):
        by_seed = tests.groupby("seed").apply(lambda rows, m=measure: np.average(rows[m], weights=rows["weight"]))
        low, high = t.interval(0.95, 4, by_seed.mean(), by_seed.std(ddof=1) / np.sqrt(5))
        row = figures.loc[measure]
        assert (row["mean"], row["low"], row["high"]) == pytest.approx((by_seed.mean(), low, high))
        assert (row["seeds"], row["tests"], row["contexts"], row["shoppers"]) == (5, 100, 20, 20)
    assert figures.loc["failed", "mean"] == pytest.approx(
        np.mean([np.average(g["failed"], weights=g["weight"]) for _, g in tests.groupby("seed")])
    )


def test_groups_of_few_shoppers_are_not_shown_nor_found_by_subtraction(audited):
    """9 of 20 shoppers typed English; Chinese beside all would tell of them, so neither is shown."""
    with open_workspace(audited) as ws:
        assert set(audit_figures(ws, "a1")["segment"].to_pylist()) == {""}
        assert audit_figures(ws, "a1", "language").num_rows == 0
        assert few_shoppers(ws, "a1", "language") == [("case", "en")]


def test_it_is_told_where_nothing_applied(audited):
    with open_workspace(audited) as ws:
        assert not_applicable(ws, "a1").to_pylist() == [
            {"perturbation": "units", "because": "no_quantity", "contexts": 20, "asked": 20}
        ]


def test_the_worst_are_of_searches_that_may_be_shown(audited):
    with open_workspace(audited) as ws:
        [audit] = audits(ws)
        found = worst_tests(ws, audit, {"case": "invariance"}, "case", limit=30)
        assert len(worst_tests(ws, audit, {"case": "invariance"})) == 1
        assert found
        assert {row["search"] for row in found} == {"手表"}  # "watch" was typed by 9 shoppers
        assert all(a["overlap"] <= b["overlap"] for a, b in pairwise(found))
        assert len({row["context_id"] for row in found}) == len(found)
        slates = slates_of_test(ws, "a1", found[0]["test_id"], K).to_pylist()
        both = [{r["item_id"] for r in slates if r[side] and r[side] <= K} for side in ("rank_before", "rank")]
        assert len(both[0] & both[1]) / K == pytest.approx(found[0]["overlap"])
