"""Batches: what is stored is what is explained one by one, a stopped job goes on, nothing is lost or doubled."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import time

import pytest

from explain.batch import BatchSettings, explain_all, explanation_id, run_id
from explain.logged_slates import logged_slates
from explain.methods import gradient_times_input
from explain.one_sum import explain_pairs
from explain.settings import Settings
from explain.shop import open_shop
from queries.contexts import contexts
from queries.point_in_time import CountedLog
from queries.workspace import open_workspace

QUICK = Settings(words=gradient_times_input.METHOD.name)


@pytest.fixture
def workspace(demo_workspace, tmp_path):
    shutil.copytree(demo_workspace, tmp_path / "shop")
    return tmp_path / "shop"


@pytest.fixture(scope="module")
def shop(demo_workspace):
    return open_shop(demo_workspace)


def ids(ws) -> list[str]:
    return ws.cursor().execute("select explanation_id from explanations").to_arrow_table()["explanation_id"].to_pylist()


def test_stored_explanations_are_those_of_one_by_one(workspace, shop):
    with open_workspace(workspace, "write") as ws:
        explain_all(ws, shop, BatchSettings(contexts=3, k=2), QUICK)
        for slate in logged_slates(CountedLog(ws), shop, contexts(ws, limit=3, seed=0), 2):
            for item, features in zip(slate.items, slate.features, strict=True):
                text = shop.catalogue.texts[shop.catalogue.place(item.item_id)]
                [alone] = explain_pairs(
                    shop.ranker, [slate.fields], [text], features[None], shop.ranker.background, QUICK, shop.lexicon
                )
                key = explanation_id(run_id(shop, QUICK), slate.context["context_id"], item.item_id)
                found = ws.cursor().execute("from contributions where explanation_id = $key", {"key": key})
                stored = {(row["part"], row["name"], row["field"], row["start_char"]): row["contribution"]
                          for row in found.to_arrow_table().to_pylist()}  # fmt: skip
                assert len(stored) == len(alone.contributions)
                assert sum(stored.values()) == pytest.approx(sum(c.contribution for c in alone.contributions), abs=1e-4)
                assert item.score == pytest.approx(alone.score, abs=1e-4)


def test_a_stopped_job_goes_on_where_it_ended(workspace, shop):
    asked = BatchSettings(contexts=5, k=2, group=2)
    with open_workspace(workspace, "write") as ws:
        within_a_group = iter([False, False, True])
        first = explain_all(ws, shop, asked, QUICK, stop=lambda: next(within_a_group))
        assert (first.contexts, first.explanations, first.left) == (3, 6, 2)
        assert len(ids(ws)) == 6
        second = explain_all(ws, shop, asked, QUICK)
        assert (second.contexts, second.before, second.left) == (2, 3, 0)
        again = explain_all(ws, shop, asked, QUICK)
        assert (again.contexts, again.explanations, again.before) == (0, 0, 5)
        assert len(ids(ws)) == len(set(ids(ws))) == 10


def test_other_settings_or_more_items_are_explained_anew(workspace, shop):
    with open_workspace(workspace, "write") as ws:
        explain_all(ws, shop, BatchSettings(contexts=2, k=1), QUICK)
        deeper = explain_all(ws, shop, BatchSettings(contexts=2, k=3), QUICK)
        assert deeper.contexts == 2
        assert len(ids(ws)) == len(set(ids(ws))) == 6
        assert run_id(shop, QUICK) != run_id(shop, Settings())


def test_a_killed_job_leaves_whole_slates_and_is_finished_later(workspace):
    start = "from dashboard.cli.main import main; main()"
    asked = ["--contexts", "40", "--k", "1", "--group", "10"]
    command = [sys.executable, "-c", start, "explain-all", *asked]
    environment = {**os.environ, "WHYRANK_WORKSPACE": str(workspace)}
    job = subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True)
    for line in job.stderr:
        told = re.search(r"explanations of (\d+) contexts", line)
        if told and int(told[1]) > 10:  # the first group is kept, another is at hand
            break
    time.sleep(0.5)
    job.send_signal(signal.SIGKILL)
    job.wait()
    with open_workspace(workspace) as ws:
        stored = ids(ws)
        assert len(set(stored)) == len(stored) in (10, 20, 30)
        sums = ws.cursor().execute(
            "select max(abs(score - base - completeness_gap - total)) from explanations join ("
            "select explanation_id, sum(contribution) as total from contributions group by explanation_id)"
            " using (explanation_id)"
        )
        assert sums.fetchone()[0] < 1e-6
    subprocess.run(command, env=environment, check=True, capture_output=True)
    with open_workspace(workspace) as ws:
        assert len(set(ids(ws))) == len(ids(ws)) == 40
