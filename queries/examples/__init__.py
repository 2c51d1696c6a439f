"""Small things to try the package with: the worked examples in the docstrings use them."""

from __future__ import annotations

import tempfile
from datetime import datetime

from queries import sql
from queries.explanations import save_explanations
from queries.workspace import Workspace, open_workspace


def tiny_shop() -> Workspace:
    """Return a workspace in a temporary folder with three items, one shopper, two slates, a click and a purchase.

    >>> tiny_shop().run("items")["item_id"].to_pylist()
    ['l1', 'w1', 'w2']
    """
    ws = open_workspace(tempfile.mkdtemp(prefix="tiny-shop-"), "write")
    ws.commit(lambda con: sql.run(con, "examples/tiny_shop"))
    return ws


def explained_shop() -> Workspace:
    """Return the tiny shop with the two items of its second slate explained by the ranker ``r1``.

    >>> explained_shop().run("explanations/count").to_pylist()
    [{'explanations': 2, 'contributions': 6}]
    """
    ws = tiny_shop()
    ws.commit(lambda con: sql.run(con, "examples/ranker"))
    drivers = [("search", "search", "手表"), ("item", "brand", "小米"), ("behaviour", None, "item_clicks")]
    rows = [("e1", "w1", 1, "小米", (0.6, -0.1, 0.3)), ("e2", "w2", 2, "华为", (0.5, 0.2, -0.2))]
    moment = {"ts": datetime(2025, 5, 2, 9), "context_id": "s2", "user_id": "u1", "search": "智能手表", "lang": "zh"}
    made = {"run": "run", "ranker_id": "r1", "data_id": ws.data_id(), "base": -1.0, "surface": "search"}
    save_explanations(
        ws,
        [
            moment
            | made
            | {"explanation_id": key, "item_id": item, "rank": rank, "brand": brand, "category": "watches"}
            | {"platform": "north", "score": -1.0 + sum(values)}
            for key, item, rank, brand, values in rows
        ],
        [
            {"explanation_id": key, "part": part, "field": field, "contribution": value}
            | {"name": brand if field == "brand" else name, "feature_value": 1.0 if part == "behaviour" else None}
            for key, _, _, brand, values in rows
            for (part, field, name), value in zip(drivers, values, strict=True)
        ],
    )
    return ws
