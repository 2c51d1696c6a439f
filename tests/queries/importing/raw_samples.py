"""Tiny raw logs in the true shape of each source: a few good rows, and one of every kind that must be rejected."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

Row = dict[str, Any]
NOON = datetime(2024, 5, 1, 12)


def parquet(path: Path, rows: list[Row]) -> None:
    pq.write_table(pa.Table.from_pylist(rows), path)


def ndjson(path: Path, rows: list[Row]) -> None:
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), "utf-8")


def sample(folder: Path, days: int = 3) -> None:
    """A shop of three items with one search, two impressions and a click a day; rows that point nowhere on day 0."""
    items = [
        {"item_id": f"00{n}", "title": f"智能手表 {n}", "price": 10.0 * n, "lang": "zh", "platform": "yunshi"}
        for n in (1, 2, 3)
    ]
    searches, impressions, events, truth = [], [], [], []
    for day in range(days):
        ts = NOON + timedelta(days=day)
        search = f"s{day}"
        searches.append({"search_id": search, "user_id": "007", "session_id": f"v{day}", "ts": ts, "text": "手表"})
        impressions += [
            {"search_id": search, "item_id": i, "position": p, "ts": ts} for p, i in ((1, "001"), (2, "002"))
        ]
        events.append(
            {"ts": ts, "user_id": "007", "search_id": search, "item_id": "001", "action": "click", "price": 9.0}
        )
        truth += [{"search_id": search, "item_id": i, "price_fit": 0.5, "noise": -0.1} for i in ("001", "002")]
    far = NOON + timedelta(days=40_000)
    searches += [
        {"search_id": "s-empty", "user_id": "007", "ts": NOON, "text": " "},
        {"search_id": "s-timeless", "user_id": "007", "ts": None, "text": "手表"},
        {"search_id": "s0", "user_id": "008", "ts": NOON, "text": "another"},
    ]
    impressions += [
        {"search_id": "s-empty", "item_id": "001", "position": 1, "ts": NOON},
        {"search_id": "s0", "item_id": "ghost", "position": 3, "ts": NOON},
        {"search_id": "s0", "item_id": "003", "position": 0, "ts": NOON},
        dict(impressions[0]),
    ]
    events += [
        dict(events[0]),
        {**events[0], "price": -1.0},
        {**events[0], "price": float("inf")},
        {**events[0], "ts": far},
        {**events[0], "ts": datetime(1970, 1, 1)},
        {**events[0], "action": "dance"},
        {**events[0], "item_id": ""},
    ]
    parquet(folder / "items.parquet", [*items, {**items[0], "title": "the same id again"}])
    parquet(folder / "searches.parquet", searches)
    parquet(folder / "impressions.parquet", impressions)
    parquet(folder / "events.parquet", events)
    parquet(folder / "truth.parquet", truth)


UCI_HEADER = "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n"
UCI_LINES = """\
536365,85123A,WHITE HANGING HEART,6,2010-12-01 08:26:00,2.55,17850.0,United Kingdom
536365,00123,"LAMP, SMALL",6,2010-12-01 08:26:00,3.39,17850.0,United Kingdom
536365,00123,"LAMP, SMALL",6,2010-12-01 08:26:00,3.39,17850.0,United Kingdom
536400,00123,LAMP SMALL?,1,2011-07-01 09:00:00,9.99,13047.0,France
536401,00123,"LAMP, SMALL",1,2011-07-02 09:00:00,4.99,13047.0,France
C536402,00123,"LAMP, SMALL",-1,2011-07-03 09:00:00,4.99,13047.0,France
536403,POST,POSTAGE,1,2011-07-03 09:00:00,18.0,13047.0,France
536404,gift_0001_20,Dotcomgiftshop Gift Voucher,1,2011-07-03 09:00:00,18.0,13047.0,France
536405,85123A,damaged,-10,2011-07-03 09:00:00,0.0,,United Kingdom
536406,85123A,WHITE HANGING HEART,1,2011-07-03 09:00:00,2.55,,United Kingdom
536407,85123A,WHITE HANGING HEART,1,2011-07-03 09:00:00,0.0,13047.0,France
A536408,B,Adjust bad debt,1,2011-07-03 09:00:00,11062.06,,United Kingdom
536409,85123A,WHITE HANGING HEART,1,not a date,2.55,13047.0,France
"""


def uci(folder: Path) -> None:
    (folder / "2010-12-01.csv").write_text(UCI_HEADER + UCI_LINES, "utf-8")


def ubi_event(application: str, action: str, query_id: str | None, second: int, **more: Any) -> Row:
    position = {"ordinal": more.pop("ordinal")} if "ordinal" in more else {}
    product = {"object_id": more.pop("item"), "object_id_field": "sku"} if "item" in more else {}
    if "title" in more:
        product["description"] = more.pop("title")
    return {
        "application": application,
        "action_name": action,
        "query_id": query_id,
        "session_id": f"session-{application}",
        "client_id": f"client-{application}",
        "user_id": "",
        "timestamp": f"2025-01-22T14:57:{second:02d}.500Z",
        "message_type": "EVENT",
        "event_attributes": {"object": product, "position": position},
        **more,
    }


def ubi_query(application: str, query_id: str, text: str, second: int, hits: list[str]) -> Row:
    return {
        "application": application,
        "query_id": query_id,
        "client_id": f"client-{application}",
        "user_query": text,
        "query_attributes": {"experiment": "a"},
        "timestamp": f"2025-01-22T14:57:{second:02d}.000Z",
        "query_response_id": f"response-{query_id}-{second}",
        "query_response_hit_ids": hits,
    }


def ubi(folder: Path) -> None:
    """Two applications, one counting positions from 0; a search logged thrice, typed on, unknown, and keystrokes."""
    queries = [
        ubi_query("zero", "q0", "usb cable", 1, ["007", "008"]),
        ubi_query("one", "q1", "gol", 1, []),
        ubi_query("one", "q1", "gold", 2, []),
        ubi_query("one", "q1", "gold", 3, ["008", "009"]),
        ubi_query("one", "q2", "", 5, []),
    ]
    events = [
        ubi_event("zero", "impression", "q0", 2, item="007", ordinal=0),
        ubi_event("zero", "impression", "q0", 2, item="008", ordinal=1),
        ubi_event("zero", "click", "q0", 4, item="008", ordinal=1),
        ubi_event("one", "search", "q1", 2, message="gold", message_type="QUERY"),
        ubi_event("one", "impression", "q1", 4, item="008", title="gold ring", ordinal=1, user_query="gold"),
        ubi_event("one", "impression", "q1", 4, item="009", title="gold chain", ordinal=2, user_query="gold"),
        ubi_event("one", "add_to_cart", "q1", 9, item="009", title="gold chain", ordinal=2, user_query="gold"),
        ubi_event("one", "purchase", "q1", 12, item="009", title="gold chain", user_query="gold"),
        ubi_event("one", "search", "typed", 20, message="ring", message_type="QUERY"),
        ubi_event("one", "impression", "typed", 21, item="009", title="gold chain", ordinal=1),
        ubi_event("one", "search", "keystroke", 19, message="ri", message_type="QUERY"),
        ubi_event("one", "click", "unknown-search", 30, item="009", title="gold chain", ordinal=1),
        ubi_event("one", "product_hover", "q1", 31, item="009"),
        {**ubi_event("one", "click", "q1", 32, item="009"), "timestamp": "soon"},
    ]
    ndjson(folder / "ubi_queries.ndjson", queries)
    ndjson(folder / "ubi_events.ndjson", events)


def esci(folder: Path) -> None:
    """The layout of the 2022 release: one file of examples, one of products."""
    labels = (("B0A", "us", "E"), ("B0B", "us", "S"), ("B0A", "jp", "C"), ("B0C", "us", "I"), ("B0C", "us", "X"))
    examples = [
        {
            "example_id": n,
            "query": "usb cable",
            "query_id": 1,
            "product_id": product_id,
            "product_locale": locale,
            "esci_label": label,
            "small_version": 1,
            "large_version": 1,
            "split": "test",
        }
        for n, (product_id, locale, label) in enumerate(labels)
    ]
    products = [
        {
            "product_id": product_id,
            "product_title": title,
            "product_description": None,
            "product_bullet_point": "fast",
            "product_brand": "Anker",
            "product_color": "black",
            "product_locale": locale,
        }
        for product_id, title, locale in (("B0A", "cable", "us"), ("B0B", "lead", "us"), ("B0A", "ケーブル", "jp"))
    ]
    parquet(folder / "shopping_queries_dataset_examples.parquet", examples)
    parquet(folder / "shopping_queries_dataset_products.parquet", products)


def wands(folder: Path) -> None:
    (folder / "query.csv").write_text("query_id\tquery\tquery_class\n0\tsalon chair\tMassage Chairs\n1\tdesk, oak\t\n")
    (folder / "product.csv").write_text(
        "product_id\tproduct_name\tproduct_class\tcategory hierarchy\tproduct_description\tproduct_features\t"
        "rating_count\taverage_rating\treview_count\n"
        "007\tchair\tChairs\tFurniture / Chairs\tsoft\tcolor:red|legs : 4\t3\t4.5\t2\n"
        "008\tdesk\tDesks\t\toak\t\t\t\t\n"
    )
    (folder / "label.csv").write_text(
        "id\tquery_id\tproduct_id\tlabel\n0\t0\t007\tExact\n1\t0\t008\tIrrelevant\n2\t1\t008\tPartial\n"
        "3\t9\t008\tExact\n4\t1\t007\tMaybe\n"
    )


def litemall(folder: Path) -> None:
    goods = [
        {"id": 1006002, "name": "四件套", "category_id": 2, "brand_id": 5, "brief": "精致", "counter_price": 919.0},
        {"id": 1006003, "name": "枕头", "category_id": 1, "brand_id": 0, "brief": "", "counter_price": 99.0},
    ]
    parquet(folder / "goods.parquet", [{**row, "retail_price": row["counter_price"] - 20} for row in goods])
    attributes = [(1, 1006002, "材质", "100%棉"), (2, 1006002, "件数", "4件\n套"), (3, 99, "材质", "麻")]
    names = ("id", "goods_id", "attribute", "value")
    parquet(folder / "goods_attributes.parquet", [dict(zip(names, row, strict=True)) for row in attributes])
    parquet(folder / "categories.parquet", [{"id": 1, "name": "居家", "pid": 0}, {"id": 2, "name": "床品", "pid": 1}])
    parquet(folder / "brands.parquet", [{"id": 5, "name": "MUJI制造商"}, {"id": 6, "name": "无货"}])
    comments = [(1, 1006002, 0, "厚实"), (2, 314, 1, "文章不错"), (3, 77, 0, "没有这件商品"), (4, 1006002, 0, " ")]
    names = ("id", "value_id", "type", "content")
    parquet(folder / "comments.parquet", [dict(zip(names, row, strict=True)) for row in comments])


RAW: Mapping[str, Callable[[Path], None]] = {
    "sample": sample,
    "uci": uci,
    "ubi": ubi,
    "esci": esci,
    "wands": wands,
    "litemall": litemall,
}
