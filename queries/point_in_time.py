"""Behaviour features of any (context, item) pairs, as of each context's moment."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import duckdb
import pyarrow as pa

from queries import sql
from queries.workspace import Workspace, together

Progress = Callable[[str, float], None]

# Each step leaves temporary tables for the next; a comment on top of each file says what it needs.
LOG_STEPS = ("features/actions", "features/item_sequences")
ITEM_STEPS = ("features/pairs", "features/item")
SHOPPER_STEPS = ("features/shopper", "features/crossed", "features/combine")
PAIR_STEPS = (*ITEM_STEPS, *SHOPPER_STEPS)


class CountedLog:
    """A workspace's log, counted through once to be asked many times what was known at a context's moment.

    Counting takes most of the time of a small question. It is done when first asked, and again where the data has
    changed since. What was counted is held in memory (DuckDB's, on disk where that is short) as long as this object;
    one thread asks at a time.

    >>> from queries.examples import tiny_shop
    >>> log = CountedLog(tiny_shop())
    >>> log.features(pa.table({"context_id": ["s2"], "item_id": ["w1"]}))["clicks_7d"].to_pylist()
    [1.0]
    """

    def __init__(self, ws: Workspace) -> None:
        self.ws = ws
        self._con = ws.cursor()
        self._counted: str | None = None

    def features(self, candidates: pa.Table, progress: Progress | None = None) -> pa.Table:
        """Return what :func:`candidate_features` does."""
        data_id = self.ws.data_id()
        counting = () if data_id == self._counted else LOG_STEPS
        self._con.register("asked", candidates.select(["context_id", "item_id"]))
        with together(self._con):
            run_steps(self._con, (*counting, "features/candidates", *PAIR_STEPS), progress)
            found = sql.run(self._con, "features/answer")
        self._counted = data_id
        return found


def candidate_features(ws: Workspace, candidates: pa.Table, progress: Progress | None = None) -> pa.Table:
    """Return context_id, item_id and one float32 column per feature (NaN = absent), ordered by the two ids.

    ``candidates``: context_id, item_id; of contexts the workspace knows (others have no moment and give no row).
    Whoever asks more than once asks a :class:`CountedLog`.

    >>> from queries.examples import tiny_shop
    >>> asked = pa.table({"context_id": ["s1", "s2"], "item_id": ["w1", "w1"]})
    >>> features = candidate_features(tiny_shop(), asked)
    >>> features["clicks_7d"].to_pylist(), features["price"].to_pylist()
    ([0.0, 1.0], [699.0, 649.0])
    """
    return CountedLog(ws).features(candidates, progress)


def run_steps(con: duckdb.DuckDBPyConnection, steps: Iterable[str], progress: Progress | None = None) -> None:
    """Run the statements of each step in turn on ``con``, telling ``progress`` the share done."""
    todo = tuple(steps)
    for done, step in enumerate(todo):
        if progress:
            progress(step, done / len(todo))
        sql.run(con, step)
    if progress and todo:
        progress(todo[-1], 1.0)


def materialise(ws: Workspace, progress: Progress | None = None) -> int:
    """Write the table ``features`` (context_id, item_id, one float32 column per feature) and return its rows.

    One row per logged impression, as of its moment; one transaction, replacing what an earlier run wrote.

    >>> from queries.examples import tiny_shop
    >>> materialise(tiny_shop())
    4
    """

    def job(con: duckdb.DuckDBPyConnection) -> int:
        run_steps(con, ("features/materialise", *LOG_STEPS, *PAIR_STEPS), progress)
        return int(sql.run(con, "features/store")["rows"][0].as_py())

    return ws.commit(job)
