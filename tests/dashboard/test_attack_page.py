"""Attacks on the Robustness page: what resists how well, rankers side by side, one item attacked."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from dashboard.i18n import translate
from explain.attack.resistance import run_resistance
from explain.attack.settings import AttackSettings
from explain.shop import open_shop
from queries.workspace import open_workspace
from tests.dashboard.conftest import drawn

QUICK = AttackSettings(budget=24, most_edits=1, words=6, draws=1)

ANOTHER = (
    "insert into resistances select * replace ('other' as resistance_id, 'another' as ranker_id) from resistances",
    "insert into resistance_contexts select * replace ('other' as resistance_id) from resistance_contexts",
    "insert into attacks select * replace ('other' as resistance_id) from attacks",
)


@pytest.fixture(scope="module")
def attacked_workspace(demo_workspace, tmp_path_factory) -> Path:
    """A demo workspace whose ranker's resistance was measured; another ranker was tried on the same contexts."""
    folder = tmp_path_factory.mktemp("attacked") / "workspace"
    shutil.copytree(demo_workspace, folder)
    with open_workspace(folder, "write") as ws:
        run_resistance(ws, open_shop(folder), QUICK, contexts=24)
        ws.commit(lambda con: [con.execute(statement) for statement in ANOTHER])
    return folder


def test_without_one_it_says_how_to_measure_and_attacks_what_is_often_searched(open_page, hostile_workspace):
    app = open_page(hostile_workspace, "robustness", view="attack", k="5")
    assert not app.exception
    assert app.code[0].value.startswith("whyrank attack --sample")
    said = drawn(app)
    assert translate("en", "attack.example", search="").split("“")[0] in said
    assert "candidates were scored; the slate was ranked again" in said
    assert "<script>" not in said  # what shops say is shown as text


def test_the_resistance_is_told_pictured_and_tabled_beside_other_rankers(open_page, attacked_workspace):
    app = open_page(attacked_workspace, "robustness", view="attack")
    assert not app.exception
    said = drawn(app)
    assert "To lift an item from just beyond the first 10 into them, the median needs" in said
    assert said.count("sample · ") >= 2  # each direction of this ranker
    assert said.count("another · ") >= 2
    assert len(app.get("plotly_chart")) == 1
    assert "the context has no search" in said
    assert translate("en", "move.after") in {each.value for each in app.subheader}  # one attack, as both slates


def test_an_attack_of_the_sample_says_which_words_took_over(open_page, attacked_workspace):
    app = open_page(attacked_workspace, "robustness", view="attack", lang="zh", attack_why="true")
    assert not app.exception
    assert len(app.get("plotly_chart")) == 3  # the picture, what fell and what rose
    assert "处" in drawn(app)


def test_own_items_are_attacked_in_either_direction(open_page, attacked_workspace):
    slate = open_shop(attacked_workspace).recommend("running shoes", k=20).rows
    asked = {"view": "attack", "of": "own", "search": "running shoes"}
    hidden = open_page(attacked_workspace, "robustness", item=slate[8].item_id, **asked)
    assert not hidden.exception
    assert "of the search take" in drawn(hidden)
    lifted = open_page(attacked_workspace, "robustness", item=slate[12].item_id, **asked)
    assert "of the title lift" in drawn(lifted)
