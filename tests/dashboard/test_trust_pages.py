"""Trust on the pages: the verdict beside every explanation, closer checks on demand, the comparison of methods."""

from __future__ import annotations

import shutil

import pyarrow as pa
import pytest

from dashboard.charts.removal_curves import removal_curve
from dashboard.i18n import translate
from dashboard.method_trust import better, method_rows, over
from explain.settings import BEHAVIOUR, WORDS
from explain.trust.removal import Beside, Curve
from explain.wording import wording
from queries.rankers import list_rankers
from queries.trust import FIGURES, save_method
from queries.workspace import open_workspace
from tests.dashboard.conftest import drawn

WATCHES = {"search": "智能手表"}
COSTS = {"reliable": 0.9, "needed": 6.0, "enough": 0.1, "gap": 0.004, "gap_p95": 0.009, "agreement": 1.0,
         "move": 0.01, "shuffled": 0.1, "passes": 37.0, "seconds": 0.12}  # fmt: skip


def figures(**changes: float) -> pa.Table:
    rows = [
        {"metric": metric, "value": value, "low": 0.9 * value, "high": 1.1 * value, "n": 40}
        for metric, value in {**COSTS, **changes}.items()
    ]
    return pa.Table.from_pylist(rows, schema=FIGURES)


@pytest.fixture(scope="module")
def measured_workspace(demo_workspace, tmp_path_factory):
    """The demo workspace with a comparison in which another method than the default is the best."""
    folder = tmp_path_factory.mktemp("measured") / "workspace"
    shutil.copytree(demo_workspace, folder)
    with open_workspace(folder, "write") as ws:
        ranker = list_rankers(ws)[0].ranker_id
        for players, method, changes in (
            ("words", WORDS, {}),
            ("words", "occlusion", {"reliable": 0.2, "needed": 5.0}),
            ("words", "<b>gone</b>", {"reliable": 1.0, "needed": 7.0, "seconds": 3.5}),
            ("behaviour", BEHAVIOUR, {}),
            ("random", "random", {"reliable": 0.0, "needed": 1.1}),
        ):
            save_method(ws, ranker, ws.data_id(), "run", players, method, figures(**changes))
    return folder


def test_every_explanation_stands_beside_its_verdict(open_page, demo_workspace):
    for lang in ("en", "zh"):
        app = open_page(demo_workspace, "why", **WATCHES, lang=lang)
        assert not app.exception
        said = drawn(app)
        assert any(wording(lang)[f"trust_{level}"] in said for level in ("reliable", "care", "unreliable"))
        assert translate(lang, "trust.title") in [subheader.value for subheader in app.subheader]
        assert len(app.get("plotly_chart")) == 3
        assert wording(lang)["trust_sanity_unmeasured"] in said


def test_a_closer_check_runs_on_demand_and_lives_in_the_address(open_page, demo_workspace):
    app = open_page(demo_workspace, "why", **WATCHES)
    button = next(each for each in app.button if each.label == translate("en", "trust.check"))
    button.click().run()
    assert not app.exception
    said = drawn(app)
    assert wording("en")["trust_sanity_unmeasured"] not in said
    assert translate("en", "trust.sanity") in said
    assert translate("en", "trust.change_full_stop") in said
    assert app.query_params["checked"]
    assert translate("en", "trust.check") not in [each.label for each in app.button]


def test_without_a_comparison_the_page_says_what_to_run(open_page, demo_workspace):
    app = open_page(demo_workspace, "trust")
    assert not app.exception
    assert app.info[0].value == translate("en", "methods.empty")
    assert app.code[0].value.startswith("whyrank trust --workspace")


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_comparison_is_a_sentence_a_picture_and_a_table(open_page, measured_workspace, lang):
    app = open_page(measured_workspace, "trust", lang=lang)
    assert not app.exception
    assert app.title[0].value == translate(lang, "methods.title")
    said = drawn(app)
    assert "90%" in said
    assert "&lt;b&gt;gone&lt;/b&gt;" in said
    assert "<b>gone" not in said
    assert translate(lang, "methods.random") in said
    assert len(app.get("plotly_chart")) == 2


def test_only_what_is_clearly_better_is_called_so():
    def row(method: str, low: float, value: float) -> dict:
        return {"players": "words", "method": method, "metric": "reliable", "value": value,
                "low": low, "high": 1.0, "n": 40}  # fmt: skip

    rows = method_rows([row("default", 0.7, 0.8), row("maybe", 0.75, 0.9), row("surely", 0.85, 0.95)])
    assert [each.method for each in rows] == ["surely", "maybe", "default"]
    assert [each.method for each in better(rows, rows[2])] == ["surely"]
    assert over(rows, "behaviour") == []


def test_the_curve_shows_the_order_within_the_band_of_random_ones():
    values = tuple(Beside(v, r, r - 2.0, r + 0.1) for v, r in ((1.0, 1.0), (0.2, 0.6), (0.0, 0.0)))
    figure = removal_curve(Curve((0.0, 0.5, 1.0), values, values[1]), "ours <b>", "random", "x", "y")
    high, low, random, ours = figure.data
    assert list(ours.y) == [1.0, 0.2, 0.0]
    assert list(random.y) == [1.0, 0.6, 0.0]
    assert all(below <= value <= above for below, value, above in zip(low.y, random.y, high.y, strict=True))
    assert min(low.y) > -1.0  # a band that spreads far does not flatten the curves
    assert ours.name == "ours &lt;b&gt;"
