"""How predicted chances compare with what happened."""

from __future__ import annotations

import pyarrow as pa

from queries import sql
from queries.metrics import METRICS
from queries.placed import place_slates, unmet_needs
from queries.terms import Terms
from queries.workspace import Workspace

RELIABILITY = pa.schema(
    [("bin", pa.int32()), ("pairs", pa.int64()), ("probability", pa.float64()), ("happened", pa.float64())]
)


def reliability(ws: Workspace, ranker_id: str, terms: Terms | None = None) -> pa.Table:
    """Return the reliability curve of a ranker's chances: bin, pairs, probability (mean, 0 to 1), happened (share).

    At most 15 groups of equal size; the calibration error is the mean of |probability − happened| weighted by pairs.
    No rows where :data:`queries.metrics.METRICS` ``["calibration_error"]`` is not available.

    >>> from queries.examples import tiny_shop
    >>> from queries.slates import save_slates
    >>> slates = {"context_id": ["s1", "s1"], "item_id": ["w1", "l1"], "score": [2, 1], "probability": [0.75, 0.25]}
    >>> save_slates(shop := tiny_shop(), "mine", pa.table(slates))
    2
    >>> reliability(shop, "mine").select(["probability", "happened"]).to_pylist()
    [{'probability': 0.25, 'happened': 0.0}, {'probability': 0.75, 'happened': 1.0}]
    """
    terms = terms or Terms()
    with ws.transaction() as con:
        numbered = place_slates(con, ranker_id, terms)
        if {"slates", *METRICS["calibration_error"].needs} & unmet_needs(con, numbered, ranker_id, terms):
            return RELIABILITY.empty_table()
        sql.run(con, "measuring/chance_bin")
        return sql.run(con, "measuring/reliability").cast(RELIABILITY)
