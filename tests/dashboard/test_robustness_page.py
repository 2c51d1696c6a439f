"""The Robustness page, through app.py, on an audited demo workspace."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from dashboard.i18n import translate
from explain.perturbations import perturbations
from explain.robustness.audit import run_audit
from explain.robustness.suite import Line, Suite
from explain.shop import open_shop
from queries.robustness.reading import audits
from queries.workspace import open_workspace
from tests.dashboard.conftest import drawn

SUITE = Suite(
    "small",
    (
        Line("missing_behaviour", (0.5, 1.0), 0.9, 0.1),
        Line("position", (1.0,), 1.0, 0.0),
        Line("missing_image", (1.0,), 0.7, 0.1),
    ),
    contexts=14,
    explained=0,
    strata=(),
)


@pytest.fixture(scope="module")
def audited_workspace(demo_workspace, tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("audited") / "workspace"
    shutil.copytree(demo_workspace, folder)
    with open_workspace(folder, "write") as ws:
        shop = open_shop(folder)
        for suite in (SUITE, replace(SUITE, name="other", lines=SUITE.lines[1:], contexts=12)):
            run_audit(ws, shop, suite)
    return folder


@pytest.fixture(scope="module")
def small(audited_workspace) -> str:
    """The id of the audit by the small suite; the other one is newer."""
    with open_workspace(audited_workspace) as ws:
        return next(audit.audit_id for audit in audits(ws) if audit.suite_name == "small")


@pytest.fixture(scope="module")
def other(audited_workspace) -> str:
    with open_workspace(audited_workspace) as ws:
        return next(audit.audit_id for audit in audits(ws) if audit.suite_name == "other")


def test_without_an_audit_it_says_how_to_make_one(open_page, demo_workspace):
    app = open_page(demo_workspace, "robustness")
    assert not app.exception
    assert app.code[0].value.startswith("whyrank audit")


def test_what_fails_is_named_mapped_and_tabled(open_page, audited_workspace, small, other):
    app = open_page(audited_workspace, "robustness", audit=small, broken="missing_behaviour", beside=other)
    assert not app.exception
    said = drawn(app)
    assert "2 of 3 checks fail." in said
    assert "“Missing behaviour” at strength 1" in said
    assert "of the first 10 places are the same items." in said  # the worst case, as a pair
    assert translate("en", "move.after") in {each.value for each in app.subheader}
    assert len(app.get("plotly_chart")) == 1
    assert "the ranker does not read it (14)" in said
    assert (
        "Of 1 checks that both made, slates of “sample · small” break less often than those of “sample · other”" in said
    )
    assert "Failed: sample · other" in said


def test_a_worst_case_is_explained_on_both_sides(open_page, audited_workspace, small):
    app = open_page(audited_workspace, "robustness", audit=small, broken="missing_behaviour", worst_why="true")
    assert not app.exception
    said = drawn(app)
    assert "fell from place" in said
    assert "now carried by" in said
    assert len(app.get("plotly_chart")) == 3  # the map, what fell and what rose


def test_segments_of_few_shoppers_are_not_shown(open_page, audited_workspace, small):
    app = open_page(audited_workspace, "robustness", audit=small, by="language", lang="zh")
    assert not app.exception
    assert translate("zh", "robustness.segments_hidden") in {each.value for each in app.info}


def test_the_bench_moves_the_slate(open_page, demo_workspace):
    app = open_page(demo_workspace, "robustness", view="bench", search="running shoes", perturb="stop_words")
    assert not app.exception
    said = drawn(app)
    assert "<ins>" in said
    assert "of the first 10 places are the same items." in said
    app.selectbox(key="perturb").select("units").run()
    assert not app.exception
    assert "the search has no quantity with a unit" in app.info[0].value
    assert app.query_params["perturb"] in ("units", ["units"])


def test_every_perturbation_can_be_tried(open_page, demo_workspace):
    asked = {"view": "bench", "search": "apple phone case 2", "user": "u00001"}
    app = open_page(demo_workspace, "robustness", **asked)
    for name in perturbations():
        app.selectbox(key="perturb").select(name).run()
        assert not app.exception, name


@pytest.mark.parametrize("name", ["price_cut", "cold_shopper", "shuffled_history"])
def test_the_bench_speaks_chinese(open_page, demo_workspace, name):
    asked = {"view": "bench", "search": "智能手表", "user": "u00001", "lang": "zh", "perturb": name}
    app = open_page(demo_workspace, "robustness", **asked)
    assert not app.exception
    assert perturbations()[name].meaning["zh"] in drawn(app)


def test_what_shops_say_is_shown_as_text(open_page, hostile_workspace):
    app = open_page(hostile_workspace, "robustness", view="bench", search="watch", perturb="title_stuffing")
    assert not app.exception
    said = drawn(app)
    assert "<script>" not in said
    assert "&lt;script&gt;" in said
