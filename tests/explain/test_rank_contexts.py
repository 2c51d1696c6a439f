"""Ranking logged contexts again: what is kept, how it goes on, and that the figures are the ranker's own."""

from __future__ import annotations

import shutil
from datetime import datetime

import numpy as np
import pyarrow as pa
import pytest
from tokenizers import Tokenizer

import sample_data
from explain.rank_contexts import FLOORS, RankSettings, floor_order, rank_contexts, ranker_order
from models.storage import load_ranker
from queries.context_metrics import beside, measure_workspace, measured
from queries.contexts import items
from queries.errors import WhyrankError
from queries.grading import GRADINGS
from queries.metrics import METRICS
from queries.rankers import find_ranker
from queries.slates import saved_slates
from queries.terms import Terms
from queries.workspace import open_workspace
from tests.models.cross_encoders import save_cross_encoder

FEW = RankSettings(contexts=30)


@pytest.fixture(scope="module")
def workspace(demo_workspace, tmp_path_factory):
    folder = tmp_path_factory.mktemp("ranked") / "workspace"
    shutil.copytree(demo_workspace, folder)
    with open_workspace(folder, "write") as ws:
        ws.commit(lambda con: con.execute("delete from slates; delete from context_metrics; delete from measurements"))
        yield ws


@pytest.fixture(scope="module")
def orders(workspace):
    catalogue = items(workspace)
    ranker = load_ranker(find_ranker(workspace).folder)
    return [ranker_order(ranker, catalogue, "shown"), *(floor_order(name, catalogue, "shown") for name in FLOORS)]


@pytest.fixture(scope="module")
def reports(workspace, orders):
    stopped = rank_contexts(workspace, orders, FEW, stop=lambda: True, group_size=20)
    return stopped, rank_contexts(workspace, orders, FEW, group_size=20), rank_contexts(workspace, orders, FEW)


def test_a_job_that_was_stopped_goes_on(reports):
    stopped, finished, again = reports
    assert (stopped.contexts, stopped.before, stopped.left) == (20, 0, 10)
    assert (finished.contexts, finished.before, finished.left) == (10, 20, 0)
    assert (again.contexts, again.before, again.left) == (0, 30, 0)


def test_every_order_ranked_just_what_was_shown(workspace, orders, reports):
    saved = {slate.ranker_id: slate for slate in saved_slates(workspace)}
    assert set(saved) == {order.name for order in orders}
    rows = (
        workspace.cursor()
        .execute(
            "select count(*) as wrong from (select context_id, item_id from slates where ranker_id = 'floor:bm25' "
            "except select search_id, item_id from impressions)"
        )
        .fetchone()
    )
    assert rows == (0,)
    assert {slate.rows for slate in saved.values()} == {saved["floor:bm25"].rows}
    assert {slate.contexts for slate in saved.values()} == {30}


def test_the_ranker_beats_its_floors_in_the_same_contexts(workspace, orders, reports):
    for order in orders:
        measure_workspace(workspace, order.name, [METRICS["ndcg"], METRICS["calibration_error"]])
    rows = {row["beside"]: row for row in beside(workspace, orders[0].name).to_pylist()}
    assert {"floor:bm25", "floor:popularity"} <= set(rows)
    own = next(row for row in measured(workspace, orders[0].name).to_pylist() if row["metric"] == "ndcg@10")
    for row in rows.values():
        assert row["value"] == pytest.approx(own["value"])
        assert row["above"] == pytest.approx((row["value"] - row["other"]) / (1 - row["other"]))
    assert own["value"] > rows["floor:popularity"]["other"] > own["floor"]


def test_over_the_whole_catalogue_the_first_places_are_kept_and_all_are_counted(workspace, orders):
    settings = RankSettings(contexts=3, pool="catalogue", keep=5)
    order = floor_order("popularity", items(workspace), "catalogue")
    assert rank_contexts(workspace, [order], settings).contexts == 3
    rows = (
        workspace.cursor()
        .execute(f"from slates where ranker_id = '{order.name}' order by context_id, rank")
        .to_arrow_table()
        .to_pylist()
    )
    assert [row["rank"] for row in rows] == [1, 2, 3, 4, 5] * 3
    assert {row["candidates"] for row in rows} == {1000}
    assert all(np.diff([row["score"] for row in rows[start : start + 5]]).max() <= 0 for start in (0, 5, 10))
    measure_workspace(workspace, order.name, [METRICS["calibration_error"]])
    assert measured(workspace, order.name)["because"].to_pylist() == ["probability"]


def test_a_cross_encoder_keeps_what_it_retrieved(workspace, tmp_path):
    vocabulary = Tokenizer.from_file(str(sample_data.RANKER / "tokenizer.json"))
    ranker = load_ranker(save_cross_encoder(tmp_path, tokenizer=vocabulary, retrieved=4))
    order = ranker_order(ranker, items(workspace), "catalogue")
    rank_contexts(workspace, [order], RankSettings(contexts=5, pool="catalogue"))
    [saved] = [slate for slate in saved_slates(workspace) if slate.ranker_id == order.name]
    assert saved.rows == 4 * saved.contexts > 0
    measure_workspace(workspace, order.name)
    assert measured(workspace, order.name).num_rows


def test_judged_searches_are_ranked_without_a_shopper(workspace, orders):
    catalogue = items(workspace)
    judged = catalogue.slice(0, 4)["item_id"].to_pylist()
    rows = pa.table(
        {
            "search_text": ["Laptop", "laptop ", "laptop", "laptop", "no such shop"],
            "item_id": [*judged, "not in the catalogue"],
            "grade": [1.0, 0.1, 0.01, 0.0, 1.0],
            "scale": ["ESCI gain"] * 5,
        }
    )

    def judge(con):
        con.register("rows_to_insert", rows)
        con.execute("insert into judgements by name from rows_to_insert")

    workspace.commit(judge)
    ranker = ranker_order(load_ranker(find_ranker(workspace).folder), catalogue, "judged")
    settings = RankSettings(pool="judged")
    assert rank_contexts(workspace, [ranker], settings).contexts == 1
    assert rank_contexts(workspace, [ranker], settings).before == 1
    measure_workspace(workspace, ranker.name, [METRICS["recall"]], Terms(grading=GRADINGS["judgements"]))
    (row,) = measured(workspace, ranker.name).to_pylist()
    assert (row["value"], row["contexts"]) == (1.0, 1)


def test_where_there_is_nothing_to_rank_it_is_said(workspace, orders):
    with pytest.raises(WhyrankError, match=r"nothing to rank.*Choose other dates"):
        rank_contexts(workspace, orders, FEW, start=datetime(2100, 1, 1))
