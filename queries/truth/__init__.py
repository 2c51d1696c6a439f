"""The drivers of each choice that the simulator wrote down: there for simulated shops only."""

from __future__ import annotations

from datetime import datetime

from queries.errors import WhyrankError
from queries.workspace import Workspace

Pair = tuple[str, str]


def true_drivers(ws: Workspace, start: datetime, count: int, seed: int = 0) -> dict[Pair, dict[str, float]]:
    """Return, for ``count`` clicked (context_id, item_id) pairs at or after ``start``, each driver in logits.

    Raises :class:`WhyrankError` where the workspace knows no truth.
    """
    found: dict[Pair, dict[str, float]] = {}
    for row in ws.run("truth/pairs", start=start, count=count, seed=seed).to_pylist():
        found.setdefault((row["context_id"], row["item_id"]), {})[row["driver"]] = row["contribution"]
    if not found:
        raise WhyrankError(
            "The workspace knows no true drivers: its data are not simulated.",
            "Compare explanations with the truth on the sample shop (`whyrank demo --build-only`).",
        )
    return found


def mean_drivers(ws: Workspace) -> dict[str, float]:
    """Return the mean of each driver over all impressions, in logits."""
    return {row["driver"]: row["mean"] for row in ws.run("truth/means").to_pylist()}
