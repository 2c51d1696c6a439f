"""How it is explained, chosen on the page: drawn from the registry, kept in the URL, used by every view."""

from __future__ import annotations

import dataclasses
import re

import pytest

from dashboard.i18n import translate
from explain.backgrounds import KINDS
from explain.methods import find_method, methods
from explain.settings import PLAYERS
from tests.dashboard.conftest import drawn

ASKED = {"search": "智能手表", "user": "u00042"}


def waterfall(app) -> list[str]:
    """The lengths of the bars of the first chart, to the last digit."""
    return re.findall(r'"x":\[[^\]]*\]', app.get("plotly_chart")[0].proto.spec)


def test_the_choices_are_those_of_the_registry(open_page, demo_workspace):
    app = open_page(demo_workspace, "why", **ASKED)
    for players in PLAYERS:
        known = [method.title["en"] for method in methods(players).values()]
        assert app.selectbox(key=f"choice_{players}").options == known
    assert app.selectbox(key="choice_background").options == [kind.title["en"] for kind in KINDS.values()]
    for field in dataclasses.fields(find_method("words", "integrated_gradients").parameters):
        widget = app.number_input(key=f"choice_words_{field.name}")
        assert (widget.value, widget.min, widget.max) == (
            field.default, field.metadata["least"], field.metadata["most"],
        )  # fmt: skip


def test_another_choice_changes_the_explanation_and_the_address(open_page, demo_workspace):
    app = open_page(demo_workspace, "why", **ASKED)
    bars = waterfall(app)
    app.selectbox(key="choice_background").select("category").run()
    assert not app.exception
    assert app.query_params["background"] == "category"
    assert waterfall(app) != bars
    assert "the average item of the category" in drawn(app)
    app.selectbox(key="choice_words").select("permutation_shapley").run()
    app.number_input(key="choice_words_permutations").set_value(2).run()
    assert app.query_params["words_permutations"] == "2"
    assert find_method("words", "permutation_shapley").title["en"] in drawn(app)
    app.selectbox(key="choice_words").select("occlusion").run()
    assert "words_permutations" not in app.query_params
    assert "no parts of a sum" in drawn(app)
    app.selectbox(key="choice_background").select("typical").run()
    assert "background" not in app.query_params
    app.selectbox(key="choice_words").select("integrated_gradients").run()
    assert waterfall(app) == bars


def test_a_link_brings_the_choice_back_in_either_language(open_page, demo_workspace):
    link = {"words": "kernel_shap", "words_samples": "64", "behaviour": "shap_owen", "background": "segment"}
    app = open_page(demo_workspace, "why", **ASKED, **link, lang="zh")
    assert not app.exception
    assert app.number_input(key="choice_words_samples").value == 64
    said = drawn(app)
    assert find_method("words", "kernel_shap").title["zh"] in said
    assert "位同类顾客" in said


@pytest.mark.parametrize(
    "link", [{"words": "lrp"}, {"background": "nobody"}, {"words_first_steps": "0"}, {"words_first_steps": "many"}]
)
def test_what_a_link_cannot_mean_counts_as_the_default(open_page, demo_workspace, link):
    plain, app = (open_page(demo_workspace, "why", **ASKED, **each) for each in ({}, link))
    assert not app.exception
    assert drawn(app) == drawn(plain)


def test_a_method_that_cannot_answer_says_what_to_do(open_page, demo_workspace):
    app = open_page(demo_workspace, "why", **ASKED, behaviour="shap_exact", lang="zh")
    assert not app.exception
    assert translate("zh", "method.not_applicable") in app.warning[0].value
    assert 'class="word for"' not in drawn(app)


def test_other_views_compare_alike(open_page, demo_workspace):
    link = {"words": "gradient_times_input", "background": "segment"}
    for view in ("contrast", "margin"):
        app = open_page(demo_workspace, "why", **ASKED, **link, view=view)
        assert not app.exception
        assert not app.error
        plain = open_page(demo_workspace, "why", **ASKED, view=view)
        assert drawn(app) != drawn(plain)


def test_a_ranker_of_texts_only_is_asked_for_words_alone(open_page, text_only_workspace):
    app = open_page(text_only_workspace, "why", search="智能手表", words="occlusion")
    assert not app.exception
    assert [box.key for box in app.selectbox if str(box.key).startswith("choice_")] == ["choice_words"]
