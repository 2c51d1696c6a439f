"""Expected reciprocal rank: by hand, by the paper's own algorithm, and by TREC's gdeval."""

from __future__ import annotations

import shutil

import ir_measures
import pytest

from queries.measure import measure
from queries.metrics import METRICS
from queries.numbering import NotMeasurable
from tests.queries.rankings import outcomes_of, random_rankings, slates_of, values_of

ERR = METRICS["err"]


def by_the_paper(scores: dict[str, float], grades: dict[str, float], k: int, top: float) -> float:
    """Algorithm 2 of Chapelle et al. 2009."""
    order = sorted(scores, key=lambda item: (-scores[item], item))[:k]
    arrives, found = 1.0, 0.0
    for rank, item in enumerate(order, 1):
        satisfies = (2 ** grades.get(item, 0.0) - 1) / 2**top
        found += arrives * satisfies / rank
        arrives *= 1 - satisfies
    return found


def test_by_hand():
    # R = 7/8 for the best grade, 1/8 for the lowest: 1/8 · 1 + 7/8 · 7/8 · 1/2.
    values = values_of(ERR, {"c": {"a": 3.0, "b": 2.0, "d": 1.0}}, {"c": {"a": 1.0, "b": 3.0}})
    assert values["c"] == pytest.approx(1 / 8 + 49 / 128)


@pytest.mark.parametrize("top", [3.0, 4.0])
@pytest.mark.parametrize("k", [1, 5, 10])
def test_the_same_as_the_papers_algorithm(k, top):
    scores, grades = random_rankings(6, contexts=60)
    for context, value in values_of(ERR, scores, grades, k, top).items():
        expected = by_the_paper(scores[context], grades[context], k, top)
        assert value == pytest.approx(expected, abs=1e-12) if value is not None else expected == 0


@pytest.mark.skipif(not shutil.which("perl"), reason="gdeval is a Perl script")
@pytest.mark.parametrize("k", [1, 10])
def test_the_same_as_gdeval(k):
    scores, grades = random_rankings(7)
    number = {context: str(place) for place, context in enumerate(scores)}
    ranked = {
        context: sorted(items, key=lambda item: (-items[item], item))  # gdeval breaks ties the other way round
        for context, items in scores.items()
    }
    run = {number[c]: {item: -float(rank) for rank, item in enumerate(items)} for c, items in ranked.items()}
    qrels = {number[c]: {item: int(grade) for item, grade in items.items()} for c, items in grades.items()}
    theirs = {found.query_id: found.value for found in ir_measures.iter_calc([ir_measures.ERR @ k], qrels, run)}
    # Its scale always ends at 4, and it prints five digits.
    ours = values_of(ERR, scores, grades, k, top=4.0)
    assert len(theirs) > 15
    for context, value in ours.items():
        if value is not None:
            assert value == pytest.approx(theirs[number[context]], abs=6e-6)


def test_a_grade_above_the_scale_is_refused():
    slates, outcomes = slates_of({"c": {"a": 1.0}}), outcomes_of({"c": {"a": 4.0}})
    with pytest.raises(NotMeasurable, match="above 3"):
        measure(slates, outcomes, ["err"])
    assert measure(slates, outcomes, ["ndcg"])["value"].to_pylist() == [1.0]
