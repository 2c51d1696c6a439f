"""The rows that stored explanations were compared with, so that a sum can be checked long after it was made."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

import duckdb
import numpy as np
import pyarrow as pa

from queries import sql
from queries.errors import UnknownName
from queries.workspace import Workspace


def background_table(
    background_id: str, name: str, label: Mapping[str, str], features: Sequence[str], rows: np.ndarray
) -> pa.Table:
    """Return background rows [K, F] as the table keeps them, one line per row and feature; NaN = absent.

    ``label`` says by language what the rows were drawn from.
    """
    count = rows.size
    return pa.table(
        {
            "background_id": pa.array([background_id] * count, pa.string()),
            "name": pa.array([name] * count, pa.string()),
            "label": pa.array([json.dumps(dict(label), ensure_ascii=False)] * count, pa.string()),
            "row": pa.array(np.repeat(np.arange(len(rows)), len(features)), pa.int32()),
            "feature": pa.array(list(features) * len(rows), pa.string()),
            "value": pa.array(rows.reshape(-1).astype(np.float64)),
        }
    )


def save_backgrounds(ws: Workspace, tables: Sequence[pa.Table]) -> None:
    """Store tables of :func:`background_table` in one transaction; backgrounds that are there already stay.

    >>> import tempfile
    >>> from queries.workspace import open_workspace
    >>> table = background_table("b1", "typical", {"en": "two rows"}, ["price", "age"], np.array([[1.0, 2.0]]))
    >>> with tempfile.TemporaryDirectory() as folder, open_workspace(folder, "write") as ws:
    ...     for _ in range(2):
    ...         save_backgrounds(ws, [table])
    ...     background_rows(ws, "b1", ["age", "price"])
    array([[2., 1.]], dtype=float32)
    """
    if not tables:
        return
    made = pa.concat_tables(tables)

    def job(cursor: duckdb.DuckDBPyConnection) -> None:
        cursor.register("made_background", made)
        sql.run(cursor, "backgrounds/save")

    ws.commit(job)


def background_rows(ws: Workspace, background_id: str, features: Sequence[str]) -> np.ndarray:
    """Return the rows [K, F] float32 of a stored background, columns in the order of ``features``.

    Raises :class:`UnknownName` for a background that is not stored.
    """
    found = ws.run("backgrounds/rows", background_id=background_id)
    if not found.num_rows:
        raise UnknownName("stored background", background_id, ())
    column = {name: place for place, name in enumerate(features)}
    rows = np.full((max(found["row"].to_pylist()) + 1, len(column)), np.nan, dtype=np.float32)
    places = [column[name] for name in found["feature"].to_pylist()]
    rows[found["row"].to_numpy(), places] = found["value"].to_numpy(zero_copy_only=False)
    return rows
