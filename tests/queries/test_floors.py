"""Floors: what a random order of the same candidates is worth, against every order there is."""

from __future__ import annotations

import itertools
import random

import numpy as np
import pyarrow as pa
import pytest

from queries.measure import measure, measure_with
from queries.metrics import METRICS, Metric, read_metric
from tests.queries.rankings import outcomes_of, random_rankings, slates_of
from tests.queries.test_metrics import BROKEN, RANKING

CASES = {
    "one of four": ("abcd", {"b": 1.0}),
    "mixed grades": ("abcde", {"a": 3.0, "c": 1.0, "e": 2.0}),
    "all relevant": ("abcd", {"a": 2.0, "b": 2.0, "c": 1.0, "d": 3.0}),
    "a relevant item that was not ranked": ("abcd", {"a": 1.0, "z": 3.0}),
    "nothing relevant was ranked": ("abc", {"z": 1.0}),
    "one candidate": ("a", {"a": 3.0}),
    "a grade between the levels": ("abcd", {"a": 0.5, "b": 2.5}),
}


def floor_gap(metric: Metric, items: str, grades: dict[str, float], k: int) -> float:
    """Return how far the stated floor is from the mean value over all orders of ``items``."""
    orders = {
        "".join(order): {item: -float(rank) for rank, item in enumerate(order)}
        for order in itertools.permutations(items)
    }
    measured = measure_with([metric], slates_of(orders), outcomes_of(dict.fromkeys(orders, grades)), k)
    values, floors = (np.array(measured[column].to_pylist()) for column in ("value", "floor"))
    assert len(values) == len(orders)
    return float(np.abs(floors - values.mean()).max())


@pytest.mark.parametrize("k", [1, 2, 3, 10])
@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("metric", RANKING, ids=lambda metric: metric.name)
def test_the_floor_is_the_mean_over_all_orders(metric, case, k):
    assert floor_gap(metric, *CASES[case], k) < 1e-12


def test_a_floor_over_the_first_places_only_is_caught():
    assert floor_gap(BROKEN, *CASES["mixed grades"], 2) > 0.1


def test_a_long_slate_has_the_floor_that_shuffling_finds():
    rng = random.Random(4)
    items = [f"i{number:03}" for number in range(200)]
    grades = {item: float(rng.randint(1, 3)) for item in rng.sample(items, 12)}
    orders = {f"c{n}": {item: rng.random() for item in items} for n in range(3000)}
    names = [metric.name for metric in RANKING]
    measured = measure(slates_of(orders), outcomes_of(dict.fromkeys(orders, grades)), names).to_pandas()
    for name, rows in measured.groupby("metric"):
        error = rows["value"].std() / np.sqrt(len(rows))
        assert abs(rows["value"].mean() - rows["floor"].iloc[0]) < 4 * error, name


def test_a_slate_that_was_cut_off_is_compared_with_all_its_candidates():
    items = [f"i{number:02}" for number in range(30)]
    whole = {"c": {item: -float(rank) for rank, item in enumerate(items)}}
    grades = outcomes_of({"c": {"i02": 2.0, "i07": 1.0, "i25": 3.0}})
    names = [metric.name for metric in RANKING]
    kept = slates_of({"c": dict(list(whole["c"].items())[:10])})
    first = kept.append_column("candidates", pa.array([30] * 10, pa.int32()))
    everything = measure(slates_of(whole), grades, names).to_pydict()
    assert measure(first, grades, names).to_pydict() == {
        name: pytest.approx(column) if name in ("value", "floor") else column for name, column in everything.items()
    }


def test_floors_lie_within_the_range():
    scores, grades = random_rankings(8)
    measured = measure(slates_of(scores), outcomes_of(grades), [metric.name for metric in RANKING])
    floors = [floor for floor in measured["floor"].to_pylist() if floor is not None]
    assert len(floors) > 100
    assert all(0 <= floor <= 1 for floor in floors)


def test_what_a_definition_reads_changes_its_version():
    ndcg = METRICS["ndcg"]
    again = read_metric("ndcg", ndcg.statement)
    other = read_metric("ndcg", ndcg.statement.replace("log2(rank + 1)", "ln(rank + 1)"))
    reworded = read_metric("ndcg", ndcg.statement.replace("-- gain: the grade itself", "-- gain: the grade as it is"))
    assert again.version == ndcg.version
    assert len({ndcg.version, other.version, reworded.version, METRICS["mrr"].version}) == 4
