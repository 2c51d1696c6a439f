"""The commands about segments, on the demo workspace."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from dashboard.cli.main import main
from queries.segments import DIMENSIONS


@pytest.fixture
def run(demo_workspace):
    def run(*words: str) -> str:
        done = CliRunner().invoke(main, [*words, "--workspace", str(demo_workspace)])
        assert done.exit_code == 0, done.output
        return done.stdout

    return run


def test_segments_say_how_each_is_served(run):
    answer = json.loads(run("segments", "--metric", "ndcg@10", "--dimension", "surface", "--json"))
    figures = {row["segment"]: row for row in answer["figures"]}
    assert set(figures) == {"search", "home"}
    assert figures["home"]["significant"]
    assert figures["home"]["high"] < figures["search"]["low"]
    table = run("segments", "--dimension", "surface")
    assert "Home page" in table
    assert "*" in table


def test_segments_of_two_dimensions_and_a_filter(run):
    words = ("--dimension", "surface", "--across", "device", "--only", "platform=yunshi", "--json")
    answer = json.loads(run("segments", "--metric", "click_through", *words))
    assert {(row["segment"], row["other"]) for row in answer["figures"]} >= {("search", "mobile"), ("home", "tablet")}


def test_without_a_dimension_they_are_listed(run):
    listed = {each["name"]: each for each in json.loads(run("segments", "--json"))}
    assert set(DIMENSIONS) < set(listed)
    assert listed["shopper:age"]["title"]["zh"] == "顾客：age"


def test_the_worst_are_told_in_sentences_of_both_languages(run):
    answer = json.loads(run("worst", "--metric", "click_through", "--json"))
    bedding = next(row for row in answer["found"] if "家居 > 床上用品" in row["segments"])
    assert answer["tried"] > 1_000
    assert "Category of the search: 家居 > 床上用品" in bedding["sentence"]["en"]
    assert "搜索所属类目：家居 > 床上用品" in bedding["sentence"]["zh"]
    assert bedding["cost"] > 0
    said = run("worst", "--metric", "click_through", "--value", "2")
    assert f"{answer['tried']:,} combinations" in said
    assert "this is worth" in said


def test_what_is_not_so_is_refused_with_what_to_do(demo_workspace):
    def refused(*words: str) -> str:
        done = CliRunner().invoke(main, [*words, "--workspace", str(demo_workspace)])
        assert done.exit_code != 0
        return done.output

    assert "Did you mean 'device'" in refused("segments", "--dimension", "devise")
    assert "whyrank measure" in refused("worst", "--metric", "ndcg@7")
    assert "is not dimension=segment" in refused("worst", "--only", "platform")
    assert "of whole slates" in refused("segments", "--dimension", "brand")
