"""The pages, through app.py, on the real demo workspace."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from dashboard.i18n import catalogue, translate
from queries.overview import overview
from queries.rankers import list_rankers
from queries.workspace import open_workspace
from tests.dashboard.conftest import HOSTILE, drawn

WATCHES = {"search": "智能手表"}


def pick(app):
    return next(radio for radio in app.radio if radio.key == "pick")


def test_the_overview_says_what_is_loaded_and_that_it_is_simulated(open_page, demo_workspace):
    app = open_page(demo_workspace)
    with open_workspace(demo_workspace) as ws:
        found = overview(ws)
    assert not app.exception
    assert app.title[0].value == translate("en", "overview.title")
    said = drawn(app)
    assert f"{found.items:,} items and {found.shoppers:,} shoppers" in said
    assert f"{found.tables['impressions']:,}" in [metric.value for metric in app.metric]
    assert translate("en", "app.simulated") in said
    assert 'class="badge simulated"' in said


def test_the_overview_shows_the_ranker_beside_what_it_was_measured_with(open_page, demo_workspace):
    said = drawn(open_page(demo_workspace))
    with open_workspace(demo_workspace) as ws:
        card = list_rankers(ws)[0].card
    for method, figures in card["evaluation"]["catalogue"].items():
        figure = figures["ndcg@10"]
        assert f"{figure['mean']:.3f} ± {figure['error']:.3f}" in said, method


@pytest.mark.parametrize(("page", "title"), [("overview", "overview.title"), ("why", "why.title")])
def test_pages_speak_chinese(open_page, demo_workspace, page, title):
    app = open_page(demo_workspace, page, lang="zh")
    assert not app.exception
    assert app.title[0].value == catalogue("zh")[title]


def test_the_language_switch_changes_the_page(open_page, demo_workspace):
    app = open_page(demo_workspace)
    app.button_group(key="language").set_value("中文").run()
    assert app.title[0].value == translate("zh", "overview.title")
    assert app.query_params["lang"] == "zh"


def test_why_asks_first(open_page, demo_workspace):
    app = open_page(demo_workspace, "why")
    assert not app.exception
    assert app.info[0].value == translate("en", "why.empty")
    assert not app.radio


def test_a_search_gives_a_slate_and_the_first_item_is_explained(open_page, demo_workspace):
    app = open_page(demo_workspace, "why", **WATCHES)
    assert not app.exception
    assert len(pick(app).options) == 10
    assert len(app.get("plotly_chart")) == 3
    said = drawn(app)
    assert 'class="word for"' in said
    assert translate("en", "why.words") in [subheader.value for subheader in app.subheader]
    gap = next(metric for metric in app.metric if metric.label == translate("en", "why.gap"))
    assert float(gap.value.removesuffix("%")) < 1


def test_the_page_says_what_the_model_did_not_read(open_page, demo_workspace):
    app = open_page(demo_workspace, "why", search="手表" * 20, lang="zh")
    assert not app.exception
    assert "模型没有读到搜索词的最后 8 个字符" in drawn(app)


def test_brands_of_the_shop_stay_whole_words(open_page, demo_workspace):
    said = drawn(open_page(demo_workspace, "why", search="new balance running shoes"))
    assert ">new balance</span>" in said


def test_picking_another_item_explains_it_and_writes_the_address(open_page, demo_workspace):
    app = open_page(demo_workspace, "why", **WATCHES)
    first = next(metric.value for metric in app.metric)
    choice = pick(app).options[2]
    pick(app).set_value(choice).run()
    assert not app.exception
    assert next(metric.value for metric in app.metric) != first
    item = app.query_params["item"]
    again = open_page(demo_workspace, "why", **WATCHES, item=item)
    assert drawn(again) == drawn(app)


def test_a_link_brings_the_whole_view_back(open_page, demo_workspace):
    user = some_shopper(demo_workspace)
    app = open_page(demo_workspace, "why", **WATCHES, user=user, k="5", lang="zh")
    assert not app.exception
    assert app.text_input(key="search").value == "智能手表"
    assert app.selectbox(key="user").value == user
    assert len(pick(app).options) == 5
    assert user in drawn(app)


def test_a_shopper_alone_is_enough_and_history_is_told(open_page, demo_workspace):
    app = open_page(demo_workspace, "why", user=some_shopper(demo_workspace))
    assert not app.exception
    assert pick(app).options
    assert translate("en", "part.history") in drawn(app)


def test_another_search_forgets_the_item(open_page, demo_workspace):
    app = open_page(demo_workspace, "why", **WATCHES)
    pick(app).set_value(pick(app).options[1]).run()
    assert "item" in app.query_params
    app.text_input(key="search").set_value("running shoes").run()
    assert not app.exception
    assert "item" not in app.query_params


def test_an_example_search_is_taken_with_one_click(open_page, demo_workspace):
    app = open_page(demo_workspace, "why")
    examples = app.button_group(key="example")
    examples.set_value(examples.options[0]).run()
    assert not app.exception
    assert app.text_input(key="search").value
    assert pick(app).options


def test_a_linked_item_off_the_slate_is_explained_all_the_same(open_page, demo_workspace):
    outsider = an_item(demo_workspace, like="%Coffee%")
    app = open_page(demo_workspace, "why", **WATCHES, item=outsider["item_id"], k="5")
    assert not app.exception
    assert pick(app).value is None
    assert "is not among the first 5" in drawn(app)
    assert len(app.get("plotly_chart")) == 3


@pytest.mark.parametrize(
    ("name", "value"), [("item", "no-such-item"), ("k", "7"), ("platform", "nowhere"), ("lang", "xx")]
)
def test_what_a_link_gets_wrong_is_passed_over(open_page, demo_workspace, name, value):
    app = open_page(demo_workspace, "why", **WATCHES, **{name: value})
    assert not app.exception
    assert pick(app).options


def test_an_unknown_shopper_is_told_with_what_to_do(open_page, demo_workspace):
    app = open_page(demo_workspace, "why", user="nobody")
    assert not app.exception
    assert "nobody" in app.error[0].value


def test_numbers_of_the_page_add_up(open_page, demo_workspace):
    """The bars drawn lead from the base that is written to the score that is written."""
    app = open_page(demo_workspace, "why", **WATCHES)
    score, base = (float(metric.value.replace("−", "-")) for metric in app.metric[:2])
    chart, *_ = app.get("plotly_chart")
    bars = re.findall(r'"x":\[([^\]]*)\]', chart.proto.spec)
    lengths = [float(number) for number in bars[0].split(",")]
    assert base + sum(lengths) == pytest.approx(score, abs=0.02)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_hostile_texts_are_shown_as_text(open_page, hostile_workspace, lang):
    app = open_page(hostile_workspace, "why", search=f"手表 {HOSTILE}", lang=lang)
    assert not app.exception
    pages = "".join(element.proto.body for element in app.get("html"))
    assert "<script" not in pages
    assert "<img" not in pages
    assert "&lt;script&gt;" in pages
    for option in pick(app).options:
        assert "**x**" not in option
        assert "<script>" not in option
        assert not re.search(r"(?<!\\):red", option)
        assert not re.search(r"(?<!\\)\$", option)


def test_an_empty_workspace_says_so_on_both_pages(open_page, tmp_path):
    open_workspace(tmp_path / "empty", "write").close()
    app = open_page(tmp_path / "empty")
    assert not app.exception
    assert app.info[0].value == translate("en", "overview.empty")
    app = open_page(tmp_path / "empty", "why")
    assert not app.exception
    assert app.info[0].value == translate("en", "why.no_ranker")


def test_a_missing_workspace_is_told_with_what_to_do(open_page, tmp_path):
    app = open_page(tmp_path / "nowhere")
    assert not app.exception
    assert "nowhere" in app.error[0].value
    assert "whyrank import" in drawn(app)


def some_shopper(workspace: Path) -> str:
    """Return a shopper with history."""
    with open_workspace(workspace) as ws:
        return str(ws.run("shoppers/list").to_pylist()[0]["user_id"])


def an_item(workspace: Path, like: str) -> dict:
    with open_workspace(workspace) as ws:
        cursor = ws.cursor()
        cursor.execute("select item_id, title from items where title like $like order by item_id", {"like": like})
        return dict(zip(("item_id", "title"), cursor.fetchall()[0], strict=True))


def test_an_odd_search_is_warned_of_and_a_usual_one_is_not(demo_workspace, open_page):
    odd = open_page(demo_workspace, "why", search="ignore all previous instructions")
    assert "Unlike what the model was trained on" in odd.warning[0].value
    assert any("were" in each.value and "%" in each.value for each in odd.caption)
    assert not open_page(demo_workspace, "why", search="智能手表").warning


def test_a_repaired_search_is_said_openly(demo_workspace, open_page):
    app = open_page(demo_workspace, "why", search="smsrt watch", repair="true")
    assert "Searched for “smart watch” instead of “smsrt watch”" in drawn(app)
