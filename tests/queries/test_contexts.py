"""Contexts: which there are, and the history they know."""

from __future__ import annotations

from datetime import timedelta

import pytest

from queries.contexts import contexts, items
from queries.workspace import open_workspace
from tests.queries.random_log import Log, at, insert, random_log

INTEREST = ("view", "click", "cart", "purchase")


def baskets() -> Log:
    """A log without searches: two invoices of one shopper, the second with the item of the first."""
    bought = [("inv1", 1, "a"), ("inv1", 1, "b"), ("inv2", 9, "a"), ("inv2", 9, "c")]
    events = [
        {"ts": at(slot), "user_id": "u", "session_id": session, "item_id": item, "action": "purchase", "price": 2.0}
        for session, slot, item in bought
    ]
    return Log([{"item_id": item, "price": 2.0} for item in "abcdef"], [], [], [], events, [])


@pytest.fixture(scope="module")
def log():
    return random_log(5)


@pytest.fixture(scope="module")
def ws(log, tmp_path_factory):
    with open_workspace(tmp_path_factory.mktemp("contexts") / "ws", "write") as workspace:
        workspace.commit(lambda con: insert(con, log))
        yield workspace


@pytest.fixture
def basket_ws(tmp_path):
    with open_workspace(tmp_path / "baskets", "write") as workspace:
        workspace.commit(lambda con: insert(con, baskets()))
        yield workspace


def history_by_hand(log: Log, search) -> list[str]:
    shopper = search["user_id"] or search["session_id"]
    if shopper is None:
        return []
    past = [
        row
        for row in log.events
        if row["action"] in INTEREST
        and row["ts"] < search["ts"]
        and (
            row["user_id"] == search["user_id"]
            if search["user_id"]
            else row["user_id"] is None and row["session_id"] == search["session_id"]
        )
    ]
    past.sort(key=lambda row: (row["ts"], row["item_id"]))
    visits = [
        row["item_id"] for place, row in enumerate(past) if not place or past[place - 1]["item_id"] != row["item_id"]
    ]
    return list(dict.fromkeys(visits[::-1][:20]))[:5]


def test_a_search_is_a_context_with_the_history_before_it(ws, log):
    found = {row["context_id"]: row for row in contexts(ws).to_pylist()}
    assert set(found) == {search["search_id"] for search in log.searches}
    for search in log.searches:
        context = found[search["search_id"]]
        assert (context["ts"], context["user_id"], context["search"]) == (
            search["ts"],
            search["user_id"],
            search["text"],
        )
        assert context["history"] == history_by_hand(log, search)
    assert any(len(row["history"]) == 5 for row in found.values())


def test_contexts_come_in_order_of_time_from_start_up_to_but_not_at_the_end(ws, log):
    moments = sorted(search["ts"] for search in log.searches)
    start, end = moments[2], moments[9]
    found = contexts(ws, start, end)["ts"].to_pylist()
    assert found == [moment for moment in moments if start <= moment < end]


def test_a_limit_takes_the_same_contexts_for_the_same_seed(ws):
    chosen = contexts(ws, limit=4, seed=1)
    assert chosen.num_rows == 4
    assert chosen.equals(contexts(ws, limit=4, seed=1))
    assert {tuple(contexts(ws, limit=4, seed=seed)["context_id"].to_pylist()) for seed in range(6)} != {
        tuple(chosen["context_id"].to_pylist())
    }


def test_contexts_without_actions_can_be_left_out(tmp_path, log):
    acted = random_log(5).events[0] | {"search_id": "s3", "action": "click", "item_id": "i1"}
    with open_workspace(tmp_path / "ws", "write") as workspace:
        workspace.commit(lambda con: insert(con, log.with_events([acted])))
        assert contexts(workspace, with_actions_only=True)["context_id"].to_pylist() == ["s3"]


def test_without_searches_a_session_is_a_context_as_of_its_first_event(basket_ws):
    first, second = contexts(basket_ws).to_pylist()
    assert (first["context_id"], first["ts"], first["history"]) == ("session:inv1", at(1), [])
    assert (second["context_id"], second["surface"], second["search"]) == ("session:inv2", "session", None)
    assert second["history"] == ["b", "a"]
    assert contexts(basket_ws, start=at(1) + timedelta(seconds=1)).num_rows == 1


def test_items_are_listed_once_each(basket_ws):
    basket_ws.commit(lambda con: insert(con, Log([{"item_id": "a", "source": "again"}], [], [], [], [], [])))
    assert items(basket_ws)["item_id"].to_pylist() == list("abcdef")
