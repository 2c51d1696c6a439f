"""Drift, by hand, against SciPy and NumPy, and on what was planted in the sample shop."""

from __future__ import annotations

import math

import numpy as np
import pyarrow as pa
import pytest
from scipy.spatial.distance import jensenshannon

from queries.errors import UnknownName
from queries.observe import NotObserved
from queries.watch.drift import DimensionDoesNotFit, drift, drift_by, drifted_contexts
from queries.watch.windows import windows
from queries.watched import WATCHED
from queries.workspace import open_workspace
from tests.queries.watch.shop import MONDAY, OVER, logged, searches


def named(**sizes: int) -> dict[str, np.ndarray]:
    return {"platform": np.repeat(list(sizes), list(sizes.values()))}


def one(ws, column, over=OVER):
    [row] = drift(ws, over, [column]).figures.to_pylist()
    return row


def bins(ws, column, over=OVER):
    return drift(ws, over, [column]).shares[column]


def test_a_worked_example_and_scipy(tmp_path):
    ws = logged(tmp_path, searches=searches(named(a=600, b=400), named(a=300, b=700), np.arange(2_000)))
    row = one(ws, "platform")
    # (c − r) · ln(c / r), with half a search added to each.
    r, c = (600.5 / 1001, 400.5 / 1001), (300.5 / 1001, 700.5 / 1001)
    assert row["psi"] == pytest.approx(sum((y - x) * math.log(y / x) for x, y in zip(r, c, strict=True)))
    assert row["psi"] == pytest.approx(0.375, abs=0.002)
    assert row["jensen_shannon"] == pytest.approx(jensenshannon([0.6, 0.4], [0.3, 0.7], base=2), abs=1e-12)
    assert (row["band"], row["reference"], row["current"]) == ("strong", 1_000, 1_000)


def test_chance_is_what_theory_says_of_independent_searches(tmp_path):
    same = named(a=300, b=500, c=200)
    row = one(logged(tmp_path, searches=searches(same, same, np.arange(2_000))), "platform")
    assert row["psi"] == pytest.approx(0, abs=1e-12)
    assert row["expected"] == pytest.approx((3 - 1) * (1 / 1_000 + 1 / 1_000), rel=0.01)
    assert row["limit"] == pytest.approx(row["expected"] * 9.210 / 2, rel=0.03)  # χ² with 2 degrees of freedom


def test_searches_of_one_shopper_are_not_independent(tmp_path):
    same = named(a=300, b=500, c=200)
    alone = one(logged(tmp_path / "a", searches=searches(same, same, np.arange(2_000))), "platform")
    tens = one(logged(tmp_path / "b", searches=searches(same, same, np.arange(2_000) // 10)), "platform")
    assert tens["expected"] == pytest.approx(10 * alone["expected"], rel=0.02)


def test_where_nothing_changed_the_limit_holds_and_nothing_is_called_drift(tmp_path):
    """100 shops of 300 + 300 searches whose platforms are drawn alike, three searches per shopper."""
    rng = np.random.default_rng(3)
    shops, rows = 100, 300
    habit = rng.integers(0, 12, 2 * shops * rows // 3)
    platform = np.where(rng.random(2 * shops * rows) < 0.5, np.repeat(habit, 3), rng.integers(0, 12, 2 * shops * rows))
    half = len(platform) // 2
    sides = [{"platform": np.char.add("p", part.astype(str))} for part in (platform[:half], platform[half:])]
    table = searches(*sides, np.arange(2 * half) // 3)
    shop = np.concatenate([np.arange(half) // rows, np.arange(half) // rows])
    told = pa.table({"key": table["search_id"], "segment": [str(s) for s in shop]})
    told = told.append_column("dimension", pa.array(["device"] * len(shop)))
    told = told.append_column("key_kind", pa.array(["context"] * len(shop)))
    ws = logged(tmp_path, searches=table, segments=told)
    found = drift_by(ws, "platform", "device", OVER).to_pylist()
    assert len(found) == shops
    assert np.mean([row["psi"] for row in found]) == pytest.approx(
        np.mean([row["expected"] for row in found]), rel=0.15
    )
    assert np.mean([row["psi"] > row["limit"] for row in found]) <= 0.04
    bare = np.mean([row["psi"] >= 0.1 for row in found])
    called = np.mean([row["band"] in ("moderate", "strong") for row in found])
    assert bare > 0.3  # the customary rule would cry wolf
    assert called <= 0.01


def test_too_little_says_nothing(tmp_path):
    ws = logged(tmp_path, searches=searches(named(a=60, b=39), named(a=900), np.arange(999)))
    row = one(ws, "platform")
    assert row["band"] == "few"
    assert row["psi"] is None
    few_shoppers = logged(tmp_path / "b", searches=searches(named(a=600), named(b=600), np.arange(1_200) % 10))
    assert one(few_shoppers, "platform")["band"] == "few"


def test_numbers_fall_into_tenths_of_the_reference(tmp_path):
    rng = np.random.default_rng(0)
    before, after = rng.integers(1, 60, 2_000), rng.integers(20, 90, 1_000)
    texts = [{"text": np.array(["x" * int(n) for n in side])} for side in (before, after)]
    ws = logged(tmp_path, searches=searches(*texts, np.arange(3_000)))
    edges = np.unique(np.quantile(before, np.arange(1, 10) / 10, method="inverted_cdf"))
    shares = [np.bincount(np.searchsorted(edges, side, "left"), minlength=10) / len(side) for side in (before, after)]
    found = bins(ws, "search_length", OVER)
    assert found["reference"].to_pylist() == pytest.approx(shares[0].tolist())
    assert found["current"].to_pylist() == pytest.approx(shares[1].tolist())
    assert found["low"].to_pylist()[1:] == pytest.approx(edges.tolist())
    row = one(ws, "search_length")
    assert row["jensen_shannon"] == pytest.approx(jensenshannon(*shares, base=2), abs=1e-12)
    assert row["psi"] == pytest.approx(sum(found["psi"].to_pylist()))


def test_a_value_that_most_have_is_a_bin_of_its_own(tmp_path):
    before = {"text": np.array(["xx"] * 20 + ["xxx"] * 960 + ["xxxx"] * 20)}
    after = {"text": np.array(["xx"] * 300 + ["xxx"] * 700)}
    ws = logged(tmp_path, searches=searches(before, after, np.arange(2_000)))
    rows = bins(ws, "search_length", OVER).to_pylist()
    assert [(row["low"], row["high"], row["reference"]) for row in rows] == [
        (None, 3, 0.02),
        (3, 3, 0.96),
        (3, None, 0.02),
    ]
    assert one(ws, "search_length")["band"] == "strong"


def test_what_goes_missing_drifts(tmp_path):
    whole, gone = {"platform": np.array(["a"] * 500)}, {"platform": np.array(["a"] * 300 + [None] * 200, object)}
    ws = logged(tmp_path, searches=searches(whole, gone, np.arange(1_000)))
    assert one(ws, "platform")["band"] == "strong"
    assert {row["bin"] for row in bins(ws, "platform", OVER).to_pylist()} == {"a", ""}


def test_words_of_both_scripts_are_compared_and_rare_ones_are_not_told(tmp_path):
    rare = [f"my secret{n // 5}" for n in range(30)]
    before = {"text": np.array(["Smart WATCH"] * 300 + ["智能手表"] * 300 + rare)}
    after = {"text": np.array(["smart watch"] * 300 + ["智能手机"] * 300 + rare)}
    ws = logged(tmp_path, searches=searches(before, after, np.arange(1_260)))
    rows = {row["bin"]: row for row in bins(ws, "search_words", OVER).to_pylist()}
    assert set(rows) == {"smart", "watch", "智能", "能手", "手表", "手机", "my", "…"}
    assert (rows["手表"]["current"], rows["手机"]["reference"]) == (0, 0)
    assert rows["…"]["reference"] == pytest.approx(30 / 1_560)  # two words, or three pairs of characters, a search
    assert rows["smart"]["psi"] == pytest.approx(0, abs=1e-9)
    assert one(ws, "search_words")["band"] == "strong"


def test_small_groups_are_hidden_in_the_table_and_not_to_be_derived(tmp_path):
    ws = logged(tmp_path, searches=searches(named(a=600, b=400, c=5), named(a=300, b=700), np.arange(2_005)))
    rows = {row["bin"]: row for row in bins(ws, "platform", OVER).to_pylist()}
    assert rows["c"]["reference"] is None
    assert rows["b"]["reference"] is None  # or else c were 1 − a − b
    assert rows["a"]["reference"] == pytest.approx(600 / 1_005)
    assert rows["c"]["psi"] is None


def test_names_that_are_not_there(tmp_path):
    ws = logged(tmp_path, searches=searches(named(a=200), named(a=200), np.arange(400)))
    with pytest.raises(UnknownName, match="Did you mean 'platform'"):
        drift(ws, OVER, ["platfrom"])
    with pytest.raises(DimensionDoesNotFit, match="of contexts"):
        drift_by(ws, "platform", "brand", OVER)
    assert drift(ws, OVER, ["device", "action", "price_shown"]).figures.num_rows == 0  # this shop has none of them


def test_every_column_says_what_it_is():
    for column in WATCHED.values():
        assert column.kind in ("numeric", "categorical", "words")
        assert all(column.title[lang] and column.meaning[lang] for lang in ("en", "zh"))


def test_windows_are_whole_weeks_and_shrink_with_the_log(tmp_path):
    def over(folder, days):
        moments = pa.table({"search_id": ["a", "b"], "ts": [MONDAY, OVER.reference_start.replace(day=2 + days - 1)]})
        return windows(logged(tmp_path / folder, searches=moments))

    month = over("month", 28)
    assert (month.current_start - month.reference_start).days == 21
    assert (month.current_end - month.current_start).days == 7
    three = over("three", 3)
    assert (three.current_start - three.reference_start).days == 2
    with pytest.raises(NotObserved, match="less than two days"):
        windows(open_workspace(tmp_path / "empty", "write"))


@pytest.fixture(scope="module")
def sample(demo_workspace):
    with open_workspace(demo_workspace) as ws:
        yield ws


def test_the_price_shock_is_the_only_drift_of_the_sample_shop(sample):
    found = {row["column"]: row for row in drift(sample, windows(sample)).figures.to_pylist()}
    assert set(found) == set(WATCHED)
    assert {name for name, row in found.items() if row["band"] != "stable"} == {"price_shown"}
    assert found["price_shown"]["band"] == "strong"


def test_where_the_shock_was_and_the_contexts_behind_it(sample):
    over = windows(sample)
    by_category = drift_by(sample, "price_shown", "item_category", over).to_pylist()
    drifted = [row["part"] for row in by_category if row["band"] in ("moderate", "strong")]
    assert sorted(drifted) == ["grocery > coffee & tea", "食品 > 咖啡茶饮"]
    dearer = max(bins(sample, "price_shown", over).to_pylist(), key=lambda row: row["psi"])
    assert (dearer["low"], dearer["high"]) == (1.0, None)
    behind = drifted_contexts(sample, "price_shown", dearer["bin"], over, 20).to_pylist()
    category = dict(sample.cursor().execute("select item_id, category from items").fetchall())
    assert len(behind) == 20
    assert {category[row["item_id"]] for row in behind} <= set(drifted)
    assert all(row["ts"] >= over.current_start for row in behind)


def test_all_columns_at_once_say_what_each_says_alone(sample):
    over = windows(sample)
    at_once = drift(sample, over)
    for name in WATCHED:
        alone = drift(sample, over, [name])
        [row] = [row for row in at_once.figures.to_pylist() if row["column"] == name]
        assert row == pytest.approx(alone.figures.to_pylist()[0])
        assert at_once.shares[name] == alone.shares[name]


def test_a_segment_drifts_as_it_would_alone(tmp_path):
    """Half of the shop moves to another platform and half does not; each half by itself says the same."""
    sizes = [named(a=600, b=400), named(a=300, b=700)]
    table = searches(*sizes, np.arange(2_000))
    half = [str(n % 2) for n in range(2_000)]
    told = pa.table(
        {"dimension": ["device"] * 2_000, "key_kind": ["context"] * 2_000, "key": table["search_id"], "segment": half}
    )
    ws = logged(tmp_path / "both", searches=table, segments=told)
    by = {row.pop("part"): row for row in drift_by(ws, "platform", "device", OVER).to_pylist()}
    for part in ("0", "1"):
        mine = table.filter(pa.array([segment == part for segment in half]))
        [alone] = drift(logged(tmp_path / part, searches=mine), OVER, ["platform"]).figures.to_pylist()
        assert by[part] == pytest.approx({key: value for key, value in alone.items() if key != "column"})
