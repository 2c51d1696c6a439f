"""Segments: one contract for all dimensions, rules worked by hand, and agreement with what the simulator meant."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from queries import sql
from queries.errors import UnknownName
from queries.segment import DimensionUnusable, answer, dimensions, fill_segments, find_dimension, prepare
from queries.segments import DIMENSIONS, Dimension, DimensionHeaderIncomplete, read_dimension
from queries.workspace import open_workspace
from tests.queries.sample_log import SHOP, sample_log

BROKEN = read_dimension("broken", (Path(__file__).parent / "broken_dimension.sql").read_text("utf-8"))
CUT = "2025-04-20"
KEYS = {
    "context": "select context_id from context",
    "user": "select user_id from users",
    "item": "select item_id from items",
    "impression": "select search_id || ' ' || item_id from impressions",
}


@pytest.fixture(scope="module")
def log():
    con = sample_log(250)
    prepare(con)
    return con


@pytest.fixture(scope="module")
def cut_log():
    con = sample_log(250, CUT)
    prepare(con)
    return con


def segments_of(con, dimension: Dimension) -> list[tuple[str, str]]:
    found = answer(con, dimension)
    return list(zip(found["key"].to_pylist(), found["segment"].to_pylist(), strict=True))


def breaches(dimension: Dimension, log, cut_log) -> list[str]:
    """Return the promises of the contract that a dimension breaks."""
    found = segments_of(log, dimension)
    keys = {key for (key,) in log.execute(KEYS[dimension.key]).fetchall()}
    broken = []
    if len({key for key, _ in found}) < len(found):
        broken.append("each key has one segment")
    if not {key for key, _ in found} <= keys:
        broken.append("keys exist")
    if not all(segment for _, segment in found):
        broken.append("segments have names")
    if dimension.order == "listed" and not {segment for _, segment in found} <= set(dimension.titles):
        broken.append("every segment is listed")
    if dimension.known == "moment":
        before = {key for (key,) in cut_log.execute(KEYS[dimension.key]).fetchall()}
        if {pair for pair in found if pair[0] in before} != set(segments_of(cut_log, dimension)):
            broken.append("what comes later changes nothing")
    return broken


@pytest.mark.parametrize("dimension", DIMENSIONS.values(), ids=lambda dimension: dimension.name)
def test_every_dimension_keeps_the_contract(dimension, log, cut_log):
    assert breaches(dimension, log, cut_log) == []
    assert len({segment for _, segment in segments_of(log, dimension)} | {dimension.absent}) > 1


def test_the_contract_rejects_a_dimension_that_breaks_it(log, cut_log):
    assert breaches(BROKEN, log, cut_log) == [
        *("each key has one segment", "keys exist", "every segment is listed", "what comes later changes nothing")
    ]


@pytest.mark.parametrize("dimension", DIMENSIONS.values(), ids=lambda dimension: dimension.name)
def test_every_dimension_says_what_it_is_in_both_languages(dimension):
    for words in (dimension.title, dimension.meaning, dimension.missing, *dimension.titles.values()):
        assert words["en"].isascii() or "“" in words["en"] or "’" in words["en"]
        assert any("\u4e00" <= character <= "\u9fff" for character in words["zh"])


def test_a_header_that_says_too_little_is_refused():
    text = BROKEN.statement.replace("-- known: moment", "-- known: always").replace("-- missing:", "-- mising:")
    with pytest.raises(DimensionHeaderIncomplete, match="missing, known"):
        read_dimension("d", text)
    with pytest.raises(DimensionHeaderIncomplete, match="segment never"):
        read_dimension("d", BROKEN.statement.replace("-- absent: once", "-- absent: never"))


def add(con, table: str, **row) -> None:
    names = ", ".join(row)
    con.execute(f"insert into {table} ({names}) values ({', '.join('$' + name for name in row)})", row)  # noqa: S608


# What a search says, as the rules have it. The catalogue is that of the sample shop.
SAID = {
    "smart watch": "category",
    "bluetoooth earbuds": "typo",
    "只能手表": "typo",
    "headphones without microphone": "negation",
    "wireless earbuds": "category",
    "真无线耳机": "category",
    "智能手表 不要粉色": "negation",
    "不粘锅": "category",
    "3l saucepan": "number",
    "14天续航 智能手表": "number",
    "watch for my 6 year old": "number",
    "coffee that is easy on the stomach": "need",
    "送女友 生日礼物 裙子": "need",
    "midnight blue smart watch": "attribute",
    "白色 运动鞋": "attribute",
    "osprey": "brand",
    "小米手机": "brand",
}


@pytest.fixture(scope="module")
def whole_log():
    con = sample_log(4000)
    for search in SAID:
        add(con, "searches", search_id=f"by hand: {search}", user_id="hand", ts=datetime(2025, 5, 1), text=search)
    prepare(con)
    con.register("intents", answer(con, DIMENSIONS["intent"]))
    con.register("categories", answer(con, DIMENSIONS["category"]))
    con.execute(f"create temp table meant as from read_parquet('{SHOP / 'search_truth.parquet'}')")
    return con


@pytest.mark.parametrize(("search", "intent"), SAID.items())
def test_what_searches_say(whole_log, search, intent):
    key = f"by hand: {search}"
    assert whole_log.execute("select segment from intents where key = $key", {"key": key}).fetchone() == (intent,)


def test_typos_and_categories_are_those_that_the_simulator_meant(whole_log):
    """The simulator's own record is the judge; it writes typos that no rule of words can tell, such as bare pinyin."""
    found, true, both = whole_log.execute(
        """select
            count(*) filter (segment = 'typo'), count(*) filter (typo), count(*) filter (segment = 'typo' and typo)
        from intents join meant on key = search_id"""
    ).fetchone()
    assert both / found > 0.95
    assert both / true > 0.75
    (agree,) = whole_log.execute(
        """with told as (select segment, category, count(*) as contexts from categories join meant on key = search_id
            where category is not null group by all)
        select sum(most) / sum(contexts)
        from (select max(contexts) as most, sum(contexts) as contexts from told group by segment)"""
    ).fetchone()
    assert agree > 0.93


def one_shopper(con, days: list[int], purchases: list[int] = ()) -> None:
    """A shopper who joined on day 0 looks at the shop on these days and buys on those."""
    start = datetime(2025, 1, 1)
    add(con, "users", user_id="u", joined_at=start)
    for day in days:
        add(
            con,
            "searches",
            search_id=f"day {day}",
            user_id="u",
            ts=start + timedelta(days=day, hours=12),
            surface="home",
        )
    for day in purchases:
        ts = start + timedelta(days=day, hours=13)
        add(con, "events", ts=ts, user_id="u", session_id=f"z{day}", item_id="i", action="purchase", price=10.0)


@pytest.fixture
def empty():
    con = sample_log(0)
    con.execute("delete from items; delete from impressions")
    return con


def by_context(con, name: str) -> dict[str, str]:
    prepare(con)
    return dict(segments_of(con, DIMENSIONS[name]))


def test_the_life_of_a_shopper(empty):
    one_shopper(empty, [3, 29, 31, 62, 90])
    assert by_context(empty, "life_cycle") == {
        "day 3": "new",
        "day 29": "new",
        "day 31": "active",
        "day 62": "returning",
        "day 90": "active",
    }
    assert by_context(empty, "tenure")["day 31"] == "under_180_days"


def test_a_purchase_counts_from_the_next_moment_on(empty):
    one_shopper(empty, [5, 6, 20], purchases=[5, 6, 7])
    assert by_context(empty, "cold_shopper") == {"day 20": "known"}
    assert by_context(empty, "activity") == {"day 6": "few", "day 20": "few"}


def test_a_buyer_has_an_rfm_class_from_the_monday_after(empty):
    one_shopper(empty, [1, 4, 6], purchases=[1])  # 2025-01-01 is a Wednesday, day 5 a Monday
    assert by_context(empty, "rfm") == {"day 6": "lost"}


def test_price_bands_are_thirds_of_a_shelf_and_equals_stay_together(empty):
    for number, price in enumerate([1, 2, 2, 2, 50, 60]):
        add(empty, "items", item_id=f"i{number}", category="c", currency="EUR", price=price)
    add(empty, "items", item_id="dear", category="c", currency="CNY", price=5000)
    bands = by_context(empty, "price_band")
    assert [bands[f"i{number}"] for number in range(6)] == ["low", "middle", "middle", "middle", "high", "high"]
    assert bands["dear"] == "middle"


def test_an_item_is_cold_for_fourteen_days(empty):
    start = datetime(2025, 1, 1)
    add(empty, "items", item_id="i", listed_at=start + timedelta(days=2))
    for day in (1, 2, 15, 16):
        add(empty, "searches", search_id=f"s{day}", user_id="u", ts=start + timedelta(days=day, minutes=1))
        add(empty, "impressions", search_id=f"s{day}", item_id="i", position=1)
    assert by_context(empty, "cold_item") == {"s2 i": "cold", "s15 i": "cold"}


@pytest.fixture
def shop(tmp_path):
    with open_workspace(tmp_path, "write") as ws:
        ws.commit(lambda con: sql.run(con, "examples/tiny_shop"))
        yield ws


def test_a_dimension_of_ones_own_is_a_file_in_the_workspace(shop):
    (shop.path / "segments").mkdir()
    text = BROKEN.statement.partition("\n\n")[0] + "\n\nselect context_id as key, 'once' as segment from context"
    (shop.path / "segments" / "visits.sql").write_text(text, "utf-8")
    assert fill_segments(shop, ["visits"]) == {"visits": 2}
    assert dimensions(shop)["visits"].title["zh"] == "还会回来的顾客"


def test_a_file_that_gives_a_key_two_segments_is_refused_and_nothing_is_kept(shop):
    (shop.path / "segments").mkdir()
    (shop.path / "segments" / "broken.sql").write_text(BROKEN.statement, "utf-8")
    with pytest.raises(DimensionUnusable, match=r"'broken' gives .* more than one segment"):
        fill_segments(shop, ["broken", "language"])
    (rows,) = shop.cursor().execute("select count(*) from segments").fetchone()
    assert rows == 0


def test_a_statement_that_cannot_be_run_is_refused_by_name(shop):
    (shop.path / "segments").mkdir()
    (shop.path / "segments" / "broken.sql").write_text(
        BROKEN.statement.replace("from context", "from nowhere"), "utf-8"
    )
    with pytest.raises(DimensionUnusable, match=r"'broken' cannot be run: .*nowhere"):
        fill_segments(shop)


def test_attributes_of_shoppers_are_dimensions(shop):
    def job(con):
        for number in range(4):
            attributes = f"age: {'55+' if number % 2 else '18-24'}; Device: phone; id: {number}"
            add(con, "users", user_id=f"v{number}", attributes=attributes)

    shop.commit(job)
    own = [name for name in dimensions(shop) if name.startswith("shopper:")]
    assert own == ["shopper:age", "shopper:id"]
    assert fill_segments(shop, ["shopper:age"]) == {"shopper:age": 4}


def test_filling_again_replaces_what_was_kept(shop):
    fill_segments(shop)
    once = shop.cursor().execute("select * from segments order by all").fetchall()
    fill_segments(shop)
    assert shop.cursor().execute("select * from segments order by all").fetchall() == once


def test_an_unknown_dimension_is_named_with_the_nearest(shop):
    with pytest.raises(UnknownName, match="Did you mean 'language'"):
        find_dimension(shop, "langage")
