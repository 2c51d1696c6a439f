"""The Patterns page, through app.py, on explanations that were really made."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from dashboard.i18n import translate
from dashboard.pattern_views import VIEWS
from explain.batch import BatchSettings, explain_all
from explain.methods import gradient_times_input
from explain.settings import Settings
from explain.shop import open_shop
from queries.patterns.choosing import Choice, choose
from queries.patterns.parts import part_shares
from queries.workspace import open_workspace
from tests.dashboard.conftest import drawn


@pytest.fixture(scope="module")
def explained(demo_workspace, tmp_path_factory) -> Path:
    """A demo workspace with the slates of twenty contexts explained, by the quickest method."""
    folder = tmp_path_factory.mktemp("patterns") / "workspace"
    shutil.copytree(demo_workspace, folder)
    quick = Settings(words=gradient_times_input.METHOD.name)
    with open_workspace(folder, "write") as ws:
        explain_all(ws, open_shop(folder), BatchSettings(contexts=20, k=4), quick)
    return folder


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("view", VIEWS)
def test_every_view_answers_in_both_languages(open_page, explained, view, lang):
    app = open_page(explained, "patterns", show=view, lang=lang)
    assert not app.exception
    assert app.title[0].value == translate(lang, "patterns.title")
    assert 'class="lead"' in drawn(app) or app.info


def test_the_answer_is_what_the_store_says(open_page, explained):
    with open_workspace(explained) as ws:
        shares = {row["part"]: row["share"] for row in part_shares(choose(ws, Choice())).to_pylist()}
    first = max(shares, key=lambda part: shares[part])
    share = f"{shares[first]:.0%}"
    told = translate("en", "patterns.parts_answer", part=translate("en", f"part.{first}"), share=share)
    assert told in drawn(open_page(explained, "patterns"))


def test_a_filter_in_the_link_narrows_and_nonsense_is_passed_over(open_page, explained):
    everything = open_page(explained, "patterns").caption[0].value
    narrowed = open_page(explained, "patterns", only="lang=zh").caption[0].value
    assert int(narrowed.split()[0]) < int(everything.split()[0])
    nonsense = open_page(explained, "patterns", only="nothing=here", show="nowhere")
    assert not nonsense.exception
    assert nonsense.caption[0].value == everything


def test_a_word_leads_to_its_examples_and_those_to_why(open_page, explained):
    app = open_page(explained, "patterns", show="words")
    links = [link for link in app.get("page_link") if "item=" in link.proto.query_string]
    assert links
    assert all(link.proto.page.startswith("why") for link in links)


def test_without_explanations_the_page_makes_some(open_page, demo_workspace, tmp_path):
    shutil.copytree(demo_workspace, tmp_path / "shop")
    app = open_page(tmp_path / "shop", "patterns")
    assert not app.exception
    assert app.info[0].value == translate("en", "patterns.empty")
    assert any(button.label == translate("en", "patterns.explain") for button in app.button)
