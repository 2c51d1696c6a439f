"""The training set: pairs of context and item with labels, sampled negatives and features as of each moment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import pyarrow as pa

from queries import sql
from queries.contexts import with_history
from queries.point_in_time import PAIR_STEPS, Progress, run_steps
from queries.workspace import Workspace

SESSION_CAP = 20


@dataclass(frozen=True)
class TrainingSet:
    """``contexts``: as :func:`queries.contexts.contexts`. ``pairs``: one row per (context, item), in order of time.

    Columns of ``pairs``: context_id, item_id, position (int32, null where unknown), shown (true for the log's pairs,
    false for sampled negatives), click, cart, purchase (int8 0/1), sampling_probability (null for the log's pairs),
    then one float32 column per feature (NaN = absent). ``left_out`` counts, by reason, what the log holds in the span
    but the pairs do not.
    """

    contexts: pa.Table
    pairs: pa.Table
    left_out: dict[str, int]


def training_set(
    ws: Workspace,
    start: datetime | None,
    end: datetime | None,
    *,
    negatives: int = 4,
    seed: int = 0,
    progress: Progress | None = None,
) -> TrainingSet:
    """Return the pairs of every context with ``start`` ≤ ts < ``end``, the same for the same ``seed``.

    A context with a slate gives its impressions and whatever was acted on; a session (in logs without searches) gives
    the items acted on, at most 20 of them. ``negatives`` are drawn per clicked item (per context where none was
    clicked) from the platform of its items, proportional to popularity^0.75; training_set/negatives.sql says how.

    >>> from queries.examples import tiny_shop
    >>> pairs = training_set(tiny_shop(), None, None).pairs
    >>> [(r["item_id"], r["click"], r["purchase"], r["item_clicks"]) for r in pairs.to_pylist() if r["shown"]]
    [('w1', 1, 0, 0.0), ('l1', 0, 0, 0.0), ('w2', 0, 0, 0.0), ('w1', 1, 1, 1.0)]
    """
    with ws.transaction() as con:
        sql.run(con, "features/actions")
        sql.run(con, "context/every")
        sql.run(con, "context/select", start=start, end=end, with_actions_only=False, limit=None, seed=seed)
        sql.run(con, "training_set/labels", seed=seed, cap=SESSION_CAP)
        sql.run(con, "training_set/negatives", end=end, negatives=negatives, seed=seed)
        run_steps(con, ("features/item_sequences", *PAIR_STEPS), progress)
        left_out = sql.run(con, "training_set/left_out", start=start, end=end).to_pylist()
        return TrainingSet(
            contexts=with_history(con),
            pairs=sql.run(con, "training_set/joined"),
            left_out={row["reason"]: row["rows"] for row in left_out},
        )
