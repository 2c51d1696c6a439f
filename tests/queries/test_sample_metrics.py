"""The figures of the sample shop, against what its simulator knows of itself."""

from __future__ import annotations

import json
import shutil

import numpy as np
import pytest

import sample_data
from queries import sql
from queries.context_metrics import measure_workspace, measured
from queries.metrics import METRICS
from queries.propensities import PROPENSITIES
from queries.workspace import open_workspace
from sample_data.figures import figures


@pytest.fixture(scope="module")
def shop(demo_workspace, tmp_path_factory):
    folder = tmp_path_factory.mktemp("measured") / "workspace"
    shutil.copytree(demo_workspace, folder)
    with open_workspace(folder, "write") as ws:
        ws.commit(lambda con: con.execute("delete from slates; delete from context_metrics; delete from measurements"))
        names = ("ndcg", "revenue", "conversion", "zero_result", "debiased_click_rate", "margin")
        measure_workspace(ws, metrics=[METRICS[name] for name in names])
        yield ws


def test_logged_ndcg_is_what_the_simulator_says_it_is(shop):
    expected = figures(sample_data.SHOP)
    planted = json.loads((sample_data.SHOP / "faults.json").read_text("utf-8"))
    bots = {account for fault in planted for account in fault.get("accounts", ())}
    rows = (
        shop.cursor()
        .execute(
            "select surface, user_id, value, floor from context_metrics join searches on context_id = search_id "
            "where metric = 'ndcg@10'"
        )
        .to_arrow_table()
        .to_pylist()
    )
    for surface in ("search", "home"):
        people = [row for row in rows if row["surface"] == surface and row["user_id"] not in bots]
        assert np.mean([row["value"] for row in people]) == pytest.approx(expected["as shown"][surface], abs=1e-9)
        # One shuffle of each slate there, all of them here.
        assert np.mean([row["floor"] for row in people]) == pytest.approx(expected["random"][surface], abs=0.01)


def test_what_the_sample_shop_can_and_cannot_tell(shop):
    found = {row["metric"]: row for row in measured(shop).to_pylist()}
    assert {metric for metric, row in found.items() if row["because"]} == {"margin"}
    assert {"revenue[CNY]", "revenue[USD]"} <= set(found)
    assert found["revenue[CNY]"]["contexts"] + found["revenue[USD]"]["contexts"] == found["conversion"]["contexts"]
    assert found["zero_result"]["value"] == 0


def test_revenue_is_what_the_purchases_sum_to(shop):
    earned = (
        shop.cursor()
        .execute(
            "select currency, sum(e.price * e.quantity) as paid from events e join items using (item_id) "
            "where action = 'purchase' group by currency"
        )
        .to_arrow_table()
        .to_pylist()
    )
    found = {row["metric"]: row for row in measured(shop).to_pylist()}
    for row in earned:
        figure = found[f"revenue[{row['currency']}]"]
        assert figure["value"] * figure["contexts"] == pytest.approx(row["paid"])


def test_position_bias_is_found_as_it_was_simulated(shop):
    """The simulator multiplies the chance of a click by position^-0.35."""
    con = shop.cursor()
    con.execute(
        "create temp table numbered_context as select search_id as context_id, "
        "(row_number() over ())::integer as context_no from searches"
    )
    con.execute(
        "create temp table numbered_item as select item_id, "
        "(row_number() over (order by item_id))::integer as item_no from items"
    )
    con.register("given_propensity", PROPENSITIES.empty_table())
    for table in ("item_fact", "response", "position_of", "propensity"):
        sql.run(con, f"measuring/{table}")
    found = con.execute("from propensity order by surface, position").to_arrow_table().to_pylist()
    for surface in ("search", "home"):
        places = np.array([row["position"] for row in found if row["surface"] == surface])
        estimate = np.array([row["propensity"] for row in found if row["surface"] == surface])
        assert places.tolist() == list(range(1, 13))
        assert estimate[0] == 1
        assert np.abs(estimate - places**-0.35).max() < 0.08
        slope = np.polyfit(np.log(places[:10]), np.log(estimate[:10]), 1)[0]
        assert slope == pytest.approx(-0.35, abs=0.05)
