"""The slates that rankers made of logged contexts: kept once, measured by every metric."""

from __future__ import annotations

from dataclasses import dataclass

import duckdb
import pyarrow as pa

from queries import sql
from queries.numbering import number
from queries.workspace import Workspace

WHOLE_CATALOGUE = ":catalogue"


@dataclass(frozen=True)
class SavedSlates:
    """How much a ranker has ranked: ``rows`` is the number of places over all ``contexts``."""

    ranker_id: str
    contexts: int
    rows: int


def slate_name(name: str, whole_catalogue: bool) -> str:
    """Return what slates are kept under: those of the whole catalogue apart, for they hold items that nobody saw.

    >>> slate_name("7d430e8f50e8", False), slate_name("floor:bm25", True)
    ('7d430e8f50e8', 'floor:bm25:catalogue')
    """
    return name + WHOLE_CATALOGUE if whole_catalogue else name


def save_slates(ws: Workspace, ranker_id: str, table: pa.Table, target: str | None = None) -> int:
    """Keep the slates of a ranker, in place of those it had for the same contexts, and return the rows kept.

    ``table``: context_id, item_id, score (comparable within a context), and optionally probability (0 to 1) and
    candidates (how many were ranked, where only the first are given). ``ranker_id``: the ranker's identity, or any name
    for an order that no ranker made. ``target``: what the probability is a chance of: click, cart, purchase or
    relevance. Raises :class:`~queries.numbering.NotMeasurable` for an item given twice.

    >>> from queries.examples import tiny_shop
    >>> slates = pa.table({"context_id": ["s1", "s1"], "item_id": ["w1", "l1"], "score": [0.1, 0.9]})
    >>> save_slates(shop := tiny_shop(), "mine", slates), saved_slates(shop)
    (2, [SavedSlates(ranker_id='mine', contexts=1, rows=2)])
    """
    numbered = number(table, pa.table({"context_id": [], "item_id": [], "grade": []}))
    ids = {"context_id": numbered.contexts.take(numbered.slates["context_no"])}
    ids["item_id"] = numbered.items.take(numbered.slates["item_no"])
    rows = pa.table(ids | {name: numbered.slates[name] for name in ("score", "probability", "candidates")})

    def job(con: duckdb.DuckDBPyConnection) -> int:
        con.register("new_slate", rows)
        sql.run(con, "slates/save", ranker_id=ranker_id, target=target)
        return rows.num_rows

    return ws.commit(job)


def drop_slates(ws: Workspace, ranker_id: str) -> None:
    """Forget what a ranker has ranked."""
    ws.commit(lambda con: sql.run(con, "slates/drop", ranker_id=ranker_id))


def saved_slates(ws: Workspace) -> list[SavedSlates]:
    """Return what has been ranked, by ranker; nothing in a workspace made before slates were kept."""
    if not ws.has_table("slates"):
        return []
    return [SavedSlates(**row) for row in ws.run("slates/list").to_pylist()]


def ranked_contexts(ws: Workspace, ranker_id: str) -> set[str]:
    """Return the contexts that the ranker has ranked."""
    if not ws.has_table("slates"):
        return set()
    return set(ws.run("slates/ranked", ranker_id=ranker_id)["context_id"].to_pylist())


def shown_items(ws: Workspace, context_ids: pa.Array | pa.ChunkedArray) -> pa.Table:
    """Return context_id, item_id of what was shown in these contexts, ordered by the two.

    >>> from queries.examples import tiny_shop
    >>> shown_items(tiny_shop(), pa.array(["s2"]))["item_id"].to_pylist()
    ['w1', 'w2']
    """
    con = ws.cursor()
    con.register("asked_context", pa.table({"context_id": context_ids}))
    return sql.run(con, "slates/shown")
