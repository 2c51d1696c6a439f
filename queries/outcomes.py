"""What happened in each context, or what people judged: the items that count there, with their grades."""

from __future__ import annotations

import duckdb
import pyarrow as pa

from queries import sql
from queries.grading import BEHAVIOUR, Grading
from queries.workspace import Workspace


def outcomes(ws: Workspace, grading: Grading = BEHAVIOUR) -> pa.Table:
    """Return context_id, item_id, grade: one row per item that counts in a context of the log.

    >>> from queries.examples import tiny_shop
    >>> [(row["context_id"], row["item_id"], row["grade"]) for row in outcomes(tiny_shop()).to_pylist()]
    [('s1', 'w1', 1.0), ('s2', 'w1', 3.0)]
    """
    return outcomes_on(ws.cursor(), grading).sort_by([("context_id", "ascending"), ("item_id", "ascending")])


def outcomes_on(con: duckdb.DuckDBPyConnection, grading: Grading) -> pa.Table:
    """Return what :func:`outcomes` does, in no order, as ``con`` sees the workspace."""
    if grading.source == "behaviour":
        grades = {action: grading.actions.get(action, 0.0) for action in ("click", "cart", "purchase")}
        return sql.run(con, "measuring/behaviour", **grades)
    levels = [
        {"scale": scale, "grade": grade, "level": level}
        for scale, rows in grading.levels.items()
        for grade, level in rows.items()
    ]
    columns = pa.schema([("scale", pa.string()), ("grade", pa.float64()), ("level", pa.float64())])
    con.register("level_of_grade", pa.Table.from_pylist(levels, schema=columns))
    return sql.run(con, "measuring/judgements")
