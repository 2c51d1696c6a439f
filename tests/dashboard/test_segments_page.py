"""The Segments page, through app.py, on the demo workspace."""

from __future__ import annotations

import pytest

from dashboard.i18n import translate
from queries.workspace import open_workspace
from tests.dashboard.conftest import drawn


def test_the_worst_are_named_with_what_they_cost(open_page, demo_workspace):
    app = open_page(demo_workspace, "segments")
    assert not app.exception
    said = drawn(app)
    assert app.title[0].value == translate("en", "segments.title")
    assert "combinations of segments" in said
    assert "家居 &gt; 床上用品" in said
    assert "Over the log this adds up to" in said
    assert len(app.get("plotly_chart")) == 2  # the segments, and two dimensions


@pytest.mark.parametrize("look", ["time", "position", "contexts"])
def test_every_look_is_drawn(open_page, demo_workspace, look):
    app = open_page(demo_workspace, "segments", look=look, metric="ndcg@10")
    assert not app.exception
    assert len(app.get("plotly_chart")) == (1 if look == "contexts" else 2)


def test_the_page_is_its_link(open_page, demo_workspace):
    app = open_page(
        demo_workspace, "segments", metric="shown_click", by="brand", across="month", only="platform=yunshi"
    )
    assert not app.exception
    chosen = {box.key: box.value for box in app.selectbox}
    assert chosen == {"slates": "logged", "metric": "shown_click", "by": "brand", "across": "month"}
    assert app.multiselect(key="only").value == ["platform=yunshi"]


def test_what_a_link_gets_wrong_falls_back_to_the_usual(open_page, demo_workspace):
    app = open_page(demo_workspace, "segments", metric="no_such", by="brand", only="platform=moon", look="down")
    assert not app.exception
    chosen = {box.key: box.value for box in app.selectbox}
    assert (chosen["metric"], chosen["by"]) == ("click_through", "intent")  # brands have no click-through of their own
    assert app.multiselect(key="only").value == []


def test_looking_closer_narrows_the_page_and_its_link(open_page, demo_workspace):
    app = open_page(demo_workspace, "segments")
    button = next(button for button in app.button if "床上用品" in button.label)
    button.click().run()
    assert not app.exception
    assert "category=家居 > 床上用品" in app.query_params["only"]


def test_contexts_lead_to_why_and_rare_searches_stay_hidden(open_page, demo_workspace):
    said = drawn(open_page(demo_workspace, "segments", look="contexts", only="intent=typo"))
    assert translate("en", "segments.rare") in said
    assert 'href="why?' in said
    with open_workspace(demo_workspace) as ws:
        rows = ws.cursor().execute(
            """select text from searches join segments on key = search_id and dimension = 'intent' and segment = 'typo'
            group by text having count(distinct user_id) < 11"""
        )
        assert not [text for (text,) in rows.fetchall() if f">{text}<" in said]


def test_chinese_says_all_of_it(open_page, demo_workspace):
    app = open_page(demo_workspace, "segments", lang="zh", look="two")
    assert not app.exception
    assert app.title[0].value == translate("zh", "segments.title")
    assert "个人群组合" in drawn(app)
    assert app.selectbox(key="metric").value == "click_through"


def test_a_workspace_without_segments_says_what_to_do(open_page, tmp_path):
    open_workspace(tmp_path, "write").close()
    app = open_page(tmp_path, "segments")
    assert not app.exception
    assert app.info[0].value == translate("en", "segments.empty")


def test_names_of_shops_are_text_not_markup(open_page, hostile_workspace):
    app = open_page(hostile_workspace, "segments", metric="shown_click", by="brand")
    assert not app.exception
    assert "<script>" not in drawn(app)


def test_the_definition_and_its_version_stand_beside_the_metric(open_page, demo_workspace):
    app = open_page(demo_workspace, "segments", metric="ndcg@10")
    said = drawn(app)
    assert any("nDCG@10, definition " in expander.label for expander in app.expander)
    assert "Järvelin" in said
    assert translate("en", "segments.detectable") in said


def test_the_chances_of_a_ranker_stand_beside_what_happened(open_page, demo_workspace):
    with open_workspace(demo_workspace) as ws:
        ranker_id = ws.run("rankers/list")["ranker_id"][0].as_py()
    app = open_page(demo_workspace, "segments", look="chances", slates=ranker_id)
    assert not app.exception
    assert len(app.get("plotly_chart")) == 2
    assert "calibration error" in drawn(app)
    logged = open_page(demo_workspace, "segments", look="chances")
    assert not logged.exception
    assert [info.value for info in logged.info if "no chances" in info.value]


def test_reasons_ask_for_explanations_first(open_page, demo_workspace):
    app = open_page(demo_workspace, "segments", look="reasons", lang="zh")
    assert not app.exception
    assert app.info[0].value == translate("zh", "segments.no_reasons")
