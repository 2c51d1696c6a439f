"""The views of the Why page beside the first: against another item, among the first, word by word."""

from __future__ import annotations

from pathlib import Path

import pytest

from dashboard.i18n import translate
from explain.answers import contrast_answer, margin_answer, match_answer, value_answer
from explain.shop import Shop, open_shop
from explain.slate_measures import place_of
from explain.wording import LANGUAGES, quoted
from tests.dashboard.conftest import HOSTILE, drawn

SEARCH = "智能手表"


@pytest.fixture(scope="module")
def shop(demo_workspace: Path) -> Shop:
    return open_shop(demo_workspace)


@pytest.fixture(scope="module")
def rows(shop: Shop):
    return shop.recommend(SEARCH, k=12).rows


def opened(open_page, workspace: Path, view: str, **parameters: str):
    app = open_page(workspace, "why", **{"search": SEARCH, "view": view, **parameters})
    assert not app.exception
    return app


def said(app) -> str:
    return drawn(app).replace("&#x27;", "'").replace("&quot;", '"')


@pytest.mark.parametrize("lang", LANGUAGES)
def test_against_the_next_item_until_another_is_chosen(open_page, demo_workspace, shop, rows, lang):
    app = opened(open_page, demo_workspace, "contrast", item=rows[1].item_id, lang=lang)
    for other in (rows[2], rows[4]):
        names = (quoted(row.title, lang) for row in (rows[1], other))
        answer = contrast_answer(shop.contrast(SEARCH, None, rows[1].item_id, other.item_id), lang, *names)
        assert answer.split("(")[0].split("（")[0] in said(app)
        app.selectbox(key="over").set_value(rows[4].item_id).run()
        assert app.query_params["over"] == rows[4].item_id


def test_the_last_item_is_compared_with_the_one_before(open_page, demo_workspace, rows):
    app = opened(open_page, demo_workspace, "contrast", item=rows[9].item_id)
    assert app.selectbox(key="over").value == rows[8].item_id


def test_an_item_off_the_slate_can_be_compared_with(open_page, demo_workspace, rows):
    app = opened(open_page, demo_workspace, "contrast", item=rows[0].item_id, over=rows[11].item_id)
    assert app.selectbox(key="over").value == rows[11].item_id
    assert rows[11].title in said(app)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_among_the_first_k_is_a_choice_in_the_address(open_page, demo_workspace, shop, rows, lang):
    app = opened(open_page, demo_workspace, "margin", item=rows[6].item_id, lang=lang)
    for k in (10, 3):
        found = shop.margin(SEARCH, None, rows[6].item_id, k)
        answer = margin_answer(found, lang, quoted(rows[6].title, lang))
        assert answer.split("(")[0].split("（")[0] in said(app)
        app.button_group(key="first").set_value(3).run()
        assert app.query_params["first"] == "3"
    value = shop.slate_value(SEARCH, None, place_of(rows[6].item_id))
    assert value_answer(value, lang) in said(app)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_word_by_word_of_the_search_or_the_history(open_page, demo_workspace, shop, lang):
    user = next(iter(shop.shoppers))
    first = shop.recommend(SEARCH, user, 1).rows[0].item_id
    for side in ("search", "history"):
        app = opened(open_page, demo_workspace, "match", user=user, lang=lang, of=side)
        answer = match_answer(shop.match(SEARCH, user, first, side), lang)
        assert answer.split("(")[0].split("（")[0] in said(app)


def test_the_choice_of_whose_words_is_kept_in_the_address(open_page, demo_workspace, shop):
    app = opened(open_page, demo_workspace, "match", user=next(iter(shop.shoppers)))
    app.button_group(key="of").set_value("history").run()
    assert app.query_params["of"] == "history"


def test_without_a_history_there_is_no_choice_of_whose_words(open_page, demo_workspace):
    app = opened(open_page, demo_workspace, "match")
    assert not [group for group in app.get("button_group") if group.key == "of"]
    assert len(app.get("plotly_chart")) == 2


@pytest.mark.parametrize(
    ("view", "name", "value"),
    [("contrast", "over", "nothing"), ("margin", "first", "7"), ("match", "of", "nobody"), ("nothing", "of", "search")],
)
def test_what_a_link_gets_wrong_is_passed_over(open_page, demo_workspace, view, name, value):
    assert opened(open_page, demo_workspace, view, **{name: value}).get("plotly_chart")


@pytest.mark.parametrize("view", ["contrast", "margin", "match"])
def test_a_ranker_of_texts_only_is_asked_the_same_way(open_page, text_only_workspace, view):
    app = opened(open_page, text_only_workspace, view)
    assert app.get("plotly_chart")
    assert translate("en", "why.how") in [expander.label for expander in app.expander]


@pytest.mark.parametrize("view", ["contrast", "margin", "match"])
def test_hostile_texts_are_shown_as_text(open_page, hostile_workspace, view):
    app = opened(open_page, hostile_workspace, view, search=f"手表 {HOSTILE}")
    pages = "".join(element.proto.body for element in app.get("html"))
    charts = "".join(chart.proto.spec for chart in app.get("plotly_chart"))
    for markup in ("<script", "<img"):
        assert markup not in pages
        assert markup not in charts
