"""Results taken along: only to where the same ranker ranked the same data, whole, and once."""

from __future__ import annotations

import shutil

import pytest

import sample_data
from dashboard.demo import build
from queries.results import load_results, save_results
from queries.trust import trust_table
from queries.workspace import open_workspace

COUNTED = ("explanations", "contributions", "drivers")


def counts(ws) -> tuple[int, ...]:
    return tuple(ws.cursor().table(name).count("*").fetchone()[0] for name in COUNTED)


@pytest.fixture(scope="module")
def demo(demo_once, tmp_path_factory):
    """The demo as users get it."""
    folder = tmp_path_factory.mktemp("results") / "workspace"
    shutil.copytree(demo_once, folder)
    build(folder)
    return folder


def test_the_demo_comes_with_explanations_of_its_own_ranker(demo):
    with open_workspace(demo, "write") as ws:
        found = ws.cursor().execute("select explanation_id, score, base, completeness_gap from explanations").fetchall()
        sums = dict(ws.cursor().execute(
            "select explanation_id, sum(contribution) from contributions group by all"
        ).fetchall())  # fmt: skip
        assert len(found) >= 1000
        for key, score, base, gap in found:
            assert sums[key] + gap == pytest.approx(score - base, abs=1e-4)
        [ranker_id] = {row[0] for row in ws.cursor().execute("select distinct ranker_id from explanations").fetchall()}
        assert {row["players"] for row in trust_table(ws, ranker_id).to_pylist()} == {"words", "behaviour", "random"}
        before = counts(ws)
        assert load_results(ws, sample_data.RESULTS) == 0
        assert counts(ws) == before


def test_results_of_other_data_or_another_ranker_stay_out(demo_once, tmp_path):
    for change in ("update sources set fingerprint = 'other'", "update rankers set ranker_id = 'other'"):
        folder = tmp_path / change.split()[1]
        shutil.copytree(demo_once, folder)
        with open_workspace(folder, "write") as ws:
            ws.commit(lambda con, change=change: con.execute(change))
            assert load_results(ws, sample_data.RESULTS) == 0
            assert counts(ws) == (0, 0, 0)


def test_what_is_saved_comes_back(demo, demo_once, tmp_path):
    shutil.copytree(demo_once, tmp_path / "shop")
    with open_workspace(demo) as ws, open_workspace(tmp_path / "shop", "write") as other:
        save_results(ws, tmp_path / "results")
        load_results(other, tmp_path / "results")
        assert counts(other) == counts(ws)
