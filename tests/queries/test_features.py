"""Features: equal to brute force, blind to what happens at or after the moment, explained in both languages."""

from __future__ import annotations

import random
from datetime import timedelta

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from queries.features import FEATURE_NAMES, FEATURES
from tests.queries.feature_oracle import Oracle
from tests.queries.random_log import Log, at, features_of, random_event, random_log


def matrix(table: pa.Table) -> np.ndarray:
    return np.column_stack([table[name].to_numpy() for name in FEATURE_NAMES])


def test_columns_are_those_of_the_catalogue_in_its_order():
    table = features_of(random_log(0))
    assert tuple(table.column_names) == ("context_id", "item_id", *FEATURE_NAMES)
    assert {table.schema.field(name).type for name in FEATURE_NAMES} == {pa.float32()}


@pytest.mark.parametrize("seed", range(6))
def test_every_feature_equals_brute_force(seed):
    log = random_log(seed)
    table = features_of(log)
    oracle = Oracle(log)
    searches = {search["search_id"]: search for search in log.searches}
    for row in table.to_pylist():
        expected = oracle.vector(searches[row["context_id"]], oracle.items[row["item_id"]])
        for name in FEATURE_NAMES:
            assert row[name] == pytest.approx(expected[name], rel=1e-5, abs=1e-6, nan_ok=True), (name, row)


def test_every_feature_is_met_and_only_averages_are_ever_absent():
    values = np.concatenate([matrix(features_of(random_log(seed))) for seed in range(6)])
    assert (np.nanmax(values, axis=0) > 0).all()
    absent = set(np.array(FEATURE_NAMES)[np.isnan(values).any(axis=0)])
    assert {"rating", "usual_price", "category_affinity", "days_since_bought"} <= absent
    assert absent <= {feature.name for feature in FEATURES if np.isnan(feature.absent)}


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 10_000), edit=st.sampled_from(["remove", "move", "add"]))
def test_nothing_at_or_after_the_moment_changes_a_feature(seed, edit):
    log = random_log(seed, n_events=60)
    search = random.Random(seed).choice(log.searches)
    pairs = pa.table(
        {
            "context_id": [search["search_id"]] * len(log.items),
            "item_id": [item["item_id"] for item in log.items],
        }
    )
    edited = edit_from(log, search["ts"], edit, random.Random(seed + 1))
    assert edited.events != log.events
    np.testing.assert_array_equal(matrix(features_of(edited, pairs)), matrix(features_of(log, pairs)))


def edit_from(log: Log, ts, edit: str, rng: random.Random) -> Log:
    """Return ``log`` with everything that happens at or after ``ts`` removed, moved within that time, or added to."""
    past = [row for row in log.events if row["ts"] < ts]
    future = [row for row in log.events if row["ts"] >= ts]
    slot = next(slot for slot in range(131) if at(slot) >= ts)
    arrivals = [random_event(rng, log.items, slot=rng.randrange(slot, 131), user_id="u1") for _ in range(20)]
    arrivals += [random_event(rng, log.items, ts=ts, action="purchase", price=77.0) for _ in range(5)]
    if edit == "remove":
        return Log(
            log.items,
            log.users,
            log.searches,
            [row for row in log.impressions if (row["ts"] or ts) <= ts],
            past,
            [row for row in log.reviews if row["ts"] < ts],
        ).with_events(past if future else past + arrivals)
    if edit == "move":
        moved = [row | {"ts": ts + timedelta(hours=rng.randrange(2000))} for row in future]
        return log.with_events(past + moved + ([] if moved != future else arrivals))
    return log.with_events(log.events + arrivals)


def test_what_happens_just_before_the_moment_does_change_features():
    log = random_log(3)
    search = next(row for row in log.searches if row["user_id"] == "u1")
    click = random_event(
        random.Random(0), log.items, ts=search["ts"] - timedelta(seconds=1), user_id="u1", item_id="i0", action="click"
    )
    pairs = pa.table({"context_id": [search["search_id"]], "item_id": ["i0"]})
    before, after = features_of(log, pairs), features_of(log.with_events([*log.events, click]), pairs)
    for name in ("clicks_7d", "clicks_30d", "events_30d", "item_clicks"):
        assert after[name][0].as_py() == before[name][0].as_py() + 1


def test_the_order_of_rows_in_the_log_does_not_matter():
    log = random_log(4)
    turned = Log(**{name: rows[::-1] for name, rows in vars(log).items()})
    np.testing.assert_array_equal(matrix(features_of(turned)), matrix(features_of(log)))


@pytest.mark.parametrize("feature", FEATURES, ids=lambda feature: feature.name)
def test_each_feature_is_explained_in_both_languages(feature):
    for words in (feature.title, feature.unit, feature.meaning):
        assert set(words) == {"en", "zh"}
        assert words["en"].isascii() or "−" in words["en"] or "×" in words["en"]
        assert any("\u4e00" <= character <= "\u9fff" for character in words["zh"]) or words is feature.meaning
    assert feature.group in ("shopper", "item", "crossed")
    assert feature.scale in ("linear", "log")
