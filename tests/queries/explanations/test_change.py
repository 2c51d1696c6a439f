"""What changed between two rankers or two spans: by hand, as scipy counts it, and where nothing changed."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
import pytest
from scipy import stats

from queries.explanations import save_explanations
from queries.patterns.change import change
from queries.patterns.choosing import Choice
from tests.queries.explanations.rows import MONDAY, explanation, feature

A, B = Choice(ranker_id="r1"), Choice(ranker_id="r2")


def both_rankers(differences, contexts):
    """Return each context explained by two rankers, the second's contributions moved by `differences`."""
    rng = np.random.default_rng(0)
    rows, contributions = [], []
    for number in range(contexts):
        usual = rng.normal(0, 1)
        for ranker in ("r1", "r2"):
            key = f"{ranker}-{number}"
            rows.append(explanation(key, context_id=f"c{number}", ranker_id=ranker))
            for name, difference in differences.items():
                moved = difference + rng.normal(0, 0.1) if ranker == "r2" else 0.0
                contributions.append(feature(key, name, usual + moved))
    return rows, contributions


def test_a_paired_change_is_as_sure_as_the_paired_test_of_scipy(ws):
    rows, contributions = both_rankers({"moved": 0.05, "same": 0.0}, 60)
    save_explanations(ws, rows, contributions)
    found = {row["word"]: row for row in change(ws, A, B).to_pylist()}
    given = {name: {(c["explanation_id"], c["name"]): c["contribution"] for c in contributions} for name in ("x",)}["x"]
    for name in ("moved", "same"):
        a, b = ([given[f"{ranker}-{n}", name] for n in range(60)] for ranker in ("r1", "r2"))
        paired = stats.ttest_rel(b, a)
        row = found[name]
        assert (row["mean_a"], row["mean_b"]) == (pytest.approx(np.mean(a)), pytest.approx(np.mean(b)))
        assert row["difference"] == pytest.approx(np.mean(b) - np.mean(a))
        half = 1.95996 * np.std(np.subtract(b, a), ddof=1) / np.sqrt(60)
        assert row["high"] - row["difference"] == pytest.approx(half)
        assert row["p"] == pytest.approx(paired.pvalue, rel=0.02)
        assert (row["explanations_a"], row["explanations_b"]) == (60, 60)
    q = stats.false_discovery_control([found["moved"]["p"], found["same"]["p"]])
    assert [found["moved"]["q"], found["same"]["q"]] == pytest.approx(list(q))
    assert found["moved"]["significant"]
    assert not found["same"]["significant"]


def test_two_spans_of_different_contexts_are_compared_as_independent(ws):
    rng = np.random.default_rng(1)
    before, after = rng.normal(0, 1, 40), rng.normal(0.8, 1, 50)
    rows, contributions = [], []
    for first, values in ((0, before), (7, after)):
        for number, value in enumerate(values):
            key = f"{first}-{number}"
            rows.append(explanation(key, ts=MONDAY + timedelta(days=first)))
            contributions.append(feature(key, "clicks", value))
    save_explanations(ws, rows, contributions)
    middle = MONDAY + timedelta(days=3)
    row = change(ws, Choice(end=middle), Choice(start=middle)).to_pylist()[0]
    independent = np.sqrt((before.var() / 40 + after.var() / 50) * 90 / 89)
    assert row["high"] - row["difference"] == pytest.approx(1.95996 * independent)
    assert row["p"] < 0.01


def test_too_few_or_one_sided_drivers_are_told_and_not_tested(ws):
    rows = [explanation(f"{r}-{n}", ranker_id=r, context_id=f"c{n}") for r in ("r1", "r2") for n in range(12)]
    contributions = [feature(row["explanation_id"], "both", 0.5) for row in rows]
    contributions += [feature(f"r1-{n}", "gone", 0.1) for n in range(12)]
    contributions += [feature(f"{r}-{n}", "rare", 0.1) for r in ("r1", "r2") for n in range(9)]
    save_explanations(ws, rows, contributions)
    found = {row["word"]: row for row in change(ws, A, B).to_pylist()}
    assert (found["both"]["p"], found["both"]["q"], found["both"]["significant"]) == (1.0, 1.0, False)
    assert (found["gone"]["mean_b"], found["gone"]["difference"], found["gone"]["p"]) == (None, None, None)
    assert (found["gone"]["explanations_a"], found["gone"]["explanations_b"]) == (12, 0)
    assert (found["rare"]["difference"], found["rare"]["p"]) == (0.0, None)


def test_where_nothing_changed_few_are_called_changed(ws):
    names = dict.fromkeys((f"f{n}" for n in range(100)), 0.0)
    save_explanations(ws, *both_rankers(names, 40))
    found = change(ws, A, B).to_pylist()
    assert len(found) == 100
    assert sum(row["significant"] for row in found) <= 5
