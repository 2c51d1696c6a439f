"""Words that push the wrong items up: by hand, and as plain Python counts them on random slates."""

from __future__ import annotations

import random

import pandas as pd
import pytest

from queries.explanations import save_explanations
from queries.patterns.choosing import Choice, choose
from queries.patterns.harm import wrong_pushes
from tests.queries.explanations import oracle
from tests.queries.explanations.rows import explanation, feature, random_rows, word


def insert(ws, table, rows):
    frame = pd.DataFrame(rows)
    ws.commit(lambda con: con.register("given", frame) and con.execute(f"insert into {table} by name from given"))


def slate(context, *items, search="watch"):
    return [
        explanation(f"{context}-{item}", context_id=context, item_id=item, rank=rank, search=search)
        for rank, item in enumerate(items, start=1)
    ]


def test_a_slate_by_hand(ws):
    rows = [*slate("s1", "a", "b", "c", "d"), *slate("s2", "a", "b"), *slate("s3", "a", "b")]
    insert(ws, "events", [{"search_id": "s1", "item_id": "c", "action": "click"}])
    insert(ws, "events", [{"search_id": "s2", "item_id": "a", "action": "purchase"}])
    insert(ws, "events", [{"search_id": "s3", "item_id": "b", "action": "view"}])
    contributions = [
        word("s1-a", "pro", 1.0),  # wrong: c was clicked below
        word("s1-b", "pro", 0.4),  # wrong
        word("s1-c", "pro", 0.1),  # right
        word("s1-d", "pro", 5.0),  # below everything relevant: not wrong
        word("s2-a", "pro", 0.3),  # right
        word("s2-b", "pro", 5.0),  # nothing relevant below
        word("s3-a", "pro", 5.0),  # a view is no action: nothing is known of this slate
        feature("s1-a", "clicks", -0.6),
    ]
    save_explanations(ws, rows, contributions)
    found = {row["word"]: row for row in wrong_pushes(choose(ws), minimum=1).to_pylist()}
    pro = found["pro"]
    assert (pro["harm"], pro["wrong_mean"], pro["right_mean"]) == (pytest.approx(0.7), pytest.approx(0.7), 0.2)
    assert (pro["wrong_items"], pro["all_wrong_items"], pro["contexts"]) == (2, 2, 1)
    assert pro["low"] is None
    assert found["clicks"]["harm"] == pytest.approx(-0.3)
    top = {row["word"]: row for row in wrong_pushes(choose(ws), k=1, minimum=1).to_pylist()}
    assert (top["pro"]["harm"], top["pro"]["all_wrong_items"]) == (1.0, 1)


def test_judgements_and_sessions_say_what_is_relevant_too(ws):
    insert(ws, "judgements", [{"search_text": "watch", "item_id": "b", "grade": 2.0}])
    insert(ws, "judgements", [{"search_text": "watch", "item_id": "a", "grade": 0.0}])
    insert(ws, "events", [{"session_id": "z", "item_id": "b", "action": "cart"}])
    rows = [*slate("s1", "a", "b"), *slate("session:z", "a", "b", search=None)]
    save_explanations(ws, rows, [word(f"{context}-a", "x", 1.0) for context in ("s1", "session:z")])
    found = wrong_pushes(choose(ws), minimum=1).to_pylist()
    assert [(row["word"], row["wrong_items"]) for row in found] == [("x", 2)]


def test_without_outcomes_there_is_no_wrong_item(ws):
    save_explanations(ws, slate("s1", "a", "b"), [word("s1-a", "x", 1.0)])
    assert wrong_pushes(choose(ws), minimum=1).num_rows == 0


def test_harm_as_plain_python_counts_it(ws):
    rows, contributions = random_rows(5, contexts=50)
    rng = random.Random(2)
    acted = {(row["context_id"], row["item_id"]) for row in rows if rng.random() < 0.3}
    insert(ws, "events", [{"search_id": c, "item_id": i, "action": rng.choice(["click", "cart"])} for c, i in acted])
    save_explanations(ws, rows, contributions)
    k = 3
    explanations, drivers = oracle.tables(rows, contributions)
    relevant = [(c, i) in acted for c, i in zip(explanations["context_id"], explanations["item_id"], strict=True)]
    explanations["relevant"] = relevant
    lowest = explanations[explanations["relevant"]].groupby("context_id")["rank"].max()
    below = explanations["context_id"].map(lowest).fillna(0)
    wrong = explanations[(~explanations["relevant"]) & (explanations["rank"] <= k) & (explanations["rank"] < below)]
    right = set(explanations[explanations["relevant"]]["explanation_id"])
    found = wrong_pushes(choose(ws, Choice()), k=k, minimum=1, limit=1000).to_pylist()
    assert len(found) > 5
    assert [row["harm"] for row in found] == sorted((row["harm"] for row in found), reverse=True)
    for row in found:
        of_driver = drivers[(drivers["role"] == row["role"]) & (drivers["word"] == row["word"])]
        given = of_driver.set_index("explanation_id")["contribution"]
        pushes = wrong["explanation_id"].map(given)
        assert row["wrong_items"] == pushes.notna().sum()
        assert row["wrong_mean"] == pytest.approx(pushes.mean())
        assert row["harm"] == pytest.approx(pushes.fillna(0).mean())
        error = oracle.clustered_error(pushes.fillna(0), wrong["context_id"])
        assert row["high"] - row["harm"] == pytest.approx(1.95996 * error)
        expected = given[given.index.isin(right)].mean()
        assert row["right_mean"] == (None if pd.isna(expected) else pytest.approx(expected))
