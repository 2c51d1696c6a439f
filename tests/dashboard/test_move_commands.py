"""`whyrank what-would-move` and `whyrank what-if` on the demo workspace."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from dashboard.cli.main import main
from dashboard.cli.what_if_command import _feature
from explain.shop import open_shop

WATCH = "智能手表"


@pytest.fixture(scope="module")
def rows(demo_workspace: Path):
    return open_shop(demo_workspace).recommend(WATCH, k=20).rows


@pytest.fixture
def call(demo_workspace: Path):
    def called(command: str, *words: str) -> Result:
        given = [command, "--search", WATCH, *words, "--workspace", str(demo_workspace)]
        return CliRunner().invoke(main, given)

    return called


@pytest.fixture
def run(call):
    def ran(command: str, *words: str) -> str:
        result = call(command, *words)
        assert result.exit_code == 0, result.output
        return result.stdout

    return ran


def test_what_would_move_names_the_first_set_found(run, rows):
    words = ["what-would-move", "--item", rows[2].item_id, "--most-edits", "1"]
    found = json.loads(run(*words, "--json"))
    assert (found["goal"], found["k"], found["rank"]) == ("out", 10, 3)
    first = found["found"][0]
    told = run(*words)
    assert f"“{first['edits'][0]['before']}”" in told.splitlines()[0]
    assert f"from place 3 to place {first['rank']}, out of the first 10" in told
    assert f"{found['tried']:,} changes were tried" in told


def test_what_would_move_takes_k_and_the_search(run, rows):
    words = ["--item", rows[2].item_id, "--k", "2", "--of", "search", "--most-edits", "1", "--lang", "zh"]
    answer, *table = run("what-would-move", *words).splitlines()
    assert "从第 3 位" in answer
    assert "搜索词" in answer
    assert any("3 → " in line for line in table)


def test_what_if_prints_both_slates_and_what_changed(run, rows):
    item = rows[1]
    told = run("what-if", "--item", item.item_id, "--title", "手环", "--feature", "rating=", "--k", "5")
    assert "fall from place 2 to place" in told
    assert "“手环”, new in the title" in told
    assert "↑1" in told
    assert " out " in told
    changed = ["--history", f"{rows[0].item_id},", "--price", "9", "--feature", "rating="]
    data = json.loads(run("what-if", "--item", item.item_id, *changed, "--json"))
    assert [place["item_id"] for place in data["before"]] == [row.item_id for row in rows[:10]]
    after = data["explanation_after"]
    assert [f["text"] for f in after["fields"] if f["part"] == "history"] == [rows[0].title]
    values = {c["name"]: c["value"] for c in after["contributions"] if c["part"] == "behaviour"}
    assert (values["price"], values["rating"]) == (9, None)


def test_impossible_changes_are_refused_with_what_to_do(call, rows):
    wrong = call("what-if", "--item", rows[0].item_id, "--feature", "rating")
    assert wrong.exit_code == 2
    assert "NAME=VALUE" in wrong.output
    wrong = call("what-if", "--item", rows[0].item_id, "--price", "0")
    assert wrong.exit_code == 1
    assert "above 0" in wrong.output


@pytest.mark.parametrize(
    ("written", "read"), [("rating=4.5", ("rating", 4.5)), ("rating=", ("rating", None)), ("a=-1e3", ("a", -1000.0))]
)
def test_features_are_read_as_they_are_written(written, read):
    assert _feature(written) == read
