"""The commands that answer a question each, on the demo workspace."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from dashboard.cli.main import main
from explain.shop import open_shop


@pytest.fixture(scope="module")
def ids(demo_workspace: Path) -> list[str]:
    return [row.item_id for row in open_shop(demo_workspace).recommend("智能手表", k=8).rows]


@pytest.fixture
def run(demo_workspace: Path):
    def ran(command: str, *words: str) -> str:
        call = [command, "--search", "智能手表", *words, "--workspace", str(demo_workspace)]
        result = CliRunner().invoke(main, call, catch_exceptions=False)
        assert result.exit_code == 0, result.output
        return result.stdout

    return ran


def test_contrast_adds_up_and_is_told_in_either_language(run, ids):
    data = json.loads(run("contrast", "--item", ids[0], "--over", ids[1], "--json"))
    rest = data["base_difference"] + data["gap_difference"]
    assert sum(row["difference"] for row in data["rows"]) + rest == pytest.approx(data["score_difference"])
    for lang, word in (("en", "scores"), ("zh", "得分")):
        told = run("contrast", "--item", ids[0], "--over", ids[1], "--lang", lang, "--top", "5")
        assert word in told
        assert "█" in told


def test_margin_tells_the_place_and_what_is_lacking(run, ids):
    data = json.loads(run("margin", "--item", ids[6], "--k", "3", "--json"))
    assert (data["place"], data["inside"], data["rival"]["item_id"]) == (7, False, ids[2])
    told = run("margin", "--item", ids[6], "--k", "3")
    assert f"lacks {-data['lead']:.2f}" in told
    assert f"{data['lead']:+.3f} logits" in told


def test_match_prints_a_row_for_each_word_of_the_item(run, ids):
    data = json.loads(run("match", "--item", ids[0], "--json"))
    told = run("match", "--item", ids[0]).splitlines()
    assert [len(data["values"]), len(data["values"][0])] == [len(data["words"]), len(data["item_words"])]
    for word in data["item_words"]:
        assert any(word["name"] in line for line in told)


def test_slate_value_counts_places_or_scores(run, ids):
    of_item = json.loads(run("slate-value", "--item", ids[4], "--candidates", "8", "--json"))
    assert (of_item["measure"], of_item["total"]) == ("place", -5)
    assert sum(of_item["by_part"].values()) == pytest.approx(of_item["total"] - of_item["base"])
    assert "mean score" in run("slate-value", "--candidates", "8")
