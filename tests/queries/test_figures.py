"""Figures of segments against independent oracles, and what they must never do: count rows, or show a few shoppers."""

from __future__ import annotations

import math

import numpy as np
import pyarrow as pa
import pytest
from scipy import stats

from queries import sql
from queries.figures import grouped_figures
from queries.honesty import DETECTABLE_ERRORS, LEVEL
from queries.observe import count
from queries.privacy import hidden_in_list
from queries.workspace import plain_connection


def table_of(shopper, value, segment, context=None) -> pa.Table:
    size = len(value)
    return pa.table(
        {
            "context_id": pa.array([f"c{n}" for n in (range(size) if context is None else context)]),
            "shopper": pa.array([f"u{n}" for n in shopper]),
            "value": pa.array(np.asarray(value, float)),
            "segment": pa.array([str(name) for name in segment]),
            "other": pa.array([""] * size),
        }
    )


@pytest.fixture(scope="module")
def con():
    con = plain_connection()
    sql.run(con, "statistics/distributions")
    return con


def figures_of(con, table: pa.Table, metric: str = "ndcg@10", resamples: int = 500) -> dict[str, dict]:
    con.register("given", table)
    con.execute("create or replace temp table grouped as from given")
    hidden = hidden_in_list(count(con))
    return {row["segment"]: row for row in grouped_figures(con, metric, hidden, resamples).to_pylist()}


def clustered(rng, shoppers: int = 300, per_shopper: float = 4, segments: int = 4):
    """Shoppers with a level of their own, each in two segments at most, their contexts unequal in number."""
    contexts = 1 + rng.poisson(per_shopper, shoppers)
    shopper = np.repeat(np.arange(shoppers), contexts)
    level = rng.normal(0.5, 0.15, shoppers)[shopper]
    value = np.clip(level + rng.normal(0, 0.15, len(shopper)), 0, 1)
    home = rng.integers(0, segments, shoppers)[shopper]
    segment = np.where(rng.random(len(shopper)) < 0.8, home, (home + 1) % segments)
    return shopper, value, segment


def brute_force(shopper, value, segment, name) -> dict[str, float]:
    """Return the figures as one would work them out shopper by shopper, with SciPy's own t distribution."""
    inside = segment == name
    n, m = inside.sum(), (~inside).sum()
    mean, rest = value[inside].mean(), value[~inside].mean()
    pulls = np.array(
        [
            (value[inside & (shopper == u)] - mean).sum() / n - (value[~inside & (shopper == u)] - rest).sum() / m
            for u in np.unique(shopper)
        ]
    )
    error = math.sqrt((pulls**2).sum() * len(pulls) / (len(pulls) - 1))
    df = min(len(np.unique(shopper[inside])), len(np.unique(shopper[~inside]))) - 1
    pooled = math.sqrt((value[inside].var() * n + value[~inside].var() * m) / (n + m - 2))
    error = max(error, pooled * math.sqrt(1 / n + 1 / m))
    return {
        "contexts": n,
        "shoppers": len(np.unique(shopper[inside])),
        "mean": mean,
        "rest_mean": rest,
        "difference": mean - rest,
        "effect": (mean - rest) / pooled,
        "p": 2 * stats.t.sf(abs(mean - rest) / error, df),
        "least_detectable": DETECTABLE_ERRORS * error,
    }


@pytest.mark.parametrize("seed", range(3))
def test_figures_equal_brute_force(con, seed):
    shopper, value, segment = clustered(np.random.default_rng(seed))
    found = figures_of(con, table_of(shopper, value, segment))
    for name in range(4):
        for column, expected in brute_force(shopper, value, segment, name).items():
            assert found[str(name)][column] == pytest.approx(expected, rel=5e-3 if column == "p" else 1e-9), column


def test_detectable_errors_are_those_of_the_normal_distribution():
    assert pytest.approx(stats.norm.ppf(0.975) + stats.norm.ppf(0.8), abs=1e-4) == DETECTABLE_ERRORS


@pytest.mark.parametrize("df", [10, 25, 100, 5_000])
@pytest.mark.parametrize("t", [0.0, 0.5, 1.96, 3.3, 5.0, 9.0])
def test_tails_of_students_distribution(con, t, df):
    (ours,) = con.execute("select two_sided($t, $df)", {"t": t, "df": df}).fetchone()
    expected = 2 * stats.t.sf(t, df)
    assert ours == pytest.approx(expected, rel=0.04 if expected > 1e-5 else 0.2, abs=1e-12)


def test_weights_of_the_bootstrap_are_poisson(con):
    rows = con.execute(
        "select poisson_weight(bits::usmallint), count(*) from range(65536) r(bits) group by 1"
    ).fetchall()
    for weight, times in rows:
        expected = stats.poisson.sf(6, 1) if weight == 7 else stats.poisson.pmf(weight, 1)
        assert times / 65536 == pytest.approx(expected, abs=1.6e-5)


def test_q_is_that_of_scipy(con):
    shopper, value, segment = clustered(np.random.default_rng(5), segments=12, shoppers=900)
    found = figures_of(con, table_of(shopper, value + (segment == 3) * 0.04, segment))
    p = [row["p"] for row in found.values()]
    assert [row["q"] for row in found.values()] == pytest.approx(stats.false_discovery_control(p))
    assert [row["significant"] for row in found.values()] == [row["q"] <= LEVEL for row in found.values()]


def test_intervals_are_those_of_a_bootstrap_of_shoppers(con):
    """SciPy resamples whole shoppers; ours weights them. 2,000 replicates each."""
    rng = np.random.default_rng(7)
    shopper, value, segment = clustered(rng, shoppers=400, segments=1)
    totals = np.bincount(shopper, value), np.bincount(shopper).astype(float)
    theirs = stats.bootstrap(
        totals,
        lambda t, n, axis: t.sum(axis) / n.sum(axis),
        paired=True,
        n_resamples=2_000,
        method="percentile",
        rng=rng,
    ).confidence_interval
    ours = figures_of(con, table_of(shopper, value, segment), resamples=2_000)["0"]
    half = (theirs.high - theirs.low) / 2
    assert ours["low"] == pytest.approx(theirs.low, abs=0.1 * half)
    assert ours["high"] == pytest.approx(theirs.high, abs=0.1 * half)


def wilson(mean: float, n: float) -> tuple[float, float]:
    z = stats.norm.ppf(0.975)
    centre, half = (mean + z * z / 2 / n) / (1 + z * z / n), z * math.sqrt(mean * (1 - mean) / n + z * z / 4 / n / n)
    return centre - half / (1 + z * z / n), centre + half / (1 + z * z / n)


def test_rates_of_shoppers_with_one_context_each_have_wilsons_interval(con):
    value = np.array([1.0] * 30 + [0.0] * 170)
    found = figures_of(con, table_of(range(200), value, ["a"] * 200))["a"]
    # One degree of freedom: the clustered variance divides by 199 where the binomial one divides by 200.
    assert (found["low"], found["high"]) == pytest.approx(wilson(0.15, 199), abs=1e-5)


@pytest.mark.parametrize("share", [0.0, 1.0])
def test_a_rate_of_nothing_or_everything_still_has_a_width(con, share):
    found = figures_of(con, table_of(np.repeat(range(50), 3), [share] * 150, ["a"] * 150))["a"]
    assert (found["low"], found["high"]) == pytest.approx(wilson(share, 50), abs=1e-5)


def test_the_same_answer_ten_times_from_each_shopper_is_no_more_certain(con):
    rng = np.random.default_rng(3)
    answer, home = (rng.random(400) < 0.3).astype(float), np.arange(400) % 2
    once = figures_of(con, table_of(range(400), answer, home))
    often = figures_of(con, table_of(*(np.repeat(each, 10) for each in (range(400), answer, home))))
    for segment in ("0", "1"):
        for column in ("low", "high", "p", "least_detectable"):
            assert often[segment][column] == pytest.approx(once[segment][column], rel=5e-3), column


def test_figures_are_repeatable_and_do_not_hang_on_the_order_of_rows(con):
    table = table_of(*clustered(np.random.default_rng(1)))
    shuffled = table.take(pa.array(np.random.default_rng(2).permutation(table.num_rows)))
    once, again = figures_of(con, table), figures_of(con, shuffled)
    for segment, row in once.items():
        for column, value in row.items():
            assert again[segment][column] == (pytest.approx(value) if isinstance(value, float) else value)


def test_too_few_contexts_say_nothing_and_too_few_shoppers_not_even_that(con):
    shopper = [*range(40), *range(100, 120), *range(200, 205), *range(300, 360)]
    segment = ["a"] * 40 + ["few"] * 20 + ["secret"] * 5 + ["b"] * 60
    found = figures_of(con, table_of(shopper, np.random.default_rng(0).random(125), segment))
    assert {name: row["state"] for name, row in found.items()} == {
        "a": "shown",
        "b": "shown",
        "few": "hidden",  # else "secret" were the whole less the others
        "secret": "hidden",
    }
    assert all(found["secret"][column] is None for column in ("contexts", "shoppers", "mean", "low", "p", "effect"))


@pytest.mark.parametrize(("metric", "needed"), [("ndcg@10", 30), ("mrr@10", 100)])
def test_how_many_contexts_are_enough(con, metric, needed):
    rng = np.random.default_rng(0)
    for size, state in ((needed - 1, "few"), (needed, "shown")):
        value, segment = rng.random(size + 400), ["small"] * size + ["large"] * 400
        row = figures_of(con, table_of(range(size + 400), value, segment), metric)["small"]
        assert row["state"] == state
        assert row["contexts"] == size
        assert (row["mean"] is None) == (state == "few")


def screens_with_a_finding(con, seed: int, screens: int, by_rows: bool, rare: bool = False) -> int:
    """Count screens of eight segments, none of which means anything, on which something is called significant."""
    rng = np.random.default_rng(seed)
    found = 0
    for _ in range(screens):
        shopper, value, _ = clustered(rng, shoppers=160, per_shopper=8 if rare else 5)
        value = (rng.random(len(value)) < 0.03 * value).astype(float) if rare else value
        segment = rng.integers(0, 8, 160)[shopper]  # of shoppers, as their age is
        rows = figures_of(con, table_of(range(len(value)) if by_rows else shopper, value, segment), resamples=4)
        found += any(row["significant"] for row in rows.values())
    return found


def test_on_shuffled_labels_at_most_one_screen_in_twenty_finds_something(con):
    screens = 200
    bound = stats.binom.ppf(0.999, screens, LEVEL)
    assert screens_with_a_finding(con, 11, screens, by_rows=False) <= bound


def test_segments_in_which_a_rare_thing_never_happened_are_no_finding(con):
    """Thirteen purchases in a thousand contexts: by their own spread, groups with none would be certain of it."""
    screens = 60
    bound = stats.binom.ppf(0.999, screens, LEVEL)
    assert screens_with_a_finding(con, 12, screens, by_rows=False, rare=True) <= bound


def test_counting_rows_as_if_they_were_shoppers_would_find_things_that_are_not_there(con):
    """The twin that the test above must be able to tell."""
    screens = 40
    assert screens_with_a_finding(con, 11, screens, by_rows=True) > stats.binom.ppf(0.999, screens, LEVEL)


def test_a_difference_of_the_least_detectable_size_is_found_four_times_in_five(con):
    rng = np.random.default_rng(13)
    runs, found = 60, 0
    error = math.sqrt(2 * 0.2**2 / 300)
    for _ in range(runs):
        value = np.r_[rng.normal(0.5, 0.2, 300), rng.normal(0.5 + DETECTABLE_ERRORS * error, 0.2, 300)]
        rows = figures_of(con, table_of(range(600), value, ["a"] * 300 + ["b"] * 300), resamples=4)
        found += rows["b"]["p"] <= LEVEL
    low, high = stats.binom.ppf([0.001, 0.999], runs, 0.8)
    assert low <= found <= high
