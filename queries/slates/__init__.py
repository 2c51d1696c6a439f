"""The slates that rankers made of logged contexts: kept once, measured by every metric."""

from __future__ import annotations

from dataclasses import dataclass

import duckdb
import pyarrow as pa

from queries import sql
from queries.numbering import number
from queries.rankers import list_rankers
from queries.workspace import Workspace

# The slates as they were shown.
LOGGED = "logged"
# Orders that no ranker made, to be beaten by any.
FLOOR = "floor:"
# Rankings of the whole catalogue hold items that nobody saw in their context.
WHOLE_CATALOGUE = ":catalogue"
# Searches that people judged are contexts of their own, named by what was searched.
JUDGED = "judged:"


@dataclass(frozen=True)
class SavedSlates:
    """How much a ranker has ranked: ``rows`` is the number of places over all ``contexts``."""

    ranker_id: str
    contexts: int
    rows: int


def slate_name(name: str, pool: str) -> str:
    """Return what slates are kept under: those of what was shown under the plain name, others apart.

    >>> slate_name("7d430e8f50e8", "shown"), slate_name("floor:bm25", "catalogue")
    ('7d430e8f50e8', 'floor:bm25:catalogue')
    """
    return name if pool == "shown" else f"{name}:{pool}"


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
    """Return what has been ranked, by ranker."""
    return [SavedSlates(**row) for row in ws.run("slates/list").to_pylist()]


def slate_names(ws: Workspace) -> dict[str, str]:
    """Return what can be measured by its ranker_id, with the name to show: "logged" first.

    Rankers are called by their name in the workspace, floors without their mark.

    >>> from queries.examples import tiny_shop
    >>> from queries.rankers import add_ranker
    >>> shop = tiny_shop()
    >>> add_ranker(shop, "7d430e8f50e8", "mine", {})
    >>> slates = pa.table({"context_id": ["s1"], "item_id": ["w1"], "score": [0.1]})
    >>> for ranker_id in ("7d430e8f50e8:catalogue", "floor:bm25"):
    ...     _ = save_slates(shop, ranker_id, slates)
    >>> slate_names(shop)
    {'logged': 'logged', '7d430e8f50e8:catalogue': 'mine:catalogue', 'floor:bm25': 'bm25'}
    """
    called = {entry.ranker_id: entry.name for entry in reversed(list_rankers(ws))}
    names = {LOGGED: LOGGED}
    for saved in saved_slates(ws):
        own, _, pool = saved.ranker_id.removeprefix(FLOOR).partition(":")
        names[saved.ranker_id] = slate_name(called.get(own, own), pool or "shown")
    return names


def ranked_contexts(ws: Workspace, ranker_id: str) -> set[str]:
    """Return the contexts that the ranker has ranked."""
    return set(ws.run("slates/ranked", ranker_id=ranker_id)["context_id"].to_pylist())


def judged_contexts(ws: Workspace, limit: int | None = None, seed: int = 0) -> pa.Table:
    """Return the searches that people judged items for, with the columns of :func:`queries.contexts.contexts`.

    They have neither shopper nor moment. ``limit`` takes a repeatable random choice.

    >>> from queries.examples import tiny_shop
    >>> judged_contexts(tiny_shop()).num_rows
    0
    """
    return ws.run("slates/judged_contexts", limit=limit, seed=seed)


def judged_items(ws: Workspace, context_ids: pa.Array | pa.ChunkedArray) -> pa.Table:
    """Return context_id, item_id of what was judged for these searches, ordered by the two."""
    con = ws.cursor()
    con.register("asked_context", pa.table({"context_id": context_ids}))
    return sql.run(con, "slates/judged")


def shown_items(ws: Workspace, context_ids: pa.Array | pa.ChunkedArray) -> pa.Table:
    """Return context_id, item_id of what was shown in these contexts, ordered by the two.

    >>> from queries.examples import tiny_shop
    >>> shown_items(tiny_shop(), pa.array(["s2"]))["item_id"].to_pylist()
    ['w1', 'w2']
    """
    con = ws.cursor()
    con.register("asked_context", pa.table({"context_id": context_ids}))
    return sql.run(con, "slates/shown")
