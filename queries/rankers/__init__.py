"""The rankers a workspace holds: which there are, and which is the newest."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb

from queries import sql
from queries.errors import UnknownName, WhyrankError
from queries.workspace import Workspace


@dataclass(frozen=True)
class RankerEntry:
    """A ranker in the workspace. ``folder`` is absolute; ``card`` is the model card as data."""

    ranker_id: str
    name: str
    folder: Path
    card: dict[str, Any]
    trained_at: datetime | None
    added_at: datetime


def add_ranker(ws: Workspace, ranker_id: str, name: str, card: dict[str, Any]) -> None:
    """Register the ranker saved in ``WORKSPACE/rankers/<name>``; one that is registered gets the card, no more."""
    written = json.dumps(card, ensure_ascii=False)

    def add(cursor: duckdb.DuckDBPyConnection) -> None:
        sql.run(
            cursor,
            "rankers/add",
            ranker_id=ranker_id,
            name=name,
            folder=f"rankers/{name}",
            card=written,
            trained_at=card.get("trained_at"),
        )
        sql.run(cursor, "rankers/recard", ranker_id=ranker_id, name=name, card=written)

    ws.commit(add)


def list_rankers(ws: Workspace) -> list[RankerEntry]:
    """Return the workspace's rankers, newest first."""
    return [
        RankerEntry(
            ranker_id=row["ranker_id"],
            name=row["name"],
            folder=ws.path / row["folder"],
            card=json.loads(row["card"] or "{}"),
            trained_at=row["trained_at"],
            added_at=row["added_at"],
        )
        for row in ws.run("rankers/list").to_pylist()
    ]


def find_ranker(ws: Workspace, name: str | None = None) -> RankerEntry:
    """Return the ranker called ``name``, or the newest one.

    Raises :class:`WhyrankError` when there is none yet and :class:`UnknownName` when none is called so.
    """
    entries = list_rankers(ws)
    if not entries:
        raise WhyrankError(
            f"The workspace {str(ws.path)!r} holds no ranker yet.",
            f"Train one with `whyrank pretrain` and `whyrank finetune --workspace {ws.path}`.",
        )
    if name is None:
        return entries[0]
    for entry in entries:
        if name in (entry.name, entry.ranker_id):
            return entry
    raise UnknownName("ranker", name, (entry.name for entry in entries))
