"""Shares of the parts, quadrants, features, interactions: by hand, and as pandas counts them on random explanations."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
import pandas as pd
import pytest

from queries.errors import UnknownName
from queries.explanations import save_explanations
from queries.patterns.choosing import Choice, choose
from queries.patterns.features import beeswarm, dependence, interacting
from queries.patterns.parts import axes, interaction, overrides, part_shares, quadrants
from queries.workspace import open_workspace
from tests.queries.explanations import oracle
from tests.queries.explanations.rows import MONDAY, explanation, feature, random_rows, word

ROWS, CONTRIBUTIONS = random_rows(11, contexts=40)
EXPLANATIONS, DRIVERS = oracle.tables(ROWS, CONTRIBUTIONS)


@pytest.fixture(scope="module")
def chosen(tmp_path_factory):
    with open_workspace(tmp_path_factory.mktemp("random"), "write") as workspace:
        save_explanations(workspace, ROWS, CONTRIBUTIONS)
        yield choose(workspace)


@pytest.fixture(scope="module")
def by_hand(tmp_path_factory):
    """Four explanations: one in each quadrant of words and shopper, on two days of one week and one of the next."""
    rows = [
        explanation("both", score=2.0, base=0.0, interaction=0.5, lang="en"),
        explanation("words", score=1.0, base=0.0, interaction=-0.25, lang="en", ts=MONDAY + timedelta(days=1)),
        explanation("past", score=0.5, base=0.0, interaction=None, lang="zh", ts=MONDAY + timedelta(days=7)),
        explanation("none", score=-1.0, base=0.0, interaction=0.25, lang="zh", ts=MONDAY + timedelta(days=7)),
    ]
    contributions = [
        *(word("both", "watch", 1.0, "search"), word("both", "gt", 0.5), feature("both", "clicks", 0.5, 3.0)),
        *(word("words", "watch", 1.5, "search"), feature("words", "clicks", -0.5, 0.0)),
        *(word("past", "watch", -0.5), word("past", "mug", 0.25, "history_1"), feature("past", "clicks", 0.75, 5.0)),
        *(word("none", "watch", -0.5), feature("none", "clicks", -0.5, None)),
    ]
    with open_workspace(tmp_path_factory.mktemp("hand"), "write") as workspace:
        save_explanations(workspace, rows, contributions)
        yield choose(workspace)


def test_shares_of_the_parts_by_hand(by_hand):
    rows = part_shares(by_hand, "lang").to_pylist()
    shares = {(row["segment"], row["part"]): row["share"] for row in rows}
    assert [shares["en", part] for part in ("search", "history", "item", "behaviour")] == [2.5 / 4, 0, 0.5 / 4, 1 / 4]
    assert [shares["zh", part] for part in ("search", "history", "item", "behaviour")] == [0, 0.1, 0.4, 0.5]
    means = {(row["segment"], row["part"]): row["mean"] for row in rows}
    assert (means["en", "search"], means["zh", "behaviour"]) == (1.25, 0.125)


def test_shares_by_day_and_by_week_from_monday(by_hand):
    days = part_shares(by_hand, period="day").to_pylist()
    assert [row["since"] for row in days[::4]] == [(MONDAY + timedelta(days=n)).date() for n in (0, 1, 7)]
    weeks = part_shares(by_hand, period="week").to_pylist()
    assert [(row["since"], row["explanations"]) for row in weeks[::4]] == [
        (MONDAY.date(), 2),
        ((MONDAY + timedelta(days=7)).date(), 2),
    ]
    with pytest.raises(UnknownName, match="Did you mean 'week'"):
        part_shares(by_hand, period="weak")


@pytest.mark.parametrize(("dimension", "period"), [("all", "all"), ("category", "day"), ("search", "week")])
def test_shares_as_pandas_counts_them(chosen, dimension, period):
    since = {
        "all": lambda ts: pd.NaT,
        "day": lambda ts: ts.date(),
        "week": lambda ts: (ts - timedelta(ts.weekday())).date(),
    }
    frame = DRIVERS.assign(since=DRIVERS["ts"].map(since[period]), size=DRIVERS["contribution"].abs())
    keys = [f"{dimension}_segment", "since"]
    sums = frame.groupby([*keys, "part"], dropna=False)["size"].sum()
    shares = (sums / sums.groupby(level=[0, 1], dropna=False).transform("sum")).to_dict()
    found = part_shares(chosen, dimension, period).to_pylist()
    assert len(found) >= len(shares)
    for row in found:
        day = pd.NaT if row["since"] is None else row["since"]
        expected = [v for k, v in shares.items() if k[0] == row["segment"] and k[2] == row["part"] and same(k[1], day)]
        assert row["share"] == pytest.approx(expected[0] if expected else 0)


def same(a, b):
    return (pd.isna(a) and pd.isna(b)) or (not pd.isna(a) and not pd.isna(b) and str(a)[:10] == str(b)[:10])


def test_every_quadrant_once(by_hand):
    found = quadrants(by_hand).to_pylist()
    assert [(row["words_for"], row["shopper_for"], row["share"]) for row in found] == [
        (True, True, 0.25),
        (True, False, 0.25),
        (False, True, 0.25),
        (False, False, 0.25),
    ]
    assert (found[2]["mean_x"], found[2]["mean_y"]) == (-0.5, 1.0)


def test_the_past_overrides_the_words_where_it_lifts_the_item_all_the_same(by_hand):
    rows = overrides(by_hand).to_pylist()
    assert [(row["explanation_id"], row["x"], row["y"], row["total"]) for row in rows] == [("past", -0.5, 1.0, 1)]


def test_quadrants_as_pandas_counts_them(chosen):
    signed = DRIVERS.assign(axis=np.where(DRIVERS["part"].isin(["search", "item"]), "x", "y"))
    points = signed.pivot_table(index="explanation_id", columns="axis", values="contribution", aggfunc="sum").fillna(0)
    found = {row["explanation_id"]: (row["x"], row["y"]) for row in axes(chosen, limit=10_000).to_pylist()}
    assert set(found) == set(points.index)
    for key, (x, y) in found.items():
        assert (x, y) == (pytest.approx(points.loc[key, "x"]), pytest.approx(points.loc[key, "y"]))
    counted = points.groupby([points["x"] > 0, points["y"] > 0]).size().to_dict()
    rows = quadrants(chosen).to_pylist()
    assert {(row["words_for"], row["shopper_for"]): row["explanations"] for row in rows} == counted
    lifted = overrides(chosen, limit=10_000).to_pylist()
    assert len(lifted) == ((points["x"] < 0) & (points["x"] + points["y"] > 0)).sum() == lifted[0]["total"]
    assert [row["x"] for row in lifted] == sorted(row["x"] for row in lifted)


def test_a_sample_is_the_same_at_every_call_and_says_of_how_many(chosen):
    first = axes(chosen, limit=20)
    assert first.equals(axes(chosen, limit=20))
    assert first.num_rows == 20
    assert set(first["total"].to_pylist()) == {len(ROWS)}
    assert first["explanation_id"].to_pylist() != axes(chosen, limit=20, seed=1)["explanation_id"].to_pylist()


def test_interaction_by_hand(by_hand):
    rows = {row["segment"]: row for row in interaction(by_hand, "lang").to_pylist()}
    assert rows["en"] == {
        "segment": "en",
        "explanations": 2,
        "mean": 0.125,
        "mean_absolute": 0.375,
        "relative": 0.25,
        "positive": 0.5,
    }
    assert (rows["zh"]["explanations"], rows["zh"]["relative"]) == (1, 0.25)


def test_a_beeswarm_by_hand(by_hand):
    rows = {row["explanation_id"]: row for row in beeswarm(by_hand).to_pylist()}
    assert {row["feature"] for row in rows.values()} == {"clicks"}
    assert {row["total"] for row in rows.values()} == {4}
    assert rows["both"]["mean_absolute"] == 0.5625
    assert [rows[key]["place"] for key in ("words", "both", "past", "none")] == [0, 0.5, 1, None]
    assert rows["none"]["value"] is None


def test_dependence_by_hand(chosen, by_hand):
    rows = {row["explanation_id"]: row for row in dependence(by_hand, "clicks").to_pylist()}
    assert {key: (row["value"], row["contribution"]) for key, row in rows.items()} == {
        "both": (3.0, 0.5),
        "words": (0.0, -0.5),
        "past": (5.0, 0.75),
        "none": (None, -0.5),
    }
    values = DRIVERS[DRIVERS["word"] == "price_gap"].set_index("explanation_id")["value"]
    for row in dependence(chosen, "clicks", "price_gap", limit=10_000).to_pylist():
        assert row["other_value"] == (None if pd.isna(values[row["explanation_id"]]) else values[row["explanation_id"]])


def crossed_rows(strength: float):
    """Return explanations where what `a` gives depends on `b` only: +`strength` above its middle, − below."""
    rng = np.random.default_rng(3)
    a, b, c = rng.normal(size=(3, 400))
    rows = [explanation(f"e{n}") for n in range(400)]
    contributions = []
    for n in range(400):
        given = a[n] + strength * np.sign(b[n]) + 0.01 * rng.normal()
        contributions += [feature(f"e{n}", "a", given, a[n]), feature(f"e{n}", "b", 0.0, b[n])]
        contributions.append(feature(f"e{n}", "c", 0.0, c[n]))
    return rows, contributions


def test_the_feature_that_changes_what_another_means_is_found(ws):
    save_explanations(ws, *crossed_rows(1.0))
    found = {row["other"]: row["strength"] for row in interacting(choose(ws), "a").to_pylist()}
    assert list(found) == ["b", "c"]
    # The middle third of b is half below and half above: thirds explain about two thirds of what b decides.
    assert 0.5 < found["b"] < 0.8
    assert abs(found["c"]) < 0.1


def test_strength_as_pandas_bins_it(chosen):
    wide = DRIVERS[DRIVERS["part"] == "behaviour"].pivot(
        index="explanation_id", columns="word", values=["contribution", "value"]
    )
    frame = pd.DataFrame(
        {"y": wide["contribution"]["price_gap"], "x": wide["value"]["price_gap"], "g": wide["value"]["clicks"]}
    )
    frame["bin"] = groups(frame["x"], 10)
    frame["third"] = frame.groupby("bin")["g"].transform(lambda g: groups(g, 3))
    within = frame["y"] - frame.groupby("bin")["y"].transform("mean")
    residual = frame["y"] - frame.groupby(["bin", "third"])["y"].transform("mean")
    n, bins, cells = len(frame), frame["bin"].nunique(), frame.groupby(["bin", "third"]).ngroups
    expected = 1 - (residual**2).sum() / (within**2).sum() * (n - bins) / (n - cells)
    found = interacting(chosen, "price_gap").to_pylist()
    assert [(row["other"], row["explanations"]) for row in found] == [("clicks", n)]
    assert found[0]["strength"] == pytest.approx(expected)


def groups(values: pd.Series, count: int) -> pd.Series:
    """Return 0 to count − 1 by rank, equal values together; −1 where there is none."""
    present = values.dropna()
    ranks = (present.rank(method="min") - 1) / max(len(present) - 1, 1)
    return np.minimum(count - 1, np.floor(count * ranks)).reindex(values.index).fillna(-1)


def test_nothing_chosen_is_answered_with_nothing(by_hand, ws):
    nothing = choose(ws, Choice(ranker_id="x"))
    for asked in (part_shares, interaction, quadrants, axes, overrides, beeswarm):
        assert asked(nothing).num_rows == 0
    assert dependence(nothing, "clicks").num_rows == interacting(nothing, "clicks").num_rows == 0
    assert dependence(by_hand, "no such feature").num_rows == 0
