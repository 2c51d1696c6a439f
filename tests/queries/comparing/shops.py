"""Workspaces in which slates, figures and searches are just what a test says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import pyarrow as pa

from queries.slates import save_slates
from queries.workspace import Workspace
from tests.queries.segment_shop import segment_shop

Slates = Mapping[str, Sequence[Sequence[str]]]  # ranker_id → for each context its items in order


def ranked_shop(
    folder: Path,
    slates: Slates,
    values: Mapping[tuple[str, str], Sequence[float | None]],
    shoppers: Sequence[object] | None = None,
    searches: Sequence[str] | None = None,
    segments: Mapping[str, Sequence[object]] | None = None,
) -> Workspace:
    """Return a workspace with one context per slate, each of a shopper of its own unless ``shoppers`` are given."""
    size = len(next(iter(slates.values())))
    ws = segment_shop(folder, shoppers or range(size), values, segments or {}, searches)
    for ranker_id, orders in slates.items():
        rows = [
            {"context_id": f"c{context:07}", "item_id": item, "score": float(-place)}
            for context, order in enumerate(orders)
            for place, item in enumerate(order)
        ]
        save_slates(ws, ranker_id, pa.Table.from_pylist(rows))
    return ws
