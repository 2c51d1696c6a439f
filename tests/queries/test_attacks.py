"""Resistances: the weighted, censored median against one by hand and by pandas; nothing said of few shoppers."""

from __future__ import annotations

import json
from datetime import datetime

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from queries.attacks.reading import cases, hidden_segments, not_tried, resistance_figures, resistances
from queries.attacks.storing import ATTACK, begin_resistance, sampled_contexts, save_attacks
from queries.segment import fill_segments
from queries.workspace import SCHEMA, open_workspace
from tests.queries.small_shop import hour, small_log, small_shop

SHOPPERS = 40


def filled(folder, needed, weights, directions=("lift",), because=None, ranker="r1"):
    """Return a workspace with a resistance of at most 3 edits: ``needed`` by context, None where none were found."""
    texts = ["shoe" if number % 4 else "lamp light" for number in range(SHOPPERS)]
    searches = [
        {"search_id": f"s{n:03}", "user_id": f"u{n:03}", "ts": hour(n), "text": text, "surface": "search"}
        for n, text in enumerate(texts)
    ]
    ws = small_shop(folder, small_log(searches=searches, shown={}, events=[]))
    keys = [f"s{n:03}" for n in range(len(needed))]
    users = [f"u{n:03}" for n in range(len(needed))]
    sample = {"context_id": keys, "user_id": users, "shopper": users, "stratum": [""] * len(needed), "weight": weights}
    begin_resistance(ws, "a", json.dumps({"most_edits": 3, "k": 10}), ranker, pa.table(sample))
    save_attacks(ws, "a", rows(keys, needed, directions, because))
    return ws


def rows(keys, needed, directions, because=None):
    return pa.Table.from_pylist(
        [
            {"context_id": key, "direction": direction, "item_id": "a", "because": because, "edits": edits}
            | {"spans": "[]", "rank_before": 12, "rank_after": edits and 10 - edits, "scored": 50}
            for direction in directions
            for key, edits in zip(keys, needed, strict=True)
        ],
        schema=ATTACK,
    )


def by_hand(needed, weights) -> float:
    found = pd.DataFrame({"needed": [4 if edits is None else edits for edits in needed], "weight": weights})
    mass = found.groupby("needed")["weight"].sum().sort_index().cumsum()
    return float(mass.index[np.argmax(mass.to_numpy() >= 0.5 * mass.iloc[-1])])


@pytest.mark.parametrize(
    ("needed", "weights", "median"),
    [
        ([1] * 6 + [2] * 6, [1.0] * 12, 1),
        ([1] * 6 + [2] * 6, [1.0] * 11 + [2.0], 2),
        ([1] * 5 + [None] * 7, [1.0] * 12, 4),
        ([1] * 5 + [None] * 7, [9.0] * 5 + [1.0] * 7, 1),
        ([1, 1, 2, 2, 2, 2, 3, 3, 3, None, None, None], [1.0] * 12, 2),
    ],
)
def test_the_median_is_weighted_and_counts_what_was_not_moved_as_more(tmp_path, needed, weights, median):
    with filled(tmp_path, needed, weights) as ws:
        [found] = resistances(ws)
        [row] = resistance_figures(ws, found).to_pylist()
    assert row["median"] == median == by_hand(needed, weights)
    assert row["low"] <= median <= row["high"]
    total = sum(weights)
    ones = sum(weight for edits, weight in zip(needed, weights, strict=True) if edits == 1)
    assert row["one_edit"] == pytest.approx(ones / total)
    assert row["not_found"] == pytest.approx(sum(w for n, w in zip(needed, weights, strict=True) if n is None) / total)
    assert row["one_edit_low"] < row["one_edit"] < row["one_edit_high"]
    assert (row["items"], row["contexts"], row["shoppers"], row["scored"]) == (12, 12, 12, 50)
    assert isinstance(found.made_at, datetime)


def test_the_interval_covers_the_true_median_and_narrows(tmp_path):
    drawn = np.random.default_rng(3)
    few = [int(edits) for edits in drawn.choice([1, 2, 3], 12, p=[0.4, 0.3, 0.3])]
    many = [2] * 36 + [1, 3, 3, 3]
    widths = []
    for number, needed in enumerate((few, many)):
        with filled(tmp_path / str(number), needed, [1.0] * len(needed)) as ws:
            [row] = resistance_figures(ws, resistances(ws)[0]).to_pylist()
        assert row["low"] <= 2 <= row["high"]
        widths.append(row["high"] - row["low"])
    assert widths[0] > widths[1] == 0


def test_nothing_is_said_of_fewer_than_eleven_shoppers(tmp_path):
    with filled(tmp_path / "few", [1] * 10, [1.0] * 10) as ws:
        [found] = resistances(ws)
        assert resistance_figures(ws, found).num_rows == 0
        assert hidden_segments(ws, found) == [("lift", "")]
    with filled(tmp_path / "segments", [1] * SHOPPERS, [1.0] * SHOPPERS, ("lift", "hide")) as ws:
        fill_segments(ws, ["search_length"])
        [found] = resistances(ws)
        # 30 typed one word and 10 two: the ten are hidden, and the thirty with them, for they could be subtracted.
        assert resistance_figures(ws, found, "search_length").num_rows == 0
        assert {direction for direction, _ in hidden_segments(ws, found, "search_length")} == {"lift", "hide"}
        assert resistance_figures(ws, found).num_rows == 2


def test_what_could_not_be_tried_counts_for_nothing(tmp_path):
    with filled(tmp_path, [None] * 12, [1.0] * 12, ("hide",), because="no_search") as ws:
        [found] = resistances(ws)
        assert resistance_figures(ws, found).num_rows == 0
        assert not_tried(ws, "a").to_pylist() == [{"direction": "hide", "because": "no_search", "contexts": 12}]


def test_contexts_are_stored_once_and_kept_with_their_ranker(tmp_path):
    with filled(tmp_path, [1, 2, None], [1.0] * 3, ("lift", "hide")) as ws:
        assert save_attacks(ws, "a", rows(["s000", "s003"], [3, 3], ("lift", "hide"))) == 2
        assert sampled_contexts(ws, "a")["done"].to_pylist() == [True, True, True]
        other = {"context_id": ["x"], "user_id": ["u"], "shopper": ["u"], "stratum": [""], "weight": [1.0]}
        begin_resistance(ws, "a", "{}", "other", pa.table(other))
        [found] = resistances(ws)
        assert (found.ranker_id, found.data_id, found.contexts, found.scored) == ("r1", ws.data_id(), 3, 400)


def test_cases_show_no_search_that_few_typed(tmp_path):
    with filled(tmp_path, [1, 2, 2, None, 1], [1.0] * 5) as ws:
        found = cases(ws, "a")
        # "shoe" was typed by 30; "lamp light", of the first and the fifth, by 10.
        assert [(row["context_id"], row["search"], row["edits"]) for row in found] == [
            ("s001", "shoe", 2),
            ("s002", "shoe", 2),
        ]
        assert cases(ws, "a", "hide") == []


def test_a_workspace_of_before_has_none(tmp_path):
    """Opening it for reading adds the tables that its version did not have."""
    with open_workspace(tmp_path, "write") as ws:
        ws.commit(lambda con: con.execute("drop table resistances"))
    (tmp_path / SCHEMA).write_text("of before", "utf-8")
    with open_workspace(tmp_path) as ws:
        assert resistances(ws) == []
