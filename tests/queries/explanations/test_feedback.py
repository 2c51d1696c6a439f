"""Feedback is kept as it was given, found by what it is of, counted, and goes out as examples to learn from."""

from __future__ import annotations

import json
from datetime import timedelta

import pyarrow.csv as csv
import pyarrow.parquet as parquet
import pytest

from queries.examples import tiny_shop
from queries.feedback import Feedback, FeedbackInvalid, export_feedback, feedback, feedback_counts, give_feedback
from queries.table_files import FileKindUnknown

COMMENT = 'say "no",\nplease'
GIVEN = (
    Feedback("helps", "w1", search="手表", user_id="u1", ranker_id="r1", data_id="d", lang="zh", author="mei"),
    Feedback(
        "wrong", "w1", search="手表", part="item", name="小米", reason="wrong_direction", comment='say "no",\nplease'
    ),
    Feedback("does not help", "l1", explanation_id="e9", reason="unclear"),
    Feedback("helps", "ghost", ranker_id="r2", author="mei"),
)


@pytest.fixture(scope="module")
def ws():
    shop = tiny_shop()
    for given in GIVEN:
        give_feedback(shop, given)
    return shop


def said(table):
    return {(row["verdict"], row["item_id"]) for row in table.to_pylist()}


def test_what_was_given_comes_back_newest_first(ws):
    rows = feedback(ws).to_pylist()
    assert [row["item_id"] for row in rows] == ["ghost", "l1", "w1", "w1"]
    assert len({row["feedback_id"] for row in rows}) == len(GIVEN)
    for row, given in zip(reversed(rows), GIVEN, strict=True):
        assert {name: row[name] for name in vars(given)} == vars(given)


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({"verdict": "helps"}, {("helps", "w1"), ("helps", "ghost")}),
        ({"reason": "unclear"}, {("does not help", "l1")}),
        ({"about": "driver"}, {("wrong", "w1")}),
        ({"about": "whole", "item_id": "w1"}, {("helps", "w1")}),
        ({"explanation_id": "e9"}, {("does not help", "l1")}),
        ({"ranker_id": "r2", "author": "mei"}, {("helps", "ghost")}),
        ({"author": "nobody"}, set()),
    ],
)
def test_feedback_is_found_by_what_it_is_of(ws, filters, expected):
    assert said(feedback(ws, **filters)) == expected


def test_feedback_is_found_by_time(ws):
    times = feedback(ws)["given_at"].to_pylist()
    assert feedback(ws, since=times[0]).num_rows == 1
    assert feedback(ws, until=times[0]).num_rows == len(GIVEN) - 1
    assert feedback(ws, since=times[0] + timedelta(seconds=1)).num_rows == 0


def test_counts_by_hand(ws):
    found = {
        (row["dimension"], row["segment"], row["verdict"]): row["times"] for row in feedback_counts(ws).to_pylist()
    }
    assert found == {
        ("all", "all", "helps"): 2,
        ("all", "all", "wrong"): 1,
        ("all", "all", "does not help"): 1,
        ("reason", "wrong_direction", "wrong"): 1,
        ("reason", "unclear", "does not help"): 1,
        ("item_id", "w1", "helps"): 1,
        ("item_id", "w1", "wrong"): 1,
        ("item_id", "l1", "does not help"): 1,
        ("item_id", "ghost", "helps"): 1,
        ("ranker_id", "r1", "helps"): 1,
        ("ranker_id", "r2", "helps"): 1,
        ("driver", "小米", "wrong"): 1,
    }


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"verdict": "good", "item_id": "w1"}, "'good' is no verdict"),
        ({"verdict": "helps", "item_id": ""}, "of no item"),
        ({"verdict": "helps", "item_id": "w1", "reason": "because"}, "'because' is no reason"),
        ({"verdict": "helps", "item_id": "w1", "name": "小米"}, "its part and its name"),
        ({"verdict": "helps", "item_id": "w1", "name": "小米", "part": "titles"}, "'titles' is no part"),
        ({"verdict": "helps", "item_id": "w1", "comment": "x" * 4001}, "4,001 characters"),
    ],
)
def test_what_nobody_could_use_is_refused(fields, problem):
    with pytest.raises(FeedbackInvalid, match=problem):
        Feedback(**fields)


def test_examples_to_learn_from_are_the_same_in_every_kind_of_file(ws, tmp_path):
    files = {kind: tmp_path / f"feedback.{kind}" for kind in ("csv", "parquet", "jsonl")}
    assert [export_feedback(ws, file) for file in files.values()] == [len(GIVEN)] * 3
    rows = parquet.read_table(files["parquet"]).to_pylist()
    assert [(row["search"], row["title"], row["name"], row["label"]) for row in rows] == [
        ("手表", "小米手表 S3", None, 1),
        ("手表", "小米手表 S3", "小米", -1),
        (None, "护眼台灯", None, 0),
        (None, None, None, 1),
    ]
    lines = [json.loads(line) for line in files["jsonl"].read_text("utf-8").splitlines()]
    assert [line["label"] for line in lines] == [1, -1, 0, 1]
    read = csv.read_csv(files["csv"], parse_options=csv.ParseOptions(newlines_in_values=True))
    assert read["comment"].to_pylist()[1] == COMMENT
    with pytest.raises(FileKindUnknown, match=r"\.csv, \.parquet, \.jsonl"):
        export_feedback(ws, tmp_path / "feedback.xlsx")
