"""What searches are about: who typed what, and the topics that were found."""

from __future__ import annotations

import duckdb
import pyarrow as pa

from queries import sql
from queries.workspace import Workspace


def typed_searches(ws: Workspace) -> pa.Table:
    """Return search (lower case, trimmed), shopper and contexts: who typed what, and how often, ordered by the two.

    >>> from queries.examples import tiny_shop
    >>> typed_searches(tiny_shop()).to_pylist()[0]
    {'search': '手表', 'shopper': 'u1', 'contexts': 1}
    """
    con = ws.cursor()
    sql.run(con, "context/every")
    return sql.run(con, "topics/typed")


def save_topics(ws: Workspace, ranker_id: str, found: pa.Table) -> None:
    """Keep the topics of searches (search, topic) in place of those there were; ``ranker_id``: whose vectors told.

    The dimension "topic" reads them: fill it with :func:`queries.segment.fill_segments`.

    >>> from queries.examples import tiny_shop
    >>> from queries.segment import fill_segments
    >>> shop = tiny_shop()
    >>> save_topics(shop, "r1", pa.table({"search": ["手表", "智能手表"], "topic": ["手表", "手表"]}))
    >>> fill_segments(shop, ["topic"])
    {'topic': 2}
    """

    def job(con: duckdb.DuckDBPyConnection) -> None:
        con.register("found_topic", found)
        sql.run(con, "topics/save", ranker_id=ranker_id)

    ws.commit(job)
