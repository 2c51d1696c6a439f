"""Who cares for what: the items every shopper chose, and the tastes that were found."""

from __future__ import annotations

import duckdb
import pyarrow as pa

from queries import sql
from queries.workspace import Workspace


def chosen_by_shoppers(ws: Workspace) -> pa.Table:
    """Return user_id and item_id of what every shopper clicked, put in the cart or bought, each pair once, in order.

    >>> from queries.examples import tiny_shop
    >>> chosen_by_shoppers(tiny_shop()).to_pylist()
    [{'user_id': 'u1', 'item_id': 'w1'}]
    """
    return ws.run("profiles/chosen")


def save_tastes(ws: Workspace, ranker_id: str, found: pa.Table) -> None:
    """Keep the tastes of shoppers (user_id, taste) in place of those there were; ``ranker_id``: whose vectors told.

    The dimension "taste" reads them: fill it with :func:`queries.segment.fill_segments`.

    >>> from queries.examples import tiny_shop
    >>> from queries.segment import fill_segments
    >>> shop = tiny_shop()
    >>> save_tastes(shop, "r1", pa.table({"user_id": ["u1"], "taste": ["watches"]}))
    >>> fill_segments(shop, ["taste"])
    {'taste': 1}
    """

    def job(con: duckdb.DuckDBPyConnection) -> None:
        con.register("found_taste", found)
        sql.run(con, "tastes/save", ranker_id=ranker_id)

    ws.commit(job)
