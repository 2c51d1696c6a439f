"""Explanations as they are stored: written in groups, each whole or not at all, and found again by what they are of."""

from __future__ import annotations

from collections.abc import Iterable

import duckdb
import pyarrow as pa

from queries import sql
from queries.workspace import Workspace

EXPLANATION = pa.schema(
    [
        *((name, pa.string()) for name in ("explanation_id", "run", "context_id", "user_id", "item_id", "search")),
        *((name, pa.string()) for name in ("lang", "surface", "platform", "category", "brand")),
        ("rank", pa.int32()),
        ("ts", pa.timestamp("us")),
        *((name, pa.string()) for name in ("ranker_id", "data_id")),
        ("snapshot_id", pa.int64()),
        *((name, pa.string()) for name in ("words_method", "behaviour_method", "background")),
        *((name, pa.float64()) for name in ("score", "base", "probability", "interaction", "completeness_gap")),
        ("converged", pa.bool_()),
        *((name, pa.int32()) for name in ("steps", "passes")),
        ("verdict", pa.string()),
        *((name, pa.float64()) for name in ("comprehensiveness", "sufficiency")),
        ("settings", pa.string()),
    ]
)
CONTRIBUTION = pa.schema(
    [
        *((name, pa.string()) for name in ("explanation_id", "part", "name", "field")),
        *((name, pa.int32()) for name in ("start_char", "end_char")),
        *((name, pa.float64()) for name in ("feature_value", "contribution", "stderr")),
    ]
)


def save_explanations(ws: Workspace, explanations: Iterable[dict], contributions: Iterable[dict]) -> None:
    """Store rows of ``EXPLANATION`` and ``CONTRIBUTION`` in one transaction; ids that are there already stay.

    >>> import tempfile
    >>> from queries.workspace import open_workspace
    >>> row = {"explanation_id": "e1", "run": "r", "context_id": "s1", "item_id": "i1", "rank": 1}
    >>> with tempfile.TemporaryDirectory() as folder, open_workspace(folder, "write") as ws:
    ...     for _ in range(2):
    ...         save_explanations(ws, [row], [{"explanation_id": "e1", "part": "item", "name": "watch"}])
    ...     explained_contexts(ws, "r", 1), ws.run("explanations/count").to_pylist()
    ({'s1'}, [{'explanations': 1, 'contributions': 1}])
    """
    made = pa.Table.from_pylist(list(explanations), schema=EXPLANATION)
    parts = pa.Table.from_pylist(list(contributions), schema=CONTRIBUTION)

    def job(cursor: duckdb.DuckDBPyConnection) -> None:
        cursor.register("made_explanation", made)
        cursor.register("made_contribution", parts)
        sql.run(cursor, "explanations/save")

    ws.commit(job)


def explained_contexts(ws: Workspace, run: str, k: int) -> set[str]:
    """Return the contexts of which ``k`` items or more were explained in ``run``."""
    return set(ws.run("explanations/explained_contexts", run=run, k=k)["context_id"].to_pylist())
