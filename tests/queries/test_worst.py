"""The worst segments: what was planted is found, what was not is not, and every number has an oracle."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from scipy import stats

from queries import sql
from queries.codes import find_codes, searched
from queries.explained import Sums, _corrected, clearest_first, confirmed
from queries.honesty import LEVEL
from queries.observe import Asked, observe
from queries.privacy import MIN_SHOPPERS
from queries.segment import dimensions, fill_segments, find_dimension
from queries.workspace import open_workspace
from queries.worst import SHOWN, NoWorseWay, worst_segments
from tests.queries.sample_log import SHOP
from tests.queries.segment_shop import segment_shop

NDCG = ("logged", "ndcg@10")
NAMES = ("device", "language", "category", "daypart", "surface")


def random_segments(rng, shoppers: int, per_shopper: int):
    """Five dimensions of contexts; device and language are the shopper's own."""
    shopper = np.repeat(np.arange(shoppers), per_shopper)
    own = [rng.integers(0, size, shoppers)[shopper] for size in (3, 2)]
    return shopper, dict(zip(NAMES, [*own, *(rng.integers(0, size, len(shopper)) for size in (8, 4, 3))], strict=True))


def conditions_of(found: pa.Table) -> list[dict[str, str]]:
    return [dict(zip(row["dimensions"], row["segments"], strict=True)) for row in found.to_pylist()]


@pytest.fixture(scope="module")
def planted(tmp_path_factory):
    """10,000 contexts of 2,000 shoppers: one segment, one pair and one triple are served worse, and nothing else."""
    rng = np.random.default_rng(0)
    shopper, told = random_segments(rng, 2_000, 5)
    level = rng.normal(0.6, 0.05, 2_000)[shopper]
    value = level + rng.normal(0, 0.15, len(shopper))
    value -= 0.10 * (told["daypart"] == 2)
    value -= 0.30 * ((told["category"] == 5) & (told["language"] == 1))
    value -= 0.35 * ((told["device"] == 0) & (told["surface"] == 1) & (told["category"] == 3))
    with segment_shop(tmp_path_factory.mktemp("planted"), shopper, {NDCG: value}, told) as ws:
        yield ws, shopper, value, told


def test_what_was_planted_is_found_with_its_size_and_nothing_else(planted):
    ws, *_ = planted
    answer = worst_segments(ws, "ndcg@10", dimensions=NAMES)
    assert conditions_of(answer.found) == [
        {"daypart": "2"},
        {"category": "5", "language": "1"},
        {"device": "0", "category": "3", "surface": "1"},
    ]
    for row, size in zip(answer.found.to_pylist(), (-0.10, -0.30, -0.35), strict=True):
        assert row["difference"] == pytest.approx(size, abs=3 * (row["high"] - row["low"]) / (2 * 1.96))
        assert row["high"] - row["low"] < 0.2
        assert row["cost"] == pytest.approx(-row["difference"] * row["observations"])
        assert row["q"] <= LEVEL


def test_a_unit_has_its_worth(planted):
    ws, *_ = planted
    plain = worst_segments(ws, "ndcg@10", dimensions=NAMES).found["cost"].to_pylist()
    dear = worst_segments(ws, "ndcg@10", dimensions=NAMES, value=2.5).found["cost"].to_pylist()
    assert dear == pytest.approx([2.5 * cost for cost in plain])


def test_sizes_and_means_are_those_of_the_contexts_named(planted):
    ws, shopper, value, told = planted
    for row in worst_segments(ws, "ndcg@10", dimensions=NAMES).found.to_pylist():
        inside = np.all([told[d] == int(s) for d, s in zip(row["dimensions"], row["segments"], strict=True)], axis=0)
        assert (row["contexts"], row["shoppers"]) == (inside.sum(), len(np.unique(shopper[inside])))
        assert row["mean"] == pytest.approx(value[inside].mean())
        assert row["rest_mean"] == pytest.approx(value[~inside].mean())


def test_filters_narrow_the_search(planted):
    ws, *_ = planted
    answer = worst_segments(ws, "ndcg@10", dimensions=NAMES, filters=[("language", "0")])
    assert {"category": "5", "language": "1"} not in conditions_of(answer.found)
    assert {"daypart": "2"} in conditions_of(answer.found)


def prepared(ws):
    """Return a connection on which the half that is searched was screened."""
    con = observe(ws, Asked("ndcg@10"))
    sql.run(con, "statistics/valued_observations")
    find_codes(con, [find_dimension(ws, name) for name in NAMES])
    sql.run(con, "combinations/cells", sign=1)
    sql.run(con, "combinations/screen", needed=30)
    return con


def test_every_combination_of_up_to_three_is_tried(planted):
    """Pandas groups by each one, two and three dimensions in turn."""
    con = prepared(planted[0])
    rows = con.execute(
        """select context_id, observation.value, held_out from observation join seen on hash(context_id) = context"""
    ).fetch_df()
    place = rows["context_id"].str[1:].astype(int)
    table = pd.DataFrame(planted[3]).iloc[place].reset_index(drop=True).assign(value=rows["value"])
    table = table[~rows["held_out"].to_numpy()]
    expected = {}
    for size in (1, 2, 3):
        for names in combinations(NAMES, size):
            for key, group in table.groupby(list(names))["value"]:
                if len(group) >= 30:
                    expected[names, key] = (len(group), group.sum())
    found = con.execute("select observations, total from screened").fetchall()
    assert sorted(n for n, _ in found) == sorted(n for n, _ in expected.values())
    assert sorted(t for _, t in found) == pytest.approx(sorted(t for _, t in expected.values()))


def test_coefficients_and_errors_are_those_of_least_squares_clustered_by_shopper(planted):
    con = prepared(planted[0])
    sql.run(con, "combinations/pool", pool=12)
    sums = Sums.read(con, held_out=True)
    found = confirmed(con, sums)
    rows = con.execute("select shopper, value, cell from seen where held_out").fetch_df()
    pool = con.execute("select mask, part from pool order by candidate").fetchall()
    cell = rows["cell"].to_numpy(np.uint64)
    x = np.column_stack([np.ones(len(rows)), *((cell & np.uint64(mask)) == np.uint64(part) for mask, part in pool)])
    y = rows["value"].to_numpy()
    beta, *_ = np.linalg.lstsq(x, y, rcond=None)
    scores = pd.DataFrame(x * (y - x @ beta)[:, None]).groupby(rows["shopper"]).sum().to_numpy()
    bread = np.linalg.pinv(x.T @ x)
    errors = np.sqrt(np.diag(bread @ scores.T @ scores @ bread))
    assert found["difference"].to_pylist() == pytest.approx(beta[1:])
    assert found["error"].to_pylist() == pytest.approx(errors[1:])
    assert len(pool) > 3


def test_no_shopper_is_in_both_halves(planted):
    con = prepared(planted[0])
    (both,) = con.execute(
        "select count(*) from (select shopper from seen group by shopper having count(distinct held_out) > 1)"
    ).fetchone()
    (share,) = con.execute("select avg(held_out::integer) from seen").fetchone()
    assert both == 0
    assert share == pytest.approx(0.5, abs=0.05)


def test_what_is_explained_is_not_chosen_again():
    """Two names of one segment, and a child that is no worse than its parent."""
    sizes = np.array([100.0, 100.0, 40.0])
    overlaps = np.array([[100.0, 100.0, 40.0], [100.0, 100.0, 40.0], [40.0, 40.0, 40.0]])
    sums = Sums(
        names=[7, 8, 9],
        sizes=sizes,
        totals=-0.5 * sizes,
        errors=np.full(3, 0.05),
        df=np.full(3, 50.0),
        overlaps=overlaps,
        size=1_000.0,
        total=-50.0,
    )
    assert clearest_first(sums, 10, LEVEL, tried=20) == [7]
    assert sums.coefficients([0]) == pytest.approx([0, -0.5])
    assert sums.unexplained([0]) == pytest.approx([0, 0, 0])


def test_nothing_is_found_where_labels_mean_nothing(tmp_path):
    """Shoppers differ, their segments do not matter: five shops, thousands of combinations each."""
    rng = np.random.default_rng(8)
    found, tried = 0, 0
    for number in range(5):
        shopper, told = random_segments(rng, 400, 4)
        value = rng.normal(0.6, 0.15, 400)[shopper] + rng.normal(0, 0.1, len(shopper))
        with segment_shop(tmp_path / str(number), shopper, {NDCG: value}, told) as ws:
            answer = worst_segments(ws, "ndcg@10", dimensions=NAMES)
        found, tried = found + (answer.found.num_rows > 0), tried + answer.tried
    assert found <= stats.binom.ppf(0.999, 5, LEVEL)
    assert tried > 500


def test_nothing_is_shown_that_tells_of_few_shoppers(tmp_path):
    """The badly served pair is all but nine shoppers of its segment: the rest of it would follow by subtraction."""
    rng = np.random.default_rng(1)
    shopper = np.repeat(np.arange(800), 3)
    device = np.where(shopper < 200, "tablet", "mobile")
    language = np.where((shopper < 200) & (shopper >= 9), "zh", "en")
    value = rng.normal(0.6, 0.1, len(shopper)) - 0.3 * ((device == "tablet") & (language == "zh"))
    told = {"device": device, "language": language}
    with segment_shop(tmp_path, shopper, {NDCG: value}, told) as ws:
        answer = worst_segments(ws, "ndcg@10", dimensions=["device", "language"])
    for row, conditions in zip(answer.found.to_pylist(), conditions_of(answer.found), strict=True):
        assert row["shoppers"] >= MIN_SHOPPERS
        assert conditions != {"device": "tablet", "language": "zh"}


def test_at_most_fifteen_are_shown_dearest_first(tmp_path):
    rng = np.random.default_rng(3)
    shopper, told = random_segments(rng, 3_000, 3)
    told["category"] = rng.integers(0, 60, len(shopper))
    value = rng.normal(0.6, 0.05, len(shopper)) - 0.3 * (told["category"] < 25)
    with segment_shop(tmp_path, shopper, {NDCG: value}, told) as ws:
        found = worst_segments(ws, "ndcg@10", dimensions=["category", "device"]).found
    assert found.num_rows == SHOWN
    costs = found["cost"].to_pylist()
    assert costs == sorted(costs, reverse=True)


def test_a_metric_without_a_worse_end_is_refused(planted):
    with pytest.raises(NoWorseWay, match="'novelty@10' is not better"):
        worst_segments(planted[0], "novelty@10")


@pytest.fixture(scope="module")
def sample(tmp_path_factory):
    """The sample shop with its segments, and whether anything was clicked as a figure of each search."""
    folder = tmp_path_factory.mktemp("sample")
    with open_workspace(folder, "write") as ws:

        def fill(con):
            for name in ("items", "users", "searches", "impressions", "events"):
                con.register("file", con.read_parquet(f"{SHOP / name}.parquet"))
                con.execute(f"insert into {name} by name select *, 'sample' as source from file")  # noqa: S608
            con.execute(
                """create table if not exists context_metrics
                (ranker_id varchar, metric varchar, version varchar, context_id varchar, value double, floor double)"""
            )
            con.execute(
                """insert into context_metrics by name
                select 'logged' as ranker_id, 'clicks' as metric, 'v1' as version, search_id as context_id,
                    count(distinct item_id)::double as value
                from searches left join events using (search_id) where text is not null group by search_id"""
            )

        ws.commit(fill)
        fill_segments(ws)
        yield ws


def test_bedding_on_yunshi_and_typos_are_found(sample):
    conditions = conditions_of(worst_segments(sample, "clicks").found)
    assert any(each.get("category") == "家居 > 床上用品" for each in conditions)
    assert any(each.get("intent") == "typo" for each in conditions)


def test_shoppers_of_55_and_more_are_found_and_explained_by_their_typos(sample):
    by_age = worst_segments(sample, "clicks", dimensions=["shopper:age", "surface"])
    assert {"shopper:age": "55+"} in conditions_of(by_age.found)
    beside_typos = conditions_of(worst_segments(sample, "clicks", dimensions=["shopper:age", "intent"]).found)
    assert {"intent": "typo"} in beside_typos
    assert {"shopper:age": "55+"} not in beside_typos


def test_stuffed_titles_are_found_among_what_was_shown(sample):
    conditions = conditions_of(worst_segments(sample, "shown_click").found)
    assert any(each.get("brand") == "ProNova" for each in conditions)
    assert any(each.get("item_category") == "家居 > 床上用品" for each in conditions)


def test_cold_items_are_found_by_where_they_were_shown(sample):
    assert {"cold_item": "cold"} in conditions_of(worst_segments(sample, "shown_position").found)


def test_the_price_shock_is_found_where_and_when_it_was(sample):
    shocks = {
        each["item_category"]: each.get("month") for each in conditions_of(worst_segments(sample, "shown_price").found)
    }
    assert shocks == {"grocery > coffee & tea": "2025-05", "食品 > 咖啡茶饮": "2025-05"}


def codes_on(con) -> list[set[tuple[object, ...]]]:
    return [set(con.execute(f"select * from {table}").fetchall()) for table in ("code", "key_code")]  # noqa: S608


@pytest.mark.parametrize("of_items", [False, True])
def test_codes_kept_with_the_segments_are_those_made_anew(sample, of_items):
    con = sample.cursor()
    wanted = searched(dimensions(sample), of_items)
    find_codes(con, wanted)
    kept = codes_on(con)
    sql.run(con, "combinations/codes")
    sql.run(con, "combinations/key_codes")
    assert kept == codes_on(con)
    assert len(kept[0]) > 20


def test_kept_codes_are_not_taken_for_other_dimensions(sample):
    """What is kept is of all that is searched; asked for in another order, a dimension has other bits."""
    con = sample.cursor()
    wanted = searched(dimensions(sample), of_items=False)
    find_codes(con, wanted[::-1])
    assert {row[:2] for row in con.execute("select dimension_no, dimension from code").fetchall()} <= {
        (number, each.name) for number, each in enumerate(wanted[::-1])
    }


def test_kept_codes_follow_the_segments(tmp_path):
    """Segments found again, of other data, leave no old codes behind."""
    shopper = np.repeat(np.arange(20), 2)
    with segment_shop(tmp_path, shopper, {NDCG: np.ones(40)}, {}) as ws:
        for surface in ("home", "ad"):
            ws.commit(lambda con, surface=surface: con.execute(f"update searches set surface = '{surface}'"))  # noqa: S608
            fill_segments(ws, ["surface"])
            con = ws.cursor()
            find_codes(con, searched(dimensions(ws), of_items=False))
            found = con.execute(
                "select segment, count(*) from code, key_code where code.bits = key_code.bits group by 1"
            )
            assert found.fetchall() == [(surface, 40)]


def test_the_correction_for_many_tests_is_scipys():
    rng = np.random.default_rng(3)
    for p in (rng.random(50), rng.random(50) ** 4, np.array([0.02, 0.02, 1.0, 0.0]), np.array([0.3])):
        assert _corrected(p) == pytest.approx(stats.false_discovery_control(p), abs=1e-12)
