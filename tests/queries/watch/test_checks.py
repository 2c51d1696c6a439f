"""What is checked: each number against where it comes from, and each outcome."""

from __future__ import annotations

import shutil
from datetime import timedelta

import numpy as np
import pyarrow as pa
import pytest

from queries.context_metrics import measured
from queries.errors import UnknownName
from queries.rankers import list_rankers
from queries.watch.accounts import judged
from queries.watch.checks import check
from queries.watch.last_check import keep_findings, last_check
from queries.watch.thresholds import Thresholds, find_thresholds
from queries.workspace import open_workspace
from queries.worst import worst_segments
from tests.queries.watch.shop import MONDAY, logged


@pytest.fixture(scope="module")
def sample(demo_workspace):
    with open_workspace(demo_workspace) as ws:
        yield ws


def only(ws, key, limit, **settings):
    return check(ws, Thresholds({key: limit}, settings.pop("columns", {}), **settings))


def test_the_demo_was_checked_and_its_planted_faults_need_a_look(sample):
    last = last_check(sample)
    assert last.current
    failed = {(found.key, (found.subject or {}).get("column")) for found in last.failed}
    assert failed == {("drift.most_psi", "price_shown"), ("traffic.most_flagged", None)}
    assert last.findings[: len(last.failed)] == last.failed  # told first
    assert {found.key for found in last.findings if found.outcome == "unknown"} == {
        "explanations.most_stale",
        "explanations.most_incomplete",
    }


def test_limits_split_where_the_value_is(sample):
    kept = judged(sample)
    share = kept["flagged_contexts"] / kept["contexts"]
    [above] = only(sample, "traffic.most_flagged", share - 1e-9)
    [at] = only(sample, "traffic.most_flagged", share)
    assert (above.outcome, at.outcome, at.value) == ("fails", "passes", share)
    row = next(row for row in measured(sample, "logged").to_pylist() if row["metric"] == "ndcg@10")
    [low] = only(sample, "quality.minimum", row["value"] + 1e-9)
    [random] = only(sample, "quality.least_above_random", row["above_floor"])
    assert (low.outcome, random.outcome) == ("fails", "passes")


def test_columns_may_have_limits_of_their_own(sample):
    found = {each.subject["column"]: each for each in only(sample, "drift.most_psi", 0.001, columns={"price_shown": 2})}
    assert found["price_shown"].outcome == "passes"
    assert found["price_shown"].limit == 2
    # Beyond 0.001 by chance alone: told, and not a miss.
    assert found["search_words"].value > 0.001
    assert (found["search_words"].outcome, found["search_words"].noise) == ("passes", found["search_words"].noise)
    assert found["device"].outcome == "passes"


def test_a_loss_is_a_miss_only_beyond_chance(tmp_path):
    def shop(folder, drop):
        rng = np.random.default_rng(0)
        rows = 1_200
        days = np.arange(rows) % 84
        values = np.clip(rng.normal(0.6, 0.2, rows), 0, 1) - drop * (days >= 56)
        keys = [f"s{n}" for n in range(rows)]
        searches = pa.table(
            {
                "search_id": keys,
                "user_id": [f"u{n}" for n in range(rows)],
                "ts": [MONDAY + timedelta(days=int(day)) for day in days],
            }
        )
        figures = pa.table(
            {
                "ranker_id": ["logged"] * rows,
                "metric": ["ndcg@10"] * rows,
                "version": ["v"] * rows,
                "context_id": keys,
                "value": values,
            }
        )
        [found] = only(logged(tmp_path / folder, searches=searches, context_metrics=figures), "quality.most_lost", 0.0)
        return found, values[days < 56].mean() - values[days >= 56].mean()

    found, lost = shop("fell", 0.1)
    assert (found.outcome, found.noise) == ("fails", False)
    assert found.value == pytest.approx(lost)
    wobble, lost = shop("held", 0.005)
    assert wobble.value == pytest.approx(lost)
    assert wobble.outcome == "passes"
    assert wobble.noise == (lost > 0)


def test_the_gap_is_that_of_the_worst_segment(sample):
    [found] = only(sample, "segments.most_gap", 0.01, metric="click_through")
    rows = worst_segments(sample, "click_through").found.to_pylist()
    assert found.value == pytest.approx(max(abs(row["difference"]) for row in rows))
    assert found.subject["segments"] in [row["segments"] for row in rows]
    assert found.outcome == "fails"


def test_what_the_ranker_does_not_know_and_how_it_is_calibrated(sample):
    entry = list_rankers(sample)[0]
    [calibration] = only(sample, "calibration.most_error", 0.001)
    measured_on = {row["metric"]: row["value"] for row in measured(sample, entry.ranker_id).to_pylist()}
    assert calibration.value == measured_on["calibration_error"]
    assert calibration.outcome == "fails"
    [new] = only(sample, "ranker.most_new_items", 0)
    listed = (
        sample.cursor().execute("select count(*), max(listed_at) from items where listed_at is not null").fetchone()
    )
    assert listed[1] < entry.added_at
    assert (new.value, new.outcome) == (0.0, "passes")


def test_what_an_empty_workspace_cannot_tell_is_said_so(tmp_path):
    ws = open_workspace(tmp_path, "write")
    found = check(ws, find_thresholds(tmp_path))
    assert {each.outcome for each in found} == {"unknown"}
    reasons = {each.key: each.because for each in found}
    assert reasons["traffic.most_flagged"] == "nobody_looked"
    assert reasons["drift.most_psi"] == "too_short"
    assert reasons["calibration.most_error"] == "no_ranker"


def test_figures_become_outdated_and_so_does_the_check(demo_workspace, tmp_path):
    shutil.copytree(demo_workspace, tmp_path / "ws")
    with open_workspace(tmp_path / "ws", "write") as ws:
        ws.commit(lambda con: con.execute("update sources set fingerprint = 'other'"))
        [found] = only(ws, "figures.most_outdated", 0)
        assert (found.value, found.outcome) == (1.0, "fails")
        assert not last_check(ws).current
        keep_findings(ws, [found])
        assert last_check(ws).current
        assert last_check(ws).findings == (found,)


def test_names_are_known_or_refused(sample):
    with pytest.raises(UnknownName, match="Did you mean 'ndcg'"):
        only(sample, "quality.minimum", 0, metric="ndgc@10")
    with pytest.raises(UnknownName, match="slates of"):
        only(sample, "quality.minimum", 0, slates="loged")
    [found] = only(sample, "quality.minimum", 0, metric="ndcg@7")
    assert found.because == "not_measured"
