"""The Shoppers page, through app.py: one shopper, groups, reviews, in both languages."""

from __future__ import annotations

from itertools import cycle
from pathlib import Path

import pytest

from dashboard.group_looks import LOOKS
from dashboard.i18n import translate
from dashboard.shopper_views import VIEWS
from queries.examples import explained_shop
from queries.profiles.people import busiest, gather
from queries.profiles.shopper import profile
from queries.workspace import open_workspace
from tests.dashboard.conftest import drawn

LANGUAGES = ("en", "zh")


@pytest.fixture(scope="module")
def shopper(demo_workspace) -> str:
    """The shopper who did most and whose life the log can tell."""
    with open_workspace(demo_workspace) as ws:
        people = gather(ws)
        for user_id in busiest(people, 60)["user_id"].to_pylist():
            if profile(people, user_id).price.leaning != "few":
                return user_id
    raise LookupError


@pytest.mark.parametrize("lang", LANGUAGES)
def test_one_shopper_is_told(open_page, demo_workspace, shopper, lang):
    app = open_page(demo_workspace, "shoppers", user=shopper, lang=lang)
    assert not app.exception
    assert app.title[0].value == translate(lang, "shoppers.title")
    said = drawn(app)
    with open_workspace(demo_workspace) as ws:
        facts = profile(gather(ws), shopper).facts
    assert f"{facts['orders']:,}" in {metric.value for metric in app.metric}
    assert translate(lang, "shoppers.pseudonym") in said
    assert 'href="why?' in said
    assert f"user={shopper}" in said
    assert translate(lang, "shoppers.not_explained") in [info.value for info in app.info]
    assert len(app.get("plotly_chart")) == 1


def test_rare_searches_of_a_shopper_stay_hidden(open_page, demo_workspace, shopper):
    said = drawn(open_page(demo_workspace, "shoppers", user=shopper))
    with open_workspace(demo_workspace) as ws:
        rare = ws.cursor().execute(
            """select text from searches where user_id = $user and lower(trim(text)) in (
                select lower(trim(text)) from searches group by all having count(distinct user_id) < 11)""",
            {"user": shopper},
        )
        rare_texts = [text for (text,) in rare.fetchall()]
    assert rare_texts
    assert translate("en", "segments.rare") in said
    assert not [text for text in rare_texts if f">{text}<" in said]


def test_nobody_chosen_offers_some_and_nobody_found_says_who_is_near(open_page, demo_workspace, shopper):
    app = open_page(demo_workspace, "shoppers")
    assert not app.exception
    assert app.info[0].value == translate("en", "shoppers.choose")
    app = open_page(demo_workspace, "shoppers", user=f"{shopper}x")
    assert not app.exception
    assert "There is no shopper" in app.error[0].value
    assert f"Did you mean &#x27;{shopper}&#x27;" in drawn(app)


@pytest.mark.parametrize(("look", "lang"), list(zip(LOOKS, cycle(LANGUAGES), strict=False)))
def test_every_look_at_groups_is_drawn(open_page, demo_workspace, look, lang):
    app = open_page(demo_workspace, "shoppers", show="groups", look=look, lang=lang)
    assert not app.exception
    assert not app.error
    assert app.get("plotly_chart")
    assert '<p class="lead">' in drawn(app)
    assert 'href="why?' in drawn(app)


def test_groups_are_their_link(open_page, demo_workspace):
    app = open_page(
        demo_workspace, "shoppers", show="groups", look="affinities", people="platform", of="brand", metric="mrr@10"
    )
    assert not app.exception
    chosen = {box.key: box.value for box in app.selectbox}
    assert (chosen["people"], chosen["of"], chosen["metric"]) == ("platform", "brand", "mrr@10")
    app = open_page(demo_workspace, "shoppers", show="groups", look="nonsense", metric="no_such", group="9 9")
    assert not app.exception
    assert not app.error


@pytest.mark.parametrize("lang", LANGUAGES)
def test_reviews_are_told(open_page, demo_workspace, lang):
    app = open_page(demo_workspace, "shoppers", show="reviews", lang=lang, words="zh|数码 > 手表")
    assert not app.exception
    said = drawn(app)
    assert "一天 没电" in said
    assert translate(lang, "reviews.band_1") in said
    assert 'href="why?search=' in said
    assert "item=i" in said


@pytest.mark.parametrize(("view", "lang"), list(zip(VIEWS, cycle(LANGUAGES), strict=False)))
def test_an_empty_workspace_says_what_is_missing(open_page, tmp_path, view, lang):
    open_workspace(tmp_path, "write").close()
    app = open_page(tmp_path, "shoppers", show=view, lang=lang)
    assert not app.exception
    assert app.info[0].value == translate(lang, {"reviews": "reviews.none"}.get(view, "shoppers.nobody"))


@pytest.mark.parametrize("look", LOOKS)
def test_a_shop_of_one_shopper_shows_no_group(open_page, look):
    ws = explained_shop()
    ws.close()
    app = open_page(ws.path, "shoppers", show="groups", look=look)
    assert not app.exception
    assert app.info
    assert "u1" not in drawn(app)


def test_stored_explanations_are_summed(open_page):
    ws = explained_shop()
    ws.close()
    app = open_page(ws.path, "shoppers", user="u1")
    assert not app.exception
    said = drawn(app)
    assert "Search carries most" in said
    assert "+0.55" in said


def test_texts_of_shops_are_text_not_markup(open_page, hostile_workspace, shopper):
    for parameters in ({"user": shopper}, {"show": "reviews"}):
        app = open_page(hostile_workspace, "shoppers", **parameters)
        assert not app.exception
        assert "<script>" not in drawn(app)


def test_similar_shoppers_are_asked_of_the_ranker(open_page, demo_workspace, text_only_workspace, shopper):
    app = open_page(demo_workspace, "shoppers", user=shopper, similar="true")
    assert not app.exception
    assert 'href="shoppers?user=' in drawn(app)
    app = open_page(text_only_workspace, "shoppers", user=shopper, similar="true")
    assert not app.exception
    assert translate("en", "shoppers.no_vectors") in [info.value for info in app.info]


def test_the_page_needs_neither_torch_nor_captum(demo_workspace: Path):
    """What a group or a shopper did is SQL; only who is like them asks the ranker."""
    from tests.test_house import modules_after

    statement = "import dashboard.group_looks.rfm, dashboard.panels.profile_similar, dashboard.panels.profile_facts"
    assert not modules_after(statement) & {"torch", "captum", "shap"}
