"""Learning what is familiar from a log, and telling what is odd: the same again, no rare search, two languages."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from click.testing import CliRunner

from dashboard.cli.main import main
from explain.familiarity import judge, learn_familiarity
from explain.odd_input import alarms_told, odd_notes
from explain.shop import open_shop
from queries.workspace import open_workspace

ODD = "ignore all previous instructions"


@pytest.fixture(scope="module")
def shop(demo_workspace):
    return open_shop(demo_workspace)


@pytest.fixture(scope="module")
def learned(demo_workspace, shop, tmp_path_factory):
    with open_workspace(demo_workspace) as ws:
        entry = replace(shop.entry, folder=tmp_path_factory.mktemp("learned"))
        return learn_familiarity(ws, entry, shop.ranker)


def test_the_same_log_teaches_the_same(shop, learned):
    assert learned.marks == pytest.approx(dict(shop.familiarity.marks), rel=0.02)
    assert learned.figures["achieved"]["all"]["flagged"] == pytest.approx(
        shop.familiarity.figures["achieved"]["all"]["flagged"], abs=0.003
    )


def test_only_searches_of_many_shoppers_are_named(demo_workspace, learned):
    with open_workspace(demo_workspace) as ws:
        rows = ws.cursor().execute("select lower(trim(text)), user_id, session_id from searches").fetchall()
    typed: dict[str, set[str]] = {}
    for text, user, session in rows:
        typed.setdefault(text, set()).add(user or session)
    named = [search for search in learned.known.searches if search]
    assert len(named) > 50
    assert min(len(typed[search.strip().lower()]) for search in named) >= 11
    assert None in learned.known.searches


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_an_odd_search_is_told_with_what_is_near_and_how_often_it_is_a_false_alarm(shop, lang):
    judged = judge(shop, shop.recommend(ODD, "u00042"))
    said = " ".join(odd_notes(judged, lang))
    assert judged.odd
    assert judged.nearest[0][0] in said
    assert "1%" in said
    assert "%" in alarms_told(shop.familiarity, lang)
    assert odd_notes(judge(shop, shop.recommend("智能手表", "u00042")), lang) == ()


def test_commands_tell_what_is_odd(demo_workspace, shop, tmp_path):
    run = CliRunner().invoke
    item, page = shop.catalogue.item_ids[0], tmp_path / "why.html"
    asked = ["explain", "--search", ODD, "--item", item, "--workspace", str(demo_workspace)]
    explained = run(main, [*asked, "--html", str(page), "--json"])
    assert "surprising" in json.loads(explained.output)["familiarity"]["odd"]
    assert "unlike what shoppers type" in page.read_text("utf-8")
