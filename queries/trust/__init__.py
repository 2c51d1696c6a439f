"""How far each explanation method can be relied on: figures kept per ranker, a method's all at once or not at all."""

from __future__ import annotations

import duckdb
import pyarrow as pa

from queries import sql
from queries.workspace import Workspace

FIGURES = pa.schema(
    [
        ("metric", pa.string()),
        *((name, pa.float64()) for name in ("value", "low", "high")),
        ("n", pa.int64()),
    ]
)


def save_method(
    ws: Workspace, ranker_id: str, data_id: str, run: str, players: str, method: str, figures: pa.Table
) -> None:
    """Put a method's ``figures`` (columns of ``FIGURES``) in place of its earlier ones, in one transaction.

    ``run`` names what they were measured with, ``data_id`` on which data.

    >>> import tempfile
    >>> from queries.workspace import open_workspace
    >>> figures = pa.table({"metric": ["gap"], "value": [0.01], "low": [0.0], "high": [0.02], "n": [60]})
    >>> with tempfile.TemporaryDirectory() as folder, open_workspace(folder, "write") as ws:
    ...     for run in ("r1", "r2"):
    ...         save_method(ws, "ranker", "data", run, "words", "some_method", figures)
    ...     rows = trust_table(ws, "ranker").to_pylist()
    ...     [(row["run"], row["metric"], row["value"]) for row in rows], measured_methods(ws, "ranker", ["r1"])
    ([('r2', 'gap', 0.01)], set())
    """

    def job(cursor: duckdb.DuckDBPyConnection) -> None:
        cursor.register("made_figure", figures.select(FIGURES.names).cast(FIGURES))
        sql.run(cursor, "trust/save", ranker_id=ranker_id, data_id=data_id, run=run, players=players, method=method)

    ws.commit(job)


def measured_methods(ws: Workspace, ranker_id: str, runs: list[str]) -> set[tuple[str, str]]:
    """Return the (players, method) of which figures of one of ``runs`` are kept."""
    found = ws.run("trust/measured", ranker_id=ranker_id, runs=runs)
    return set(zip(found["players"].to_pylist(), found["method"].to_pylist(), strict=True))


def trust_table(ws: Workspace, ranker_id: str) -> pa.Table:
    """Return a row per method and metric: data_id, run, players, method, metric, value, low, high, n, made_at."""
    return ws.run("trust/table", ranker_id=ranker_id)
