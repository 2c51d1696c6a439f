"""The training set: labels from the log, negatives by popularity, the same for the same seed."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import numpy as np
import pytest

from queries import training
from queries.behaviour_counts import co_purchases, personal_counts, popularity
from queries.features import FEATURE_NAMES
from queries.point_in_time import candidate_features, materialise
from queries.training import training_set
from queries.workspace import open_workspace
from tests.queries.random_log import NEW_YEAR, Log, at, insert, random_log
from tests.queries.test_contexts import baskets


def slate_log() -> Log:
    """One slate of three in a catalogue of 40 on two platforms; a click on the second, a purchase of the third."""
    items = [
        {"item_id": f"i{number:02}", "platform": "north" if number < 30 else "south", "price": 5.0, "source": "test"}
        for number in range(40)
    ]
    items[29]["listed_at"] = at(50)
    searches = [
        {"search_id": f"s{number}", "user_id": "u", "session_id": "z", "ts": at(number), "source": "test"}
        for number in range(1, 41)
    ]
    impressions = [
        {
            "search_id": search["search_id"],
            "item_id": f"i{place:02}",
            "position": place,
            "ts": search["ts"],
            "source": "test",
        }
        for search in searches
        for place in (1, 2, 3)
    ]

    def event(item_id: str, action: str, search_id: str | None = "s1"):
        ts = at(1) + timedelta(minutes=5)
        return {
            "ts": ts,
            "user_id": "u",
            "session_id": "z",
            "search_id": search_id,
            "item_id": item_id,
            "action": action,
            "source": "test",
        }

    events = [event("i02", "click"), event("i03", "purchase"), event("i09", "cart"), event("i01", "click", None)]
    events += [event("i05", "click", None)] * 50
    return Log(items, [], searches, impressions, events, [])


@pytest.fixture(scope="module")
def ws(tmp_path_factory):
    with open_workspace(tmp_path_factory.mktemp("training") / "ws", "write") as workspace:
        workspace.commit(lambda con: insert(con, slate_log()))
        yield workspace


@pytest.fixture
def basket_ws(tmp_path):
    with open_workspace(tmp_path / "baskets", "write") as workspace:
        workspace.commit(lambda con: insert(con, baskets()))
        yield workspace


def logged(pairs, context_id):
    return [row for row in pairs.to_pylist() if row["context_id"] == context_id and row["shown"]]


def test_labels_say_what_followed_from_the_slate(ws):
    first = logged(training_set(ws, None, None).pairs, "s1")
    labels = [(row["item_id"], row["position"], row["click"], row["cart"], row["purchase"]) for row in first]
    assert labels == [("i01", 1, 0, 0, 0), ("i02", 2, 1, 0, 0), ("i03", 3, 1, 1, 1), ("i09", None, 1, 1, 0)]


def test_columns_and_types(ws):
    pairs = training_set(ws, None, None).pairs
    types = {field.name: str(field.type) for field in pairs.schema}
    assert types["position"] == "int32"
    assert (types["shown"], types["click"], types["cart"], types["purchase"]) == ("bool", "int8", "int8", "int8")
    assert {types[name] for name in FEATURE_NAMES} == {"float"}
    assert tuple(name for name in types if name in FEATURE_NAMES) == FEATURE_NAMES


def test_what_is_left_out_is_counted(ws):
    left_out = training_set(ws, None, None).left_out
    assert left_out["action outside every context"] == 51
    drawn = 4 * 3 + 39 * 4
    negatives = sum(not shown for shown in training_set(ws, None, None).pairs["shown"].to_pylist())
    assert left_out["drawn negative that was already there or not yet listed"] == drawn - negatives > 0


def test_negatives_are_new_items_of_the_same_platform_already_listed(ws):
    pairs = training_set(ws, None, None, negatives=20).pairs.to_pylist()
    assert len({(row["context_id"], row["item_id"]) for row in pairs}) == len(pairs)
    negatives = [row for row in pairs if not row["shown"]]
    assert {row["item_id"] for row in negatives} <= {f"i{number:02}" for number in range(29)}
    assert all(row["position"] is None and row["click"] == 0 and row["sampling_probability"] > 0 for row in negatives)


def test_negatives_are_drawn_by_popularity_to_the_three_quarters(ws):
    pairs = training_set(ws, at(2), None, negatives=40).pairs.to_pylist()
    negatives = [row for row in pairs if not row["shown"]]
    probability = {row["item_id"]: row["sampling_probability"] for row in negatives}
    assert probability["i05"] / probability["i06"] == pytest.approx(51**0.75)
    counts = Counter(row["item_id"] for row in negatives)
    for item_id in ("i05", "i06", "i20"):
        expected = 39 * (1 - (1 - probability[item_id]) ** 40)
        assert abs(counts[item_id] - expected) < 4 * max(1.0, expected * (1 - expected / 39)) ** 0.5


def test_the_seed_decides(ws):
    one, again, other = (training_set(ws, None, None, seed=seed).pairs.to_pandas() for seed in (1, 1, 2))
    assert one.equals(again)
    assert not one.equals(other)


def test_contexts_and_pairs_tell_of_the_same_span(ws):
    found = training_set(ws, at(3), at(6))
    assert found.contexts["context_id"].to_pylist() == ["s3", "s4", "s5"]
    assert list(dict.fromkeys(found.pairs["context_id"].to_pylist())) == ["s3", "s4", "s5"]


def test_training_features_are_those_of_the_candidates(tmp_path):
    with open_workspace(tmp_path / "ws", "write") as workspace:
        workspace.commit(lambda con: insert(con, random_log(8)))
        pairs = training_set(workspace, None, None).pairs.sort_by(
            [("context_id", "ascending"), ("item_id", "ascending")]
        )
        alone = candidate_features(workspace, pairs)
        for name in ("context_id", "item_id", *FEATURE_NAMES):
            np.testing.assert_array_equal(pairs[name].to_numpy(), alone[name].to_numpy())


def test_a_session_gives_what_was_bought_and_more_negatives_per_item(basket_ws):
    pairs = training_set(basket_ws, None, None, negatives=30).pairs
    second = logged(pairs, "session:inv2")
    assert [(row["item_id"], row["click"], row["purchase"], row["item_purchases"]) for row in second] == [
        ("a", 1, 1, 1.0),
        ("c", 1, 1, 0.0),
    ]
    drawn = {row["item_id"] for row in pairs.to_pylist() if row["context_id"] == "session:inv2" and not row["shown"]}
    assert drawn == {"b", "d", "e", "f"}


def test_a_long_session_is_cut_by_hash_and_its_other_items_are_not_negatives(tmp_path, monkeypatch):
    monkeypatch.setattr(training, "SESSION_CAP", 3)
    events = [
        {"ts": at(1), "user_id": "u", "session_id": "inv", "item_id": f"i{number}", "action": "purchase"}
        for number in range(10)
    ]
    log = Log([{"item_id": f"i{number}"} for number in range(12)], [], [], [], events, [])
    with open_workspace(tmp_path / "ws", "write") as workspace:
        workspace.commit(lambda con: insert(con, log))
        found = training_set(workspace, None, None, negatives=50)
        kept = [row["item_id"] for row in logged(found.pairs, "session:inv")]
        assert len(kept) == 3
        assert found.left_out["item of a session above its cap"] == 7
        assert {row["item_id"] for row in found.pairs.to_pylist() if not row["shown"]} == {"i10", "i11"}


def test_the_features_table_holds_every_impression_once_however_often_it_is_made(tmp_path):
    log = random_log(2)
    told = []
    with open_workspace(tmp_path / "ws", "write") as workspace:
        workspace.commit(lambda con: insert(con, log))
        rows = materialise(workspace, lambda label, share: told.append(share))
        assert rows == materialise(workspace) == len(log.impressions)
        stored = workspace.cursor().execute("from features order by context_id, item_id").to_arrow_table()
        alone = candidate_features(workspace, stored)
        for name in FEATURE_NAMES:
            np.testing.assert_array_equal(stored[name].to_numpy(), alone[name].to_numpy())
    assert told == sorted(told)
    assert (told[0], told[-1]) == (0.0, 1.0)


def test_counts_for_the_baselines_see_nothing_of_the_moment_or_later(basket_ws):
    assert popularity(basket_ws, at(9)).to_pylist()[:3] == [
        {"item_id": "a", "clicks": 0, "purchases": 1},
        {"item_id": "b", "clicks": 0, "purchases": 1},
        {"item_id": "c", "clicks": 0, "purchases": 0},
    ]
    later = personal_counts(basket_ws, at(10)).to_pylist()
    assert [(row["item_id"], row["n"], row["last_ts"]) for row in later] == [
        ("a", 2, at(9)),
        ("b", 1, at(1)),
        ("c", 1, at(9)),
    ]
    assert co_purchases(basket_ws, at(9)).to_pylist() == [{"user_id": "u", "item_id": item} for item in "ab"]
    assert popularity(basket_ws, NEW_YEAR).num_rows == 6
