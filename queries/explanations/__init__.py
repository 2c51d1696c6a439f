"""Explanations as they are stored: written in groups, each whole or not at all, and found again by what they are of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import duckdb
import pyarrow as pa

from queries import sql
from queries.explanations.checks import check, shaped
from queries.explanations.words import normal_forms
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


def save_explanations(
    ws: Workspace, explanations: Iterable[Mapping[str, Any]], contributions: Iterable[Mapping[str, Any]]
) -> int:
    """Store rows as :func:`save` stores tables; what a row leaves out is null.

    >>> import tempfile
    >>> from queries.workspace import open_workspace
    >>> row = {"explanation_id": "e1", "run": "r", "context_id": "s1", "item_id": "i1", "rank": 1}
    >>> word = {"explanation_id": "e1", "part": "item", "field": "title", "name": "watch", "contribution": 0.5}
    >>> with tempfile.TemporaryDirectory() as folder, open_workspace(folder, "write") as ws:
    ...     saved = [save_explanations(ws, [row], [word]) for _ in range(2)]
    ...     saved, explained_contexts(ws, "r", 1), ws.run("explanations/count").to_pylist()
    ([1, 0], {'s1'}, [{'explanations': 1, 'contributions': 1}])
    """
    return save(
        ws,
        pa.Table.from_pylist(list(explanations), schema=EXPLANATION),
        pa.Table.from_pylist(list(contributions), schema=CONTRIBUTION),
    )


def save(ws: Workspace, explanations: pa.Table, contributions: pa.Table) -> int:
    """Store explanations with their contributions in one transaction and return how many were new.

    ``explanations`` and ``contributions`` have columns of ``EXPLANATION`` and ``CONTRIBUTION``; absent ones are null.
    An explanation whose id is stored already stays as it is. Raises :class:`queries.explanations.checks.NotStorable`.

    >>> from queries.examples import tiny_shop
    >>> save(tiny_shop(), pa.table({"explanation_id": ["e1", "e2"]}), CONTRIBUTION.empty_table())
    2
    """
    explanations = shaped("explanations", explanations, EXPLANATION)
    contributions = shaped("contributions", contributions, CONTRIBUTION)
    check(explanations, contributions)
    contributions = contributions.append_column("word", normal_forms(contributions["name"], contributions["part"]))
    contributions = contributions.append_column("position", pa.array(range(contributions.num_rows), pa.int64()))

    def job(cursor: duckdb.DuckDBPyConnection) -> int:
        cursor.register("made_explanation", explanations)
        cursor.register("made_contribution", contributions)
        return int(sql.run(cursor, "explanations/save")["saved"][0].as_py())

    return ws.commit(job)


def explained_contexts(ws: Workspace, run: str, k: int) -> set[str]:
    """Return the contexts of which ``k`` items or more were explained in ``run``."""
    return set(ws.run("explanations/explained_contexts", run=run, k=k)["context_id"].to_pylist())
