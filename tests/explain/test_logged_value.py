"""What each part is worth in logged contexts: the mean of their own values, each of the ranking as it is measured."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pyarrow as pa
import pytest

from explain.answers import logged_answer
from explain.explanation import PARTS
from explain.logged_slates import logged_slates
from explain.logged_value import LoggedValue, logged_value
from explain.shop import open_shop
from explain.slate_measures import NothingRelevant
from explain.slate_value import SlateValue
from explain.wording import LANGUAGES
from queries.contexts import contexts
from queries.measure import measure
from queries.outcomes import outcomes
from queries.point_in_time import CountedLog
from queries.workspace import open_workspace


@pytest.fixture(scope="module")
def ws(demo_workspace):
    with open_workspace(demo_workspace) as opened:
        yield opened


@pytest.fixture(scope="module")
def shop(demo_workspace):
    return open_shop(demo_workspace)


def test_the_total_is_the_ndcg_of_the_whole_ranking_as_of_each_moment(ws, shop):
    asked = contexts(ws, with_actions_only=True, limit=3, seed=2)
    found = logged_value(ws, shop, asked, k=10, candidates=12)
    slates = [
        {"context_id": slate.context["context_id"], "item_id": item.item_id, "score": item.score}
        for slate in logged_slates(CountedLog(ws), shop, asked, k=2000)
        for item in slate.items
    ]
    done = outcomes(ws).to_pylist()
    judged = [row for row in done if row["context_id"] in asked["context_id"].to_pylist()]
    values = measure(pa.Table.from_pylist(slates), pa.Table.from_pylist(judged), ["ndcg"], k=10)["value"].to_pylist()
    assert sorted(value.total for value in found.values) == pytest.approx(sorted(values))
    assert all(value.candidates >= 12 for value in found.values)
    assert sum(found.by_part.values()) == pytest.approx(found.total - found.base)


def test_contexts_without_anything_relevant_are_left_out_and_none_is_refused(ws, shop):
    asked = contexts(ws, limit=1).slice(0, 0)
    with pytest.raises(NothingRelevant, match="none of these contexts"):
        logged_value(ws, shop, asked)


def some_value(shift: float) -> SlateValue:
    shares = {part: shift * at for at, part in enumerate(PARTS)}
    return SlateValue("ndcg@5", shares, {(): 0.1, PARTS: 0.1 + sum(shares.values())}, 50)


def test_means_and_errors_by_hand():
    found = LoggedValue("ndcg@5", (some_value(0.1), some_value(0.2)))
    assert found.by_part == pytest.approx({"search": 0.0, "history": 0.15, "item": 0.3, "behaviour": 0.45})
    assert found.errors["history"] == pytest.approx(np.std([0.1, 0.2], ddof=1) / 2**0.5)
    assert (found.base, found.total) == pytest.approx((0.1, 1.0))
    assert replace(found, values=found.values[:1]).errors["item"] is None


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_answer_leaves_out_parts_that_are_worth_nothing(lang):
    text = logged_answer(LoggedValue("ndcg@5", (some_value(0.1),)), lang)
    assert "0.10" in text
    assert "0.70" in text
    assert {"en": "Search", "zh": "搜索"}[lang] not in text
