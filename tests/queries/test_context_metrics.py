"""Measuring a workspace: every metric by hand on a shop of four items, and what the job promises."""

from __future__ import annotations

import math
import random
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pytest

from queries.context_metrics import beside, measure_workspace, measured
from queries.grading import GRADINGS
from queries.metrics import METRICS, NEEDS, Metric, read_metric
from queries.reliability import reliability
from queries.slates import LOGGED, save_slates, slate_name
from queries.terms import Terms
from queries.workspace import Workspace
from tests.queries.random_log import random_log
from tests.queries.small_shop import EVENTS, ITEMS, SHOWN, refill, small_log, small_shop

BROKEN = read_metric("broken_click_through", (Path(__file__).parent / "broken_click_through.sql").read_text("utf-8"))
PROPENSITIES = pa.table({"surface": ["search"] * 2, "position": [1, 2], "propensity": [1.0, 0.5]})


@pytest.fixture(scope="module")
def workspace(tmp_path_factory) -> Workspace:
    """One workspace for all tests: opening one costs more than filling it."""
    return small_shop(tmp_path_factory.mktemp("small"))


@pytest.fixture
def ws(workspace) -> Workspace:
    return refill(workspace, small_log())


def by_context(ws: Workspace, metric: str, ranker_id: str = LOGGED) -> dict[str, float]:
    rows = ws.cursor().execute("from context_metrics order by context_id").to_arrow_table().to_pylist()
    return {row["context_id"]: row["value"] for row in rows if (row["metric"], row["ranker_id"]) == (metric, ranker_id)}


def figures(ws: Workspace, ranker_id: str = LOGGED) -> dict[tuple[str, str | None], dict]:
    return {(row["metric"], row["part"]): row for row in measured(ws, ranker_id).to_pylist()}


LN = math.log
# At k = 2 where there is a cut-off. s1 showed a b c and b was bought, s2 showed c a and a was clicked, s3 showed
# nothing, s4 showed b c and nothing happened.
BY_HAND = {
    "click_through": {"s1": 1, "s2": 1, "s4": 0},
    "add_to_cart": {"s1": 1, "s2": 0, "s4": 0},
    "conversion": {"s1": 1, "s2": 0, "s4": 0},
    "revenue[EUR]": {"s1": 36, "s2": 0, "s4": 0},
    "margin[EUR]": {"s1": 6, "s2": 0, "s4": 0},
    "zero_result": {"s1": 0, "s2": 0, "s3": 1},
    "abandonment": {"s1": 0, "s2": 0, "s3": 1},
    "debiased_click_rate": {"s1": 2 / 3, "s2": 1},
    # Shoppers: c two, a and b one, d none, of two. Fewer or equal by half: d 0.5/4, a and b 2/4, c 3.5/4.
    "popularity_bias@2": {"s1": 0.5, "s2": 0.6875, "s4": 0.6875},
    "novelty@2": {"s1": LN(3 / 2, 2), "s2": LN(3 / 2, 2) / 2, "s4": LN(3 / 2, 2) / 2},
    # Bestsellers: c, then a. So b surprises and a does not.
    "serendipity@2": {"s1": 1 / 2, "s2": 0},
    "diversity_category@2": {"s1": 0, "s2": 1, "s4": 1},
    "diversity_brand@2": {"s1": 1, "s2": 1, "s4": 0},
    "diversity_attributes@2": {"s1": 1 - 1 / 7, "s2": 1 - 1 / 5, "s4": 1},
    # Before: u1 a lamp, u2 a lamp; by s4 u1 a lamp and twice shoes.
    "category_calibration@2": {
        "s1": LN(1 / 0.01),
        "s2": LN(1 / 0.505),
        "s4": 1 / 3 * LN(1 / 3 / (0.495 + 0.01 / 3)) + 2 / 3 * LN(2 / 3 / (0.495 + 0.02 / 3)),
    },
    # Grades: bought 3, clicked 1. Both on place 2.
    "ndcg@2": {"s1": 1 / LN(3, 2), "s2": 1 / LN(3, 2)},
    "ndcg_exponential@2": {"s1": 1 / LN(3, 2), "s2": 1 / LN(3, 2)},
    "ndcg_esci@2": {"s1": 1 / LN(3, 2), "s2": 1 / LN(3, 2)},
    "mrr@2": {"s1": 1 / 2, "s2": 1 / 2},
    "average_precision@2": {"s1": 1 / 2, "s2": 1 / 2},
    "precision@2": {"s1": 1 / 2, "s2": 1 / 2},
    "recall@2": {"s1": 1, "s2": 1},
    "hit_rate@2": {"s1": 1, "s2": 1},
    "err@2": {"s1": 7 / 16, "s2": 1 / 16},
}
ATTENTION = 1 / LN(3, 2)
# Places 1 and 2 of s1 and s2: a and b, c and a.
A, B, TOTAL = 1 + ATTENTION, ATTENTION + 1, 2 + 2 * ATTENTION
OF_ALL = {
    ("coverage@2", None): 3 / 4,
    # Times shown: d 0, a 2, b 2, c 2.
    ("gini@2", None): (-1 * 2 + 1 * 2 + 3 * 2) / (4 * 6),
    ("exposure_brand@2", "A"): (A / TOTAL) / (1 / 4),
    ("exposure_brand@2", "B"): (B / TOTAL) / (3 / 4),
    ("exposure_seller@2", "X"): ((A + 1) / TOTAL) / (1 / 4),
    ("exposure_seller@2", "Y"): (ATTENTION / TOTAL) / (3 / 4),
    ("exposure_price_band@2", "1"): (A / TOTAL) / (1 / 4),
    ("exposure_price_band@2", "2"): (ATTENTION / TOTAL) / (3 / 4),
    ("exposure_price_band@2", "3"): None,
    ("calibration_error", None): None,
}


@pytest.fixture(scope="module")
def hand_measured(tmp_path_factory) -> Workspace:
    ws = small_shop(tmp_path_factory.mktemp("hand"))
    measure_workspace(ws, terms=Terms(k=2, propensities=PROPENSITIES))
    return ws


@pytest.mark.parametrize("metric", BY_HAND)
def test_by_hand(hand_measured, metric):
    assert by_context(hand_measured, metric) == pytest.approx(BY_HAND[metric])
    row = figures(hand_measured)[metric, None]
    values = BY_HAND[metric].values()
    assert row["value"] == pytest.approx(sum(values) / len(values))
    assert (row["contexts"], row["asked"]) == (len(values), 4)


@pytest.mark.parametrize("figure", OF_ALL)
def test_figures_of_the_whole_by_hand(hand_measured, figure):
    assert figures(hand_measured)[figure]["value"] == pytest.approx(OF_ALL[figure])


def test_every_metric_is_worked_by_hand():
    worked = {metric.split("@")[0].split("[")[0] for metric in [*BY_HAND, *(metric for metric, _ in OF_ALL)]}
    assert worked == set(METRICS)


def breaches(ws: Workspace, metric: Metric) -> list[str]:
    """Return the sentences of the contract that ``metric`` breaks, measured alone."""
    measure_workspace(ws, metrics=[metric], again=True)
    rows = [row for row in measured(ws).to_pylist() if row["metric"].startswith(metric.label(10))]
    labels = {row["metric"] for row in rows}
    kept = ws.cursor().execute("from context_metrics").to_arrow_table().to_pylist()
    values = [row for row in kept if row["metric"] in labels]
    broken = []
    if not rows:
        broken.append("a figure, or why there is none")
    if len({(row["metric"], row["context_id"]) for row in values}) < len(values):
        broken.append("a context once")
    if any(row["value"] is None or math.isnan(row["value"]) for row in values):
        broken.append("only contexts where it is defined")
    known = [row["value"] for row in [*values, *rows] if row["value"] is not None]
    if not all(metric.low - 1e-12 <= value <= metric.high + 1e-12 for value in known):
        broken.append("within the stated range")
    if any((row["value"] is None) != (row["because"] is not None) for row in rows):
        broken.append("a value or a reason")
    return broken


@pytest.fixture(scope="module")
def random_shop(tmp_path_factory) -> Workspace:
    log = random_log(3)
    events = [event | {"search_id": f"s{number % 12}"} for number, event in enumerate(log.events)]
    return small_shop(tmp_path_factory.mktemp("random"), log.with_events(events))


@pytest.mark.parametrize("metric", METRICS.values(), ids=lambda metric: metric.name)
def test_every_metric_keeps_the_contract_alone_on_a_random_shop(random_shop, metric):
    assert breaches(random_shop, metric) == []


def test_the_contract_rejects_a_metric_that_counts_clicks(random_shop):
    assert breaches(random_shop, BROKEN) == ["a context once", "within the stated range"]


def test_every_need_has_its_sentence_in_both_languages():
    needs = {need for metric in METRICS.values() for need in metric.needs} | {"slates", "undefined"}
    assert set(NEEDS) == needs
    assert all(words["en"] and any(letter >= "\u4e00" for letter in words["zh"]) for words in NEEDS.values())


LACKING = {
    "margin": small_log(items=[item | {"attributes": "color: red"} for item in ITEMS]),
    "exposure_seller": small_log(items=[item | {"attributes": "color: red"} for item in ITEMS]),
    "diversity_category": small_log(items=[item | {"category": None} for item in ITEMS]),
    "diversity_brand": small_log(items=[item | {"brand": None} for item in ITEMS]),
    "diversity_attributes": small_log(items=[item | {"attributes": None} for item in ITEMS]),
    "exposure_price_band": small_log(items=[item | {"price": None} for item in ITEMS]),
    "coverage": small_log(items=[]),
    "revenue": small_log(
        items=[item | {"price": None} for item in ITEMS], events=[event | {"price": None} for event in EVENTS]
    ),
    "conversion": small_log(events=[event for event in EVENTS if event["action"] != "purchase"]),
    "add_to_cart": small_log(events=[event for event in EVENTS if event["action"] != "purchase"]),
    "click_through": small_log(events=EVENTS[:2]),
    "ndcg": small_log(events=EVENTS[:2]),
    "novelty": small_log(events=[]),
    "category_calibration": small_log(events=[event | {"user_id": None} for event in EVENTS]),
    "zero_result": small_log(searches=[]),
    "mrr": small_log(shown={}),
    "calibration_error": small_log(),
}
BECAUSE = {
    "margin": "costs",
    "exposure_seller": "sellers",
    "diversity_category": "categories",
    "diversity_brand": "brands",
    "diversity_attributes": "attributes",
    "exposure_price_band": "prices",
    "coverage": "catalogue",
    "revenue": "money",
    "conversion": "purchases",
    "add_to_cart": "carts",
    "click_through": "clicks",
    "ndcg": "outcomes",
    "novelty": "interest",
    "category_calibration": "histories",
    "zero_result": "searches",
    "mrr": "slates",
    "calibration_error": "probability",
}


@pytest.mark.parametrize("name", LACKING)
def test_what_the_data_lack_is_said(workspace, name):
    ws = refill(workspace, LACKING[name])
    measure_workspace(ws, metrics=[METRICS[name]])
    (row,) = measured(ws).to_pylist()
    assert (row["value"], row["because"]) == (None, BECAUSE[name])


def test_what_was_not_shown_says_nothing_about_shoppers(ws):
    slates = {"context_id": ["s1", "s1", "s2"], "item_id": ["b", "a", "c"], "score": [2.0, 1.0, 0.5]}
    save_slates(ws, "mine", pa.table(slates))
    measure_workspace(ws, "mine", [METRICS["mrr"], METRICS["click_through"]])
    assert by_context(ws, "mrr@10", "mine") == {"s1": 1.0, "s2": 0.0}
    assert figures(ws, "mine")["click_through", None]["because"] == "shown"
    assert measured(ws, LOGGED).num_rows == 0


def test_chances_of_a_ranker_are_calibrated_against_what_happened(ws):
    chances = {"context_id": ["s1", "s1"], "item_id": ["b", "a"], "score": [2.0, 1.0], "probability": [0.75, 0.25]}
    save_slates(ws, "mine", pa.table(chances))
    measure_workspace(ws, "mine", [METRICS["calibration_error"]])
    assert figures(ws, "mine")["calibration_error", None]["value"] == pytest.approx(0.25)


def test_the_calibration_error_is_the_mean_gap_of_the_reliability_curve(ws):
    rng = random.Random(2)
    chances = {"context_id": [], "item_id": [], "score": [], "probability": []}
    for search, item_ids in SHOWN.items():
        for item_id in item_ids:
            row = (search, item_id, rng.random(), rng.random())
            for column, value in zip(chances.values(), row, strict=True):
                column.append(value)
    save_slates(ws, "mine", pa.table(chances))
    measure_workspace(ws, "mine", [METRICS["calibration_error"]])
    curve = reliability(ws, "mine").to_pylist()
    assert [row["probability"] for row in curve] == sorted(chances["probability"])
    assert sum(row["happened"] * row["pairs"] for row in curve) == 2
    gap = sum(abs(row["probability"] - row["happened"]) * row["pairs"] for row in curve) / sum(
        r["pairs"] for r in curve
    )
    assert figures(ws, "mine")["calibration_error", None]["value"] == pytest.approx(gap)
    assert reliability(ws, LOGGED).num_rows == 0
    assert reliability(ws, "nobody").num_rows == 0


def test_chances_are_judged_by_the_action_they_are_of(ws):
    chances = {"context_id": ["s1", "s1"], "item_id": ["b", "a"], "score": [2.0, 1.0], "probability": [0.75, 0.25]}
    save_slates(ws, "mine", pa.table(chances), target="purchase")
    ece = [METRICS["calibration_error"]]
    measure_workspace(ws, "mine", ece)
    assert figures(ws, "mine")["calibration_error", None]["because"] == "target"
    measure_workspace(ws, "mine", ece, Terms(grading=GRADINGS["purchases"]))
    assert figures(ws, "mine")["calibration_error", None]["value"] == pytest.approx(0.25)


def test_chances_of_items_that_nobody_saw_are_not_judged(ws):
    chances = {"context_id": ["s1", "s1"], "item_id": ["b", "d"], "score": [2.0, 1.0], "probability": [0.75, 0.25]}
    save_slates(ws, slate_name("mine", "catalogue"), pa.table(chances))
    measure_workspace(ws, "mine:catalogue", [METRICS["calibration_error"], METRICS["mrr"]])
    assert figures(ws, "mine:catalogue")["calibration_error", None]["because"] == "seen"
    assert by_context(ws, "mrr@10", "mine:catalogue") == {"s1": 1.0}
    measure_workspace(ws, metrics=[METRICS["mrr"]])
    assert beside(ws, "mine:catalogue").num_rows == 0


def test_slates_of_the_same_contexts_stand_beside_each_other(ws):
    slates = {"context_id": ["s1", "s1"], "item_id": ["b", "a"], "score": [2.0, 1.0]}
    save_slates(ws, "mine", pa.table(slates))
    for ranker_id in (LOGGED, "mine"):
        measure_workspace(ws, ranker_id, [METRICS["mrr"], METRICS["novelty"]])
    rows = {row["metric"]: row for row in beside(ws, "mine").to_pylist()}
    # The logged slate of s1 has the bought item on place 2; that of s2 was not ranked again.
    assert rows["mrr@10"] == {
        "metric": "mrr@10",
        "beside": LOGGED,
        "value": 1.0,
        "other": 0.5,
        "above": 1.0,
        "contexts": 1,
    }
    assert rows["novelty@10"]["above"] is None


def test_a_second_run_finds_everything_current(ws):
    first = measure_workspace(ws)
    before = measured(ws)
    snapshot = ws.snapshot_id()
    second = measure_workspace(ws)
    assert (first.current, second.measured) == ((), ())
    assert measured(ws).equals(before)
    assert ws.snapshot_id() == snapshot
    again = measure_workspace(ws, again=True)
    assert set(again.measured) == set(METRICS)
    assert measured(ws).drop_columns("measured_at").equals(before.drop_columns("measured_at"))


def test_only_what_is_defined_anew_is_measured_anew(ws):
    ndcg, mrr = METRICS["ndcg"], METRICS["mrr"]
    measure_workspace(ws, metrics=[ndcg, mrr])
    halved = read_metric("mrr", mrr.statement.replace("coalesce(1 / first.rank, 0)", "coalesce(0.5 / first.rank, 0)"))
    report = measure_workspace(ws, metrics=[ndcg, halved])
    assert (report.measured, report.current) == (("mrr",), ("ndcg",))
    assert by_context(ws, "mrr@10") == {"s1": 0.25, "s2": 0.25}
    assert figures(ws)["mrr@10", None]["version"] == Terms().version(halved) != Terms().version(mrr)


def test_new_slates_are_measured_anew(ws):
    mrr = [METRICS["mrr"]]
    for score, expected in ((2.0, 1.0), (0.0, 0.5)):
        slates = {"context_id": ["s1", "s1"], "item_id": ["b", "a"], "score": [score, 1.0]}
        save_slates(ws, "mine", pa.table(slates))
        assert measure_workspace(ws, "mine", mrr).measured == ("mrr",)
        assert by_context(ws, "mrr@10", "mine") == {"s1": expected}
    assert measure_workspace(ws, "mine", mrr).current == ("mrr",)


def test_cut_offs_are_kept_apart_and_gradings_are_not(ws):
    mrr = [METRICS["mrr"]]
    measure_workspace(ws, metrics=mrr, terms=Terms(k=1))
    measure_workspace(ws, metrics=mrr, terms=Terms(k=10))
    assert (by_context(ws, "mrr@1"), by_context(ws, "mrr@10")) == ({"s1": 0, "s2": 0}, {"s1": 0.5, "s2": 0.5})
    measure_workspace(ws, metrics=mrr, terms=Terms(grading=GRADINGS["purchases"]))
    assert by_context(ws, "mrr@10") == {"s1": 0.5}
    assert figures(ws)["mrr@10", None]["grading"] == "purchases"


def test_judgements_can_be_the_outcome(ws):
    judged = pa.table(
        {
            "search_text": ["Shoe ", "shoe", "shoe", "lamp"],
            "item_id": ["a", "a", "b", "c"],
            "grade": [1.0, 0.1, 0.01, 0.0],
            "scale_max": [1.0] * 4,
            "scale": ["ESCI gain"] * 4,
            "source": ["judges"] * 4,
        }
    )

    def judge(con):
        con.register("judged_rows", judged)
        con.execute("insert into judgements by name from judged_rows")

    ws.commit(judge)
    measure_workspace(ws, metrics=[METRICS["ndcg"], METRICS["err"]], terms=Terms(grading=GRADINGS["judgements"]))
    # Levels 3 for a (the higher of two judgements) and 1 for b; c is irrelevant.
    assert by_context(ws, "ndcg@10") == {"s1": 1.0}
    assert by_context(ws, "err@10") == pytest.approx({"s1": 7 / 8 + 1 / 8 * 1 / 8 / 2})
    low = replace(GRADINGS["judgements"], top=2.0)
    measure_workspace(ws, metrics=[METRICS["err"]], terms=Terms(grading=low))
    assert figures(ws)["err@10", None]["because"] == "scale"


def test_an_item_shown_twice_counts_once_at_its_best_place(workspace):
    ws = refill(workspace, small_log(shown=SHOWN | {"s1": "aab"}))
    measure_workspace(ws, metrics=[METRICS["mrr"]])
    assert by_context(ws, "mrr@10")["s1"] == pytest.approx(1 / 2)


def test_a_workspace_that_was_not_measured_has_no_figures(ws):
    assert measured(ws).num_rows == 0
