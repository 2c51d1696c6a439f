"""Metrics: one contract for all, the same numbers as ir_measures, and calibration worked by hand."""

from __future__ import annotations

import math
from pathlib import Path

import ir_measures
import numpy as np
import pyarrow as pa
import pytest

from queries.errors import UnknownName
from queries.measure import measure, summary
from queries.metrics import FAMILIES, METRICS, Metric, MetricHeaderIncomplete, read_metric
from queries.metrics.reference import metrics_markdown
from queries.numbering import NotMeasurable
from tests.queries.rankings import Scores, outcomes_of, random_rankings, slates_of, values_of

BROKEN = read_metric("broken_ndcg", (Path(__file__).parent / "broken_ndcg.sql").read_text("utf-8"))
RANKING = [metric for metric in METRICS.values() if metric.family == "ranking"]


def breaches(metric: Metric) -> list[str]:
    """Return the sentences of the contract for metrics per context that ``metric`` breaks."""
    scores, grades = random_rankings(1)
    values = values_of(metric, scores, grades)
    relevant = {context for context in grades if max(grades[context].values()) > 0}
    defined = {context: value for context, value in values.items() if value is not None}
    broken = []
    if set(values) != set(scores) | set(grades):
        broken.append("one row per context")
    if set(defined) != relevant:
        broken.append("null exactly where nothing is relevant")
    if not all(metric.low - 1e-12 <= value <= metric.high + 1e-12 for value in defined.values()):
        broken.append("within the stated range")
    untied = {
        context: {item: -float(rank) for rank, item in enumerate(sorted(items, key=lambda item: (-items[item], item)))}
        for context, items in scores.items()
    }
    if values_of(metric, untied, grades) != pytest.approx(values):
        broken.append("ties are broken by item_id")
    judged = {
        context: dict.fromkeys(scores[context], 0.0) | items if relevant else items for context, items in grades.items()
    }
    if values_of(metric, scores, judged) != pytest.approx(values):
        broken.append("unjudged is grade 0")
    best = {context: {item: grades[context].get(item, 0.0) for item in scores[context]} for context in scores}
    worst = {context: {item: -score for item, score in items.items()} for context, items in best.items()}
    sign = 1 if metric.direction == "higher" else -1
    means = [
        np.mean([value for value in values_of(metric, s, grades).values() if value is not None]) for s in (best, worst)
    ]
    if not sign * means[0] > sign * np.mean(list(defined.values())) > sign * means[1]:
        broken.append("the best order is best, the reverse worst")
    if metric.cuts and values_of(metric, scores, grades, k=1) == values_of(metric, scores, grades, k=10):
        broken.append("k matters")
    return broken


@pytest.mark.parametrize("metric", RANKING, ids=lambda metric: metric.name)
def test_every_metric_keeps_the_contract(metric):
    assert breaches(metric) == []


def test_the_contract_rejects_a_metric_with_hopeful_ties():
    assert breaches(BROKEN) == ["ties are broken by item_id"]


@pytest.mark.parametrize("metric", METRICS.values(), ids=lambda metric: metric.name)
def test_every_metric_says_what_it_is_in_both_languages(metric):
    for words in (metric.title, metric.meaning):
        assert words["en"]
        assert any("\u4e00" <= character <= "\u9fff" for character in words["zh"]) or words["zh"] == "nDCG"
    assert metric.direction in ("higher", "lower", "neither")
    assert metric.level in ("context", "all", "group")
    assert metric.family in FAMILIES


def test_a_header_that_says_too_little_is_refused():
    with pytest.raises(MetricHeaderIncomplete, match="gain, ideal"):
        read_metric("m", BROKEN.statement.replace("-- gain:", "-- gane:").replace("-- ideal:", "-- ideel:"))


ORACLES = {
    "ndcg": ir_measures.nDCG,
    "ndcg_exponential": ir_measures.nDCG(gains={0: 0, 1: 1, 2: 3, 3: 7}),
    "recall": ir_measures.R,
    "precision": ir_measures.P,
    "average_precision": ir_measures.AP,
    "mrr": ir_measures.RR,
    "hit_rate": ir_measures.Success,
    # Only ratios of gains matter, and trec_eval takes whole ones.
    "ndcg_esci": ir_measures.nDCG(gains={0: 0, 1: 1, 2: 10, 3: 100}),
}


def by_ir_measures(name: str, scores: Scores, grades: Scores, k: int) -> dict[str, float]:
    """Return the value per context where ir_measures is given our order (its own breaks ties the other way round)."""
    qrels = {context: {item: int(grade) for item, grade in items.items()} for context, items in grades.items()}
    run = {
        context: {item: -float(rank) for rank, item in enumerate(sorted(items, key=lambda item: (-items[item], item)))}
        for context, items in scores.items()
    }
    return {found.query_id: found.value for found in ir_measures.iter_calc([ORACLES[name] @ k], qrels, run)}


def test_every_metric_per_context_has_an_oracle():
    # ERR's is in test_err.py.
    assert {*ORACLES, "err"} == {metric.name for metric in RANKING}


@pytest.mark.parametrize("k", [1, 5, 10])
@pytest.mark.parametrize("name", ORACLES)
@pytest.mark.parametrize("seed", [1, 2])
def test_the_same_numbers_as_ir_measures(name, k, seed):
    scores, grades = random_rankings(seed)
    ours = values_of(METRICS[name], scores, grades, k)
    theirs = by_ir_measures(name, scores, grades, k)
    assert len(theirs) > 20
    for context, value in ours.items():
        if value is not None:
            assert value == pytest.approx(theirs[context], abs=1e-6)
        else:
            assert theirs[context] == 0


ADVERSARIAL = {
    "all tied": ({"c": dict.fromkeys("abcdefghijklm", 0.5)}, {"c": {"m": 1.0, "b": 2.0}}),
    "all relevant": ({"c": {"a": 3.0, "b": 2.0, "d": 1.0}}, {"c": {"a": 1.0, "b": 1.0, "d": 1.0}}),
    "nothing judged was ranked": ({"c": {"a": 3.0, "b": 2.0}}, {"c": {"x": 1.0}}),
    "more relevant than k": (
        {"c": {f"i{n:02}": -float(n) for n in range(20)}},
        {"c": {f"i{n:02}": 1.0 for n in range(15)}},
    ),
    "scores beyond the usual": ({"c": {"a": 1e300, "b": -1e300, "d": 5e-324, "e": 0.0}}, {"c": {"d": 3.0, "e": 1.0}}),
    "names that sort oddly": ({"c": {"Z": 1.0, "a": 1.0, "é": 1.0, "表": 1.0, "10": 1.0, "9": 1.0}}, {"c": {"é": 1.0}}),
}


@pytest.mark.parametrize("name", ORACLES)
@pytest.mark.parametrize("case", ADVERSARIAL)
def test_adversarial_rankings_agree_with_ir_measures(name, case):
    scores, grades = ADVERSARIAL[case]
    rows = [(item, score) for item, score in scores["c"].items()]
    slates = pa.table({"context_id": ["c"] * len(rows), "item_id": [r[0] for r in rows], "score": [r[1] for r in rows]})
    ours = measure(slates, outcomes_of(grades), [name], k=10)["value"].to_pylist()
    theirs = by_ir_measures(name, scores, grades, 10)["c"]
    assert ours == [pytest.approx(theirs, abs=1e-6)]


def test_a_context_that_was_not_answered_counts_as_nothing_found():
    values = values_of(METRICS["ndcg"], {"c1": {"a": 1.0}}, {"c1": {"a": 1.0}, "c2": {"b": 1.0}})
    assert values == {"c1": 1.0, "c2": 0.0}


def test_empty_tables_give_no_rows():
    assert measure(slates_of({}), outcomes_of({}), [metric.name for metric in RANKING]).num_rows == 0


def calibration(chances: list[float], outcomes: list[int]) -> float:
    names = [f"i{number:05}" for number in range(len(chances))]
    slates = pa.table({"context_id": ["c"] * len(names), "item_id": names, "score": chances, "probability": chances})
    graded = pa.table({"context_id": ["c"] * len(names), "item_id": names, "grade": [float(o) for o in outcomes]})
    return measure(slates, graded, ["calibration_error"])["value"][0].as_py()


def test_calibration_error_by_hand():
    # Two groups: 0.1 predicted where 1 of 4 happened (gap 0.15), 0.8 predicted where 3 of 4 happened (gap 0.05).
    assert calibration([0.1] * 4 + [0.8] * 4, [1, 0, 0, 0, 1, 1, 1, 0]) == pytest.approx((0.15 + 0.05) / 2)


def test_calibration_error_equals_numpy_on_equal_bins_of_untied_chances():
    rng = np.random.default_rng(0)
    chances = rng.random(15 * 40)
    outcomes = rng.random(len(chances)) < chances**2
    order = np.argsort(chances).reshape(15, 40)
    expected = np.abs(chances[order].mean(axis=1) - outcomes[order].mean(axis=1)).mean()
    assert calibration(chances.tolist(), outcomes.astype(int).tolist()) == pytest.approx(expected, abs=1e-12)


def test_well_calibrated_chances_have_a_small_error_and_worse_ones_a_larger():
    rng = np.random.default_rng(1)
    truth = rng.random(20_000)
    happened = (rng.random(len(truth)) < truth).astype(int).tolist()
    good = calibration(truth.tolist(), happened)
    assert good < 0.02 < calibration(np.clip(truth + 0.1, 0, 1).tolist(), happened)


@pytest.mark.parametrize(
    ("slates", "outcomes", "problem"),
    [
        ({"item_id": ["a", "a"], "score": [1.0, 2.0]}, {"item_id": ["a"], "grade": [1.0]}, "slates repeats item a"),
        ({"item_id": ["a"], "score": [float("nan")]}, {"item_id": ["a"], "grade": [1.0]}, "no score for item a"),
        ({"item_id": ["a"], "score": [1.0]}, {"item_id": ["b", "b"], "grade": [1.0, 1.0]}, "outcomes repeats item b"),
        ({"item_id": ["a"], "score": [1.0]}, {"item_id": ["a"], "grade": [None]}, "no grade for item a"),
    ],
)
def test_what_cannot_be_measured_is_refused_by_name(slates, outcomes, problem):
    def table(columns):
        context = pa.array(["c"] * len(columns["item_id"]))
        types = {"item_id": pa.string(), "score": pa.float64(), "grade": pa.float64()}
        return pa.table({"context_id": context} | {name: pa.array(rows, types[name]) for name, rows in columns.items()})

    with pytest.raises(NotMeasurable, match=problem):
        measure(table(slates), table(outcomes), ["ndcg"])


def test_scores_are_not_taken_for_chances():
    slates = pa.table({"context_id": ["c"], "item_id": ["a"], "score": [3.0], "probability": [3.0]})
    with pytest.raises(NotMeasurable, match="between 0 and 1"):
        measure(slates, outcomes_of({"c": {"a": 1.0}}), ["calibration_error"])
    with pytest.raises(NotMeasurable, match="needs a column 'probability'"):
        measure(slates.drop_columns(["probability"]), outcomes_of({"c": {"a": 1.0}}), ["calibration_error"])


def test_an_unknown_metric_is_named_with_the_nearest():
    with pytest.raises(UnknownName, match="Did you mean 'ndcg'"):
        measure(slates_of({}), outcomes_of({}), ["ndgc"])


def test_a_summary_has_the_mean_and_how_many_it_is_over():
    scores, grades = random_rankings(3)
    measured = measure(slates_of(scores), outcomes_of(grades), ["ndcg", "recall", "calibration_error"])
    values = values_of(METRICS["recall"], scores, grades)
    defined = [value for value in values.values() if value is not None]
    row = next(row for row in summary(measured).to_pylist() if row["metric"] == "recall")
    assert row["mean"] == pytest.approx(np.mean(defined))
    assert (row["contexts"], row["undefined"]) == (len(defined), len(values) - len(defined))
    assert row["low"] < row["mean"] < row["high"]
    pooled = next(row for row in summary(measured).to_pylist() if row["metric"] == "calibration_error")
    assert pooled["mean"] is not None
    assert pooled["low"] is None


def test_the_interval_is_that_of_the_normal_approximation_and_repeatable():
    rng = np.random.default_rng(5)
    values = rng.random(2_000)
    measured = pa.table({"context_id": [f"c{n}" for n in range(2_000)], "metric": ["m"] * 2_000, "value": values})
    row = summary(measured, resamples=2_000).to_pylist()[0]
    half = 1.96 * values.std() / math.sqrt(len(values))
    assert row["low"] == pytest.approx(values.mean() - half, abs=half * 0.1)
    assert row["high"] == pytest.approx(values.mean() + half, abs=half * 0.1)
    assert summary(measured, seed=1).equals(summary(measured, seed=1))
    assert not summary(measured, seed=1).equals(summary(measured, seed=2))


def test_the_document_of_definitions_is_todays():
    document = Path(__file__).resolve().parents[2] / "docs" / "metrics.md"
    assert document.read_text("utf-8") == metrics_markdown()
