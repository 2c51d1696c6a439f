"""The pages on a workspace whose newest ranker came from elsewhere and reads texts only: they say so."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from dashboard.cli.main import main
from dashboard.i18n import translate
from dashboard.text import as_text
from tests.dashboard.conftest import drawn

LANGUAGES = ("en", "zh")


@pytest.fixture(scope="module")
def workspace(text_only_workspace: Path) -> Path:
    return text_only_workspace


@pytest.mark.parametrize("lang", LANGUAGES)
def test_why_explains_by_words_alone(open_page, workspace, lang):
    app = open_page(workspace, "why", search="智能手表", lang=lang)
    assert not app.exception
    said = drawn(app)
    assert translate(lang, "why.no_features") in said
    assert translate(lang, "why.found_by_search", shown=10, candidates="100", eligible="2,000") in said
    assert translate(lang, "why.how_text_texts") in said
    assert {"en": "typical behaviour", "zh": "行为一般"}[lang] not in said
    helps = {metric.label: metric.help for metric in app.metric}
    assert helps[translate(lang, "why.base")] == translate(lang, "why.base_help_texts")
    target = translate(lang, "why.target_relevance")
    assert helps[translate(lang, "why.chance_unknown")] == translate(lang, "why.chance_help_unknown", target=target)
    gap = next(metric for metric in app.metric if metric.label == translate(lang, "why.gap"))
    assert float(gap.value.removesuffix("%")) <= 1


def test_a_search_that_no_item_shares_a_word_with(open_page, workspace):
    app = open_page(workspace, "why", search="zzyzx")
    assert not app.exception
    assert translate("en", "why.found_by_order", shown=10, candidates="100", eligible="2,000") in drawn(app)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_overview_says_that_nobody_measured_it(open_page, workspace, lang):
    app = open_page(workspace, lang=lang)
    assert not app.exception
    said = drawn(app)
    assert as_text(translate(lang, "overview.unmeasured", name="theirs")) in said
    assert translate(lang, "origin.unknown") in said


def test_the_command_line_says_what_the_slate_is_the_best_of(workspace):
    words = ["recommend", "--search", "running shoes", "--workspace", str(workspace)]
    assert "The best 10 of 100 items out of 2,000" in CliRunner().invoke(main, words).output
    slate = json.loads(CliRunner().invoke(main, [*words, "--json"]).stdout)
    assert (slate["candidates"], slate["eligible"], slate["found_by"]) == (100, 2000, "search")
    assert [row["rank"] for row in slate["rows"]] == list(range(1, 11))
