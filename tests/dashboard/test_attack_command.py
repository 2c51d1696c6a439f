"""``whyrank attack``: one item or a sample, with the sample ranker and with a cross-encoder."""

from __future__ import annotations

import json
import shutil

import pytest
from click.testing import CliRunner

from dashboard.cli.main import main
from explain.shop import open_shop
from queries.attacks.reading import resistances
from queries.workspace import open_workspace


def whyrank(*arguments: str):
    return CliRunner().invoke(main, ["attack", *arguments])


def test_one_item_is_lifted_and_told(demo_workspace):
    shop = open_shop(demo_workspace)
    item = shop.recommend("running shoes", k=14).rows[-1]
    asked = ("--search", "running shoes", "--item", item.item_id, "--lang", "zh")
    done = whyrank(*asked, "--workspace", str(demo_workspace))
    assert done.exit_code == 0, done.output
    assert "就从第 14 位升到第" in done.stdout
    assert item.title in done.stdout


def test_a_cross_encoder_is_attacked_and_its_resistance_kept(text_only_workspace, tmp_path):
    folder = tmp_path / "shop"
    shutil.copytree(text_only_workspace, folder)
    shop = open_shop(folder)
    slate = shop.recommend("running shoes", k=8).rows
    asked = ("--search", "running shoes", "--item", slate[1].item_id, "--k", "4", "--budget", "30")
    found = json.loads(whyrank(*asked, "--workspace", str(folder), "--json").stdout)
    assert (found["direction"], found["of"], found["rank_before"]) == ("hide", "search", 2)
    assert found["scored"] <= 30
    if found["edits"]:
        rows = shop.recommend(found["after"], k=100).rows
        ranks = {row.item_id: row.rank for row in rows}
        assert ranks.get(slate[1].item_id) == found["rank_after"]
        assert found["rank_after"] is None or found["rank_after"] > 4
    few = ("--sample", "3", "--k", "3", "--budget", "6", "--most-edits", "1", "--workspace", str(folder))
    done = whyrank(*few, "--at-least", "1")
    assert done.exit_code == 1, done.output  # of three shoppers nothing is said, so nothing passes
    assert "Fails --at-least 1: hide (too few shoppers), lift (too few shoppers)." in done.stdout
    with open_workspace(folder) as ws:
        [kept] = resistances(ws)
    assert (kept.contexts, kept.done) == (3, 3)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ((), "Give either --item"),
        (("--item", "i00001", "--sample", "3"), "Give either --item"),
        (("--sample", "3", "--search", "shoes"), "--search is of one item"),
        (("--item", "i00001", "--search", "shoes", "--at-least", "2"), "--at-least is of a sample"),
        (("--item", "i00001"), "neither a search nor a shopper"),
        (("--item", "i00001", "--search", "shoes", "--beam", "0"), "beam is 0"),
    ],
)
def test_bad_input_is_told(demo_workspace, arguments, told):
    done = whyrank(*arguments, "--workspace", str(demo_workspace))
    assert done.exit_code in (1, 2)
    assert told in done.output
