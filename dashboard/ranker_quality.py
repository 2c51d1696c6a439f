"""What a ranker's card says of its quality, ready to be told: which method ranks best, by how much."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

OURS = "ranker"
# Where the ranker was measured: over all items of the platform, or on the lists that were shown.
SPANS = ("catalogue", "slate")


@dataclass(frozen=True)
class Figure:
    """A method's mean over contexts and its standard error."""

    method: str
    mean: float
    error: float


def measured(card: Mapping[str, Any]) -> dict[str, dict[str, list[Figure]]]:
    """Return figures by span and metric, the best method first; empty where nobody evaluated.

    >>> card = {"evaluation": {"catalogue": {"ranker": {"ndcg@10": {"mean": 0.4, "error": 0.01}},
    ...                                      "random": {"ndcg@10": {"mean": 0.1, "error": 0.01}}}}}
    >>> [figure.method for figure in measured(card)["catalogue"]["ndcg@10"]]
    ['ranker', 'random']
    """
    evaluation = card.get("evaluation") or {}
    found: dict[str, dict[str, list[Figure]]] = {}
    for span in SPANS:
        by_metric: dict[str, list[Figure]] = {}
        for method, values in (evaluation.get(span) or {}).items():
            for metric, value in values.items():
                by_metric.setdefault(metric, []).append(Figure(method, value["mean"], value["error"]))
        if by_metric:
            found[span] = {metric: sorted(rows, key=lambda row: -row.mean) for metric, rows in by_metric.items()}
    return found


def headline(card: Mapping[str, Any]) -> tuple[str, Figure, Figure, int] | None:
    """Return the first metric, our figure, the best other figure, and how many others there are; None if unmeasured."""
    for metrics in measured(card).values():
        metric, rows = next(iter(metrics.items()))
        others = [row for row in rows if row.method != OURS]
        ours = [row for row in rows if row.method == OURS]
        if ours and others:
            return metric, ours[0], others[0], len(others)
    return None
