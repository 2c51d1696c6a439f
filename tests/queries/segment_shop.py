"""A workspace in which contexts, their figures and their segments are just what a test says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import pyarrow as pa

from queries.workspace import Workspace, open_workspace

START = "2025-01-01"


def segment_shop(
    folder: Path,
    shopper: Sequence[object],
    values: Mapping[tuple[str, str], Sequence[float | None]],
    segments: Mapping[str, Sequence[object]],
    searches: Sequence[str] | None = None,
) -> Workspace:
    """Return a workspace with one context per entry of ``shopper``, a minute apart.

    ``values``: per (ranker_id, metric) the value of each context. ``segments``: per dimension, of contexts, the segment
    of each context.
    """
    size = len(shopper)
    contexts = [f"c{n:07}" for n in range(size)]
    told = pa.table(
        {
            "context_id": contexts,
            "user_id": [f"u{name}" for name in shopper],
            "text": ["watch"] * size if searches is None else list(searches),
            "minute": range(size),
        }
    )
    ws = open_workspace(folder, "write")

    def job(con) -> None:
        con.register("told", told)
        con.execute(
            """insert into searches by name select context_id as search_id, user_id, text, 'search' as surface,
            timestamp '2025-01-01' + to_minutes(minute) as ts, 'test' as source from told"""
        )
        con.execute(
            """create table if not exists context_metrics
            (ranker_id varchar, metric varchar, version varchar, context_id varchar, value double, floor double)"""
        )
        for (ranker_id, metric), column in values.items():
            con.register(
                "measured",
                pa.table({"context_id": contexts, "value": pa.array(column, pa.float64(), from_pandas=True)}),
            )
            con.execute(
                """insert into context_metrics by name
                select $ranker_id as ranker_id, $metric as metric, 'v1' as version, * from measured""",
                {"ranker_id": ranker_id, "metric": metric},
            )
        for dimension, column in segments.items():
            con.register("named", pa.table({"key": contexts, "segment": [str(name) for name in column]}))
            con.execute(
                "insert into segments by name select $d as dimension, 'context' as key_kind, * from named",
                {"d": dimension},
            )

    ws.commit(job)
    return ws
