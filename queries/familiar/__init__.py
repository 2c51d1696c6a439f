"""What shoppers type, as far as it tells the familiar from the odd."""

from __future__ import annotations

from datetime import datetime

import pyarrow as pa

from queries import sql
from queries.privacy import MIN_SHOPPERS
from queries.workspace import Workspace


def typed_between(ws: Workspace, start: datetime | None = None, end: datetime | None = None) -> pa.Table:
    """Return what was typed in contexts with ``start`` ≤ ts < ``end``, that of most shoppers first.

    Columns: search (as typed), lang, contexts, shoppers, may_be_told (whether 11 shoppers or more ever typed it,
    letter case and outer spaces aside).

    >>> from queries.examples import tiny_shop
    >>> [(r["search"], r["contexts"], r["may_be_told"]) for r in typed_between(tiny_shop()).to_pylist()]
    [('手表', 1, False), ('智能手表', 1, False)]
    """
    con = ws.cursor()
    sql.run(con, "context/every")
    sql.run(con, "context/usual", many=MIN_SHOPPERS)
    return sql.run(con, "familiar/typed", start=start, end=end)
