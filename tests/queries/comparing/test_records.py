"""Reviews of rankers: kept once, read back to the letter, whatever becomes of the data."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import numpy as np
import pytest

from queries.comparing.comparison import compare
from queries.comparing.records import RankerReview, ReviewInvalid, keep_review, list_reviews, read_review
from queries.errors import UnknownName
from tests.queries.comparing.shops import ranked_shop

PAGES = {"en": "<p>kept</p>", "zh": "<p>已保存</p>"}


@pytest.fixture
def shop(tmp_path):
    rng = np.random.default_rng(0)
    of_a = rng.uniform(0.3, 0.6, 60)
    values = {("a", "ndcg@10"): of_a, ("b", "ndcg@10"): of_a - 0.1}
    slates = {"a": ["abc"] * 60, "b": ["cba"] * 60}
    with ranked_shop(tmp_path, slates, values, segments={"device": ["mobile"] * 30 + ["desktop"] * 30}) as ws:
        yield ws


def review_of(ws) -> RankerReview:
    found = compare(ws, "a", "b", "ndcg@10", dimension="device")
    told = {found.losers[0].context_id: {"a": {"score": 0.1}, "b": None}}
    return RankerReview(found, "do not ship", "手机端变差。\nWorse on phones.", "Li", datetime(2025, 6, 1, 9), told)


def test_it_reopens_to_the_letter_after_the_data_changed(shop):
    review = review_of(shop)
    review_id = keep_review(shop, review, PAGES)
    for statement in (
        "delete from context_metrics",
        "delete from slates",
        "delete from segments",
        "delete from searches",
        "update items set title = 'another'",
    ):
        shop.commit(lambda con, statement=statement: con.execute(statement))
    kept = read_review(shop, review_id)
    assert kept.document == review.document
    assert kept.pages == PAGES
    assert kept.intact
    assert kept.review == review
    assert kept.review.document == review.document


def test_it_says_what_was_judged_by_whom_and_from_what(shop):
    review_id = keep_review(shop, review_of(shop), PAGES)
    [row] = list_reviews(shop)
    assert row == {
        "review_id": review_id,
        "made_at": datetime(2025, 6, 1, 9),
        "reviewer": "Li",
        "decision": "do not ship",
        "a": "a",
        "b": "b",
        "metric": "ndcg@10",
        "data_id": shop.data_id(),
    }
    found = read_review(shop, review_id).review.comparison
    assert (found.version, found.a, found.b, found.data_id) == ("v1", "a", "b", shop.data_id())
    assert found.definition["formula"]


def test_the_same_review_is_kept_once_and_another_has_another_number(shop):
    review = review_of(shop)
    assert keep_review(shop, review, PAGES) == keep_review(shop, review, PAGES)
    keep_review(shop, replace(review, findings="Something else."), PAGES)
    assert len(list_reviews(shop)) == 2


def test_a_record_that_was_changed_says_so(shop):
    review_id = keep_review(shop, review_of(shop), PAGES)
    shop.commit(
        lambda con: con.execute("update ranker_reviews set document = replace(document, 'do not ship', 'ship')")
    )
    kept = read_review(shop, review_id)
    assert kept.review.decision == "ship"
    assert not kept.intact


def test_what_nobody_could_rely_on_is_refused(shop):
    review = review_of(shop)
    for wrong, said in (
        ({"decision": "maybe"}, "no decision"),
        ({"reviewer": "  "}, "no name"),
        ({"findings": ""}, "no findings"),
        ({"findings": "x" * 20_001}, "20,001 characters"),
    ):
        with pytest.raises(ReviewInvalid, match=said):
            replace(review, **wrong)
    with pytest.raises(UnknownName, match="review"):
        read_review(shop, "nothing")
