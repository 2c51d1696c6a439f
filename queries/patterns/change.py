"""What changed between two choices of explanations: two spans of time, or two versions of a ranker."""

from __future__ import annotations

import duckdb
import pyarrow as pa

from queries import sql
from queries.explanations.reading import tell_states
from queries.honesty import LEVEL
from queries.patterns.choosing import Choice
from queries.privacy import MIN_SHOPPERS
from queries.workspace import Workspace


def change(ws: Workspace, a: Choice, b: Choice, minimum: int = 10, limit: int = 200) -> pa.Table:
    """Return each driver's mean contribution on both sides, most surely changed first.

    Columns: part, role, word, mean_a, mean_b, difference (b − a), low, high (95 %), p, q (Benjamini-Hochberg over the
    drivers tested), significant, explanations_a, explanations_b. Means are over the explanations a driver is in; only
    drivers in at least ``minimum`` explanations and two contexts of both sides are tested. Contexts on both sides count
    as pairs.

    >>> from queries.examples import explained_shop
    >>> a, b = (Choice(segments=(("brand", brand),)) for brand in ("小米", "华为"))
    >>> rows = {row["word"]: row for row in change(explained_shop(), a, b).to_pylist()}
    >>> rows["item_clicks"]["difference"], rows["item_clicks"]["p"], rows["华为"]["mean_a"]
    (-0.5, None, None)
    """
    with ws.transaction() as con:
        tell_states(ws, con)
        sql.run(con, "patterns/asking")
        sql.run(con, "patterns/sides", **a.filters("a_"), **b.filters("b_"))
        return compare_sides(con, minimum, limit)


def compare_sides(con: duckdb.DuckDBPyConnection, minimum: int, limit: int) -> pa.Table:
    """Return the columns of :func:`change` for the two sides in the table ``side_explanation`` of a cursor."""
    sql.run(con, "statistics/distributions")
    return sql.run(con, "patterns/change", minimum=minimum, limit=limit, level=LEVEL, many=MIN_SHOPPERS)
