"""What explanations say in words and pages: only what was measured, and never as markup."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explain.explanation import Contribution, Explanation
from explain.how import how_made, sum_note
from explain.html import to_html, waterfall_steps
from explain.markup import highlighted
from explain.methods import find_method
from explain.reasons import reason, speaking_against, speaking_for
from explain.settings import Settings
from explain.wording import LANGUAGES, driver_name, signed, wording
from models.field import Field
from queries.features import FEATURES

NASTY = "<script>alert(1)</script> **bold** :red[x] $x^2$ \"q\" 'a' &amp;"


def explanation_of(word_values: list[float], feature_values: list[float], converged: bool = True) -> Explanation:
    text = " ".join(f"word{i}" for i in range(len(word_values)))
    words = [
        Contribution("item", f"word{i}", v, field=0, start=text.index(f"word{i}"), end=text.index(f"word{i}") + 5)
        for i, v in enumerate(word_values)
    ]
    features = [Contribution("behaviour", FEATURES[i].name, v, value=float(i)) for i, v in enumerate(feature_values)]
    total = sum(word_values) + sum(feature_values)
    return Explanation(
        "i1", 0.5 + total, 0.5, 0.3, (*words, *features), 0.0, 16, converged, (Field("item", "title", text),),
        (len(text),), "ranker", 7, {},
    )  # fmt: skip


values = st.lists(st.floats(-3, 3, allow_nan=False), max_size=8)


@given(values, values, st.sampled_from(LANGUAGES))
@settings(max_examples=200, deadline=None)
def test_a_reason_names_only_drivers_with_their_measured_sign_and_value(word_values, feature_values, lang):
    explanation = explanation_of(word_values, feature_values)
    text = reason(explanation, lang)
    helps, hurts = speaking_for(explanation), speaking_against(explanation)
    assert all(c in explanation.contributions and c.contribution > 0 for c in helps)
    assert all(c in explanation.contributions and c.contribution < 0 for c in hurts)
    named = {driver_name(c, lang): c for c in explanation.contributions if driver_name(c, lang) in text}
    assert set(named) >= {driver_name(c, lang) for c in (*helps, *hurts)}
    numbers = re.findall(r"[+−]\d+\.\d\d", text)
    measured = {signed(c.contribution) for c in (*helps, *hurts)} | {signed(explanation.score - explanation.base)}
    assert set(numbers) <= measured


def test_a_reason_admits_a_gap_that_is_out_of_tolerance():
    assert wording("en")["gap"].split("{gap}")[1] in reason(explanation_of([1.0], [0.5], converged=False), "en")


def test_both_languages_say_the_same_things():
    assert set(wording("en")) == set(wording("zh"))
    for key, text in wording("en").items():
        assert set(re.findall(r"{(\w+)}", text)) == set(re.findall(r"{(\w+)}", wording("zh")[key])), key


class Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.text = ""

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)

    def handle_data(self, data):
        self.text += data


def test_untrusted_text_is_shown_as_text():
    words = [Contribution("item", NASTY[:8], 1.0, field=0, start=0, end=8)]
    reader = Reader()
    reader.feed(highlighted(NASTY, words, len(NASTY), 1.0))
    assert reader.text == NASTY
    assert set(reader.tags) == {"span"}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_page_opens_offline_and_holds_no_markup_of_the_shop(lang):
    explanation = explanation_of([1.0, -0.5], [0.25])
    nasty = Explanation.from_dict(
        {**explanation.to_dict(), "fields": [{"part": "item", "name": "title", "text": NASTY, "seen": len(NASTY)}]}
    )
    page = to_html(nasty, lang, item=NASTY, simulated=True)
    assert "<script" not in page
    assert "http://" not in page and "https://" not in page  # noqa: PT018
    assert wording(lang)["simulated"] in page


def test_what_the_model_did_not_read_is_marked():
    html = highlighted("seen unseen", [], 4, 1.0)
    assert 'class="unseen"' in html
    assert html.index("seen") < html.index("unseen")


def test_of_a_word_cut_in_its_middle_only_what_was_read_is_coloured():
    word = Contribution("item", "unseen", 1.0, field=0, start=5, end=11)
    html = highlighted("seen unseen", [word], 7, 1.0)
    assert ">un</span>" in html
    assert ">seen</span>" in html[html.index('class="unseen"') :]


def test_the_waterfall_leads_from_base_to_score():
    explanation = explanation_of([0.3, -0.2, 0.1] * 6, [0.5, -0.4, 0.2])
    steps = waterfall_steps(explanation, "en", bars=5)
    assert explanation.base + sum(value for _, value in steps) == pytest.approx(explanation.score)
    assert len(steps) <= 5 + 4 + 1


@pytest.mark.parametrize("lang", LANGUAGES)
def test_how_an_explanation_was_made_is_told(lang):
    told = Settings("occlusion", "shap_owen").to_dict() | {
        "compared_with": {"name": "category", "drawn_from": {"en": "nine items", "zh": "九件商品"}}
    }
    explanation = replace(explanation_of([1.0], [0.5]), settings=told, completeness_gap=0.25)
    for title in (find_method("words", "occlusion").title, find_method("behaviour", "shap_owen").title):
        assert title[lang] in how_made(explanation, lang)
    assert told["compared_with"]["drawn_from"][lang] in how_made(explanation, lang)
    assert wording(lang)["base_category"] in reason(explanation, lang)
    assert how_made(explanation, lang) in unescape(to_html(explanation, lang))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_values_that_are_no_parts_of_a_sum_are_never_called_one(lang):
    """Even where, by chance, they add up."""
    summed, losses = (
        replace(explanation_of([1.0], []), settings=Settings(words).to_dict())
        for words in ("integrated_gradients", "occlusion")
    )
    assert sum_note(summed, lang) is None
    assert sum_note(losses, lang) == wording(lang)["not_a_sum"].format(gap="0.00")
    assert sum_note(losses, lang) in reason(losses, lang)


def test_every_key_of_the_json_is_documented():
    told = (Path(__file__).resolve().parents[2] / "docs" / "explanation.md").read_text("utf-8").partition("## JSON")[2]
    written = explanation_of([0.5], [0.2]).to_dict()
    keys = {*written, *written["contributions"][0], *written["fields"][0]}
    assert keys <= set(re.findall(r"[a-z_]+", " ".join(re.findall(r"`([^`]*)`", told))))
