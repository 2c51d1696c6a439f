"""What each adapter makes of its raw rows, worked out by hand."""

from __future__ import annotations

import json
from datetime import datetime

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import sample_data
from queries.importing import import_source
from queries.workspace import open_workspace
from tests.queries.importing.raw_samples import RAW


@pytest.fixture
def imported(tmp_path):
    """Import a raw sample; return the report and a function that answers SQL."""

    def run(name):
        raw = tmp_path / "raw"
        raw.mkdir()
        RAW[name](raw)
        report = import_source(tmp_path / "ws", name, raw)
        ws = open_workspace(tmp_path / "ws")
        return report, lambda query: ws.cursor().execute(query).fetchall()

    return run


def test_sample_rejects_each_row_for_its_own_reason(imported):
    report, ask = imported("sample")
    assert report.origin == "simulated"
    assert report.rejected == {
        "empty search": 1,
        "unreadable time": 1,
        "id used before with other values": 2,  # an item and a search
        "orphan: no such search": 1,  # shown under the empty search
        "orphan: no such item": 1,
        "impossible position": 1,
        "exact duplicate": 2,  # an impression and an event
        "impossible price": 2,  # below zero, infinite
        "impossible time": 2,  # 1970, the year 2133
        "unknown action": 1,
        "empty id": 1,
    }
    assert ask("select title from items where item_id = '001'") == [("智能手表 1",)]
    assert ask("select search_id, item_id, count(*) from truth group by all having count(*) <> 2") == []
    assert ask("select contribution from truth where driver = 'price_fit' limit 1") == [(0.5,)]
    assert report.tables == {"items": 3, "searches": 3, "impressions": 6, "events": 3, "truth": 12}


def test_uci_purchases_returns_and_the_price_first_seen(imported):
    report, ask = imported("uci")
    assert report.rejected == {
        "exact duplicate": 1,
        "not a product": 2,
        "stock adjustment": 1,
        "unknown shopper": 1,
        "impossible price": 1,
        "bad-debt adjustment": 1,
        "unreadable time": 1,
    }
    assert ask(
        "select action, quantity, price, session_id, user_id from events where item_id = '00123' order by ts"
    ) == [
        ("purchase", 6, 3.39, "536365", "17850"),
        ("purchase", 1, 9.99, "536400", "13047"),
        ("purchase", 1, 4.99, "536401", "13047"),
        ("return", 1, 4.99, "C536402", "13047"),
    ]
    assert ask("select title, price, currency from items where item_id = '00123'") == [("LAMP, SMALL", 3.39, "GBP")]
    assert ask("select attributes from users where user_id = '13047'") == [("country: France",)]


def test_uci_clock_is_british(imported):
    _, ask = imported("uci")
    winter, summer = ask(
        "select ts from events where session_id in ('536365', '536400') and item_id = '00123' order by ts"
    )
    assert winter == (datetime(2010, 12, 1, 8, 26),)
    assert summer == (datetime(2011, 7, 1, 8, 0),)  # 09:00 in British summer time


def test_ubi_positions_start_at_one_whatever_the_application_counts_from(imported):
    _, ask = imported("ubi")
    assert ask("select search_id, item_id, position from impressions order by all") == [
        ("q0", "007", 1),
        ("q0", "008", 2),
        ("q1", "008", 1),
        ("q1", "009", 2),
        ("typed", "009", 1),
    ]


def test_ubi_searches_are_what_was_shown(imported):
    report, ask = imported("ubi")
    assert ask("select search_id, text, platform, session_id from searches order by 1") == [
        ("q0", "usb cable", "zero", "session-zero"),
        ("q1", "gold", "one", "session-one"),
        ("typed", "ring", "one", "session-one"),
    ]
    assert report.rejected == {
        "search logged again": 2,
        "empty search": 1,
        "keystroke: nothing was shown for it": 1,
        "orphan: no such search": 1,
        "action not used": 1,
        "unreadable time": 1,
    }


def test_ubi_actions_and_items(imported):
    _, ask = imported("ubi")
    assert ask("select action, item_id, user_id from events order by ts") == [
        ("click", "008", "client-zero"),
        ("cart", "009", "client-one"),
        ("purchase", "009", "client-one"),
    ]
    assert ask("select item_id, title from items order by 1") == [
        ("007", None),
        ("008", "gold ring"),
        ("009", "gold chain"),
    ]
    assert ask("select ts from searches where search_id = 'q0'") == [(datetime(2025, 1, 22, 14, 57, 1),)]


def test_esci_gains_and_locales(imported):
    report, ask = imported("esci")
    assert ask("select item_id, grade, scale_max from judgements order by grade desc") == [
        ("B0A", 1.0, 1.0),
        ("B0B", 0.1, 1.0),
        ("B0A:jp", 0.01, 1.0),
        ("B0C", 0.0, 1.0),
    ]
    assert ask("select item_id, title, brand, attributes, lang from items order by 1 limit 2") == [
        ("B0A", "cable", "Anker", "color: black", "en"),
        ("B0A:jp", "ケーブル", "Anker", "color: black", "ja"),
    ]
    assert report.rejected == {"unknown label": 1}


def test_wands_is_cut_at_tabs_and_labels_become_grades(imported):
    report, ask = imported("wands")
    assert ask("select search_id, text from searches order by 1") == [("0", "salon chair"), ("1", "desk, oak")]
    assert ask("select search_text, item_id, grade from judgements order by grade desc") == [
        ("salon chair", "007", 1.0),
        ("desk, oak", "008", 0.5),
        ("salon chair", "008", 0.0),
    ]
    assert ask("select attributes, category from items order by item_id") == [
        ("color:red; legs : 4", "Furniture / Chairs"),
        (None, "Desks"),
    ]
    assert report.rejected == {"orphan: no such search": 1, "unknown label": 1}


def test_litemall_joins_its_tables(imported):
    report, ask = imported("litemall")
    assert ask(
        "select title, brand, category, attributes, price, list_price, currency, lang from items order by 1"
    ) == [
        ("四件套", "MUJI制造商", "居家 > 床品", "材质: 100%棉; 件数: 4件 套", 899.0, 919.0, "CNY", "zh"),
        ("枕头", None, "居家", None, 79.0, 99.0, "CNY", "zh"),
    ]
    assert ask("select item_id, rating, text, lang from reviews") == [("1006002", None, "厚实", "zh")]
    assert report.rejected == {
        "orphan: no such item": 2,  # an attribute and a comment
        "comment not about an item": 1,
        "empty review": 1,
    }


def test_ubi_reads_the_same_from_nested_parquet(imported, tmp_path):
    """The schema's nesting as Parquet structs, and as NDJSON, is one log."""
    _, ask = imported("ubi")
    nested = tmp_path / "nested"
    nested.mkdir()
    for name in ("ubi_queries", "ubi_events"):
        rows = [json.loads(line) for line in (tmp_path / "raw" / f"{name}.ndjson").read_text("utf-8").splitlines()]
        fields = dict.fromkeys(field for row in rows for field in row)
        columns = {field: [row.get(field) for row in rows] for field in fields}
        pq.write_table(pa.table(columns), nested / f"{name}.parquet")
    import_source(tmp_path / "ws2", "ubi", nested)
    with open_workspace(tmp_path / "ws2") as ws:
        for table in ("searches", "impressions", "events", "items"):
            query = f"select * from {table} order by all"  # noqa: S608
            assert ws.cursor().execute(query).fetchall() == ask(query)


def test_sample_shop_itself_has_nothing_to_reject(tmp_path):
    report = import_source(tmp_path / "ws", "sample", sample_data.SHOP)
    read = {table: pq.read_metadata(sample_data.SHOP / f"{table}.parquet").num_rows for table in report.tables}
    assert report.rejected == {}
    assert report.read == report.kept == sum(read.values())
    assert {table: rows for table, rows in report.tables.items() if table != "truth"} == {
        table: rows for table, rows in read.items() if table != "truth"
    }


def test_names_that_look_like_patterns_are_names(tmp_path):
    folder = tmp_path / "odd [1] 'q' 中文"
    folder.mkdir()
    RAW["uci"](folder)
    (folder / "2010-12-01.csv").rename(folder / "sales [1] *.csv")
    report = import_source(folder / "ws", "uci", folder / "sales [1] *.csv")
    assert report.tables["events"] == 5
