"""What changed between two choices of explanations: two spans of time, or two versions of a ranker."""

from __future__ import annotations

import pyarrow as pa

from queries import sql
from queries.honesty import LEVEL
from queries.patterns.choosing import Choice, choose_on
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
    con, data_id = ws.cursor(), ws.data_id()
    sql.run(con, "statistics/distributions")
    for side, choice in (("a", a), ("b", b)):
        choose_on(con, choice, data_id)
        sql.run(con, "patterns/side", side=side)
    return sql.run(con, "patterns/change", minimum=minimum, limit=limit, level=LEVEL)
