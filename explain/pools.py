"""What may be ranked in a context: what was shown there, the whole catalogue, or what people judged."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, TypeAlias

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from models.evaluate import whole_catalogue
from queries.contexts import contexts, items
from queries.features import FEATURE_NAMES
from queries.point_in_time import CountedLog
from queries.slates import judged_contexts, judged_items, shown_items
from queries.workspace import Workspace

PoolName: TypeAlias = Literal["shown", "catalogue", "judged"]
Draw: TypeAlias = Callable[[Workspace, datetime | None, datetime | None, int, int], pa.Table]


@dataclass(frozen=True)
class Pool:
    """``draw(ws, start, end, count, seed)`` returns contexts, ``candidates(log, contexts)`` their items with features.

    ``group``: contexts whose candidates are described at once. ``has``, ``remedy``: what is said where there is none.
    """

    draw: Draw
    candidates: Callable[[CountedLog, pa.Table], pa.Table]
    group: int
    has: str
    remedy: str


def _draw_shown(ws: Workspace, start: datetime | None, end: datetime | None, count: int, seed: int) -> pa.Table:
    drawn = contexts(ws, start, end, limit=count, seed=seed)
    shown = shown_items(ws, drawn["context_id"])["context_id"].combine_chunks()
    return drawn.filter(pc.is_in(drawn["context_id"], shown))


def _draw_any(ws: Workspace, start: datetime | None, end: datetime | None, count: int, seed: int) -> pa.Table:
    return contexts(ws, start, end, limit=count, seed=seed)


def _draw_judged(ws: Workspace, start: datetime | None, end: datetime | None, count: int, seed: int) -> pa.Table:
    return judged_contexts(ws, count, seed)


def _shown(log: CountedLog, group: pa.Table) -> pa.Table:
    return log.features(shown_items(log.ws, group["context_id"]))


def _catalogue(log: CountedLog, group: pa.Table) -> pa.Table:
    return log.features(whole_catalogue(group, items(log.ws)))


def _judged(log: CountedLog, group: pa.Table) -> pa.Table:
    """Without a moment nothing is known of behaviour: every feature is absent."""
    pairs = judged_items(log.ws, group["context_id"])
    absent = np.full(pairs.num_rows, np.nan, np.float32)
    for name in FEATURE_NAMES:
        pairs = pairs.append_column(name, pa.array(absent))
    return pairs


POOLS: Mapping[str, Pool] = {
    "shown": Pool(
        _draw_shown, _shown, 1000, "says what was shown in which order", "Choose other dates, or --pool catalogue."
    ),
    "catalogue": Pool(_draw_any, _catalogue, 100, "is there", "Choose other dates, or import a log."),
    "judged": Pool(
        _draw_judged, _judged, 1000, "has judged items of the catalogue", "Import judgements and the items they name."
    ),
}
