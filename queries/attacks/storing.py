"""What a resistance stores: its sample once, then the attacks on each group of contexts, whole or not at all."""

from __future__ import annotations

import duckdb
import pyarrow as pa

from queries import sql
from queries.workspace import Workspace

ATTACK = pa.schema(
    [
        *((name, pa.string()) for name in ("context_id", "direction", "item_id", "because")),
        ("edits", pa.int32()),
        ("spans", pa.string()),
        ("rank_before", pa.int32()),
        ("rank_after", pa.int32()),
        ("scored", pa.int32()),
    ]
)


def begin_resistance(ws: Workspace, resistance_id: str, settings: str, ranker_id: str, sample: pa.Table) -> None:
    """Write down a resistance with its sample; one that is there already stays as it is."""
    data_id = ws.data_id()

    def job(con: duckdb.DuckDBPyConnection) -> None:
        con.register("sampled", sample)
        names = {"settings": settings, "ranker_id": ranker_id, "data_id": data_id}
        sql.run(con, "attacks/begin", resistance_id=resistance_id, **names)

    ws.commit(job)


def sampled_contexts(ws: Workspace, resistance_id: str) -> pa.Table:
    """Return context_id and done (whether its attacks are stored) of a resistance's sample, by context_id."""
    return ws.run("attacks/sampled", resistance_id=resistance_id)


def save_attacks(ws: Workspace, resistance_id: str, attacks: pa.Table) -> int:
    """Store attacks, columns as ``ATTACK``, in one transaction; return how many were new.

    A context whose attacks are stored already is left as it is.
    """

    def job(con: duckdb.DuckDBPyConnection) -> int:
        con.register("made_attack", attacks)
        return int(sql.run(con, "attacks/save", resistance_id=resistance_id)["saved"][0].as_py())

    return ws.commit(job)


def compact_attacks(ws: Workspace) -> None:
    """Join the small files that many commits left into few; to be called once a job has ended."""
    for step in ("flush", "merge"):
        ws.commit(lambda con, step=step: sql.run(con, f"attacks/{step}"))  # type: ignore[misc]
