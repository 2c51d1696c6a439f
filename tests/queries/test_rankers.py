"""A workspace remembers its rankers and names those it has when asked for another."""

import pytest

from queries.errors import UnknownName, WhyrankError
from queries.rankers import add_ranker, find_ranker, list_rankers
from queries.workspace import open_workspace


@pytest.fixture
def ws(tmp_path):
    with open_workspace(tmp_path / "shop", "write") as workspace:
        yield workspace


def test_an_empty_workspace_says_how_to_get_a_ranker(ws):
    with pytest.raises(WhyrankError, match="whyrank finetune"):
        find_ranker(ws)


def test_the_newest_ranker_is_the_default_and_names_find_the_others(ws):
    add_ranker(ws, "aaa", "first", {"trained_at": "2026-01-02T03:04:05"})
    add_ranker(ws, "bbb", "second", {"figure": 0.5})
    assert find_ranker(ws).name == "second"
    assert find_ranker(ws).card == {"figure": 0.5}
    assert find_ranker(ws, "first").trained_at.year == 2026
    assert find_ranker(ws, "aaa").name == "first"


def test_registering_twice_adds_nothing(ws):
    add_ranker(ws, "aaa", "first", {})
    add_ranker(ws, "aaa", "first", {})
    assert len(list_rankers(ws)) == 1


def test_a_registered_ranker_takes_the_card_of_today_and_keeps_its_age(ws):
    add_ranker(ws, "aaa", "first", {})
    add_ranker(ws, "bbb", "second", {})
    add_ranker(ws, "aaa", "first", {"evaluation": {"contexts": 5}})
    assert [entry.name for entry in list_rankers(ws)] == ["second", "first"]
    assert find_ranker(ws, "first").card == {"evaluation": {"contexts": 5}}


def test_an_unknown_name_suggests_the_nearest(ws):
    add_ranker(ws, "aaa", "sample", {})
    with pytest.raises(UnknownName, match="Did you mean 'sample'"):
        find_ranker(ws, "smaple")
