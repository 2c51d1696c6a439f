"""Serving: the store answers what the training statements answer, from any number of threads."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pyarrow as pa
import pytest

from queries.contexts import contexts
from queries.errors import UnknownName
from queries.features import FEATURE_NAMES, FEATURES
from queries.point_in_time import candidate_features
from queries.serving import FeatureStore
from queries.workspace import open_workspace
from tests.queries.random_log import insert, random_log


@pytest.fixture(scope="module")
def log():
    return random_log(11)


@pytest.fixture(scope="module")
def ws(log, tmp_path_factory):
    with open_workspace(tmp_path_factory.mktemp("serving") / "ws", "write") as workspace:
        workspace.commit(lambda con: insert(con, log))
        yield workspace


@pytest.fixture(scope="module")
def item_ids(log):
    return [item["item_id"] for item in log.items][::-1]


def as_rows(table: pa.Table, context_id: str, item_ids: list[str]) -> np.ndarray:
    rows = {row["item_id"]: row for row in table.to_pylist() if row["context_id"] == context_id}
    return np.array([[rows[item_id][name] for name in FEATURE_NAMES] for item_id in item_ids], dtype=np.float32)


@pytest.mark.parametrize("number", range(12))
def test_the_store_answers_what_training_saw_at_the_same_moment(ws, log, item_ids, number):
    search = log.searches[number]
    pairs = pa.table({"context_id": [search["search_id"]] * len(item_ids), "item_id": item_ids})
    trained = as_rows(candidate_features(ws, pairs), search["search_id"], item_ids)
    served = FeatureStore(ws, search["ts"]).features(search["user_id"], search["session_id"], item_ids)
    assert served.dtype == np.float32
    assert served.shape == (len(item_ids), len(FEATURE_NAMES))
    np.testing.assert_allclose(served, trained, rtol=1e-6, atol=1e-9, equal_nan=True)


def test_the_store_tells_the_history_that_contexts_tell(ws, log):
    told = {row["context_id"]: row["history"] for row in contexts(ws).to_pylist()}
    assert any(told.values())
    for search in log.searches:
        if search["user_id"] is not None:
            assert FeatureStore(ws, search["ts"]).history(search["user_id"]) == told[search["search_id"]]


def test_a_stranger_has_counts_of_zero_and_absent_averages(ws, item_ids):
    store = FeatureStore(ws)
    nobody = store.features(None, None, item_ids)
    np.testing.assert_array_equal(nobody, store.features("never heard of", "nor of this", item_ids))
    for column, feature in enumerate(FEATURES):
        if feature.group != "item":
            np.testing.assert_array_equal(nobody[:, column], np.full(len(item_ids), feature.absent, np.float32))
    assert not store.known_user("never heard of")
    assert store.known_user("u1")
    assert store.history("never heard of") == []


def test_a_shopper_named_none_is_not_the_anonymous_one(ws, item_ids):
    store = FeatureStore(ws)
    np.testing.assert_array_equal(store.features("None", "None", item_ids), store.features(None, None, item_ids))


def test_an_unknown_item_is_named(ws):
    with pytest.raises(UnknownName, match="i77"):
        FeatureStore(ws).features(None, None, ["i1", "i77"])


def test_no_items_give_no_rows(ws):
    assert FeatureStore(ws).features("u1", "z1", []).shape == (0, len(FEATURE_NAMES))


def test_an_item_asked_twice_is_answered_twice(ws):
    answer = FeatureStore(ws).features("u2", "z1", ["i1", "i2", "i1"])
    np.testing.assert_array_equal(answer[0], answer[2])


def test_the_default_moment_sees_the_whole_log(ws, log):
    as_of = FeatureStore(ws).as_of
    assert as_of > max(event["ts"] for event in log.events)
    assert as_of > max(search["ts"] for search in log.searches)


def test_threads_get_the_answers_they_would_get_alone(ws, item_ids):
    store = FeatureStore(ws)
    users = ["u1", "u2", "u3", None] * 25
    alone = {user: store.features(user, "z1", item_ids) for user in set(users)}
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(lambda user: store.features(user, "z1", item_ids), users))
    for user, answer in zip(users, together, strict=True):
        np.testing.assert_array_equal(answer, alone[user])


def test_a_workspace_without_anything_has_a_store_too(tmp_path):
    with open_workspace(tmp_path / "empty", "write") as workspace:
        store = FeatureStore(workspace)
        assert store.features(None, None, []).shape == (0, len(FEATURE_NAMES))
        assert store.history("u1") == []
