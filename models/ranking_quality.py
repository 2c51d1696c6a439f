"""Ranking quality of scored pairs, by the metrics' one definition in queries/metrics."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from models.two_tower import HEADS
from queries.measure import measure

GRADES = {"click": 1.0, "cart": 2.0, "purchase": 3.0}


def outcome_grades(pairs: pa.Table, target: str) -> pa.Table:
    """Return context_id, item_id, grade of the pairs acted on: 1 clicked, 2 carted, 3 bought.

    Where the target is the purchase, only a purchase counts.

    >>> pairs = {"context_id": ["c"], "item_id": ["i"], "click": [1], "cart": [1], "purchase": [0]}
    >>> outcome_grades(pa.table(pairs), "click")["grade"].to_pylist()
    [2.0]
    """
    counted = [head for head in HEADS if target != "purchase" or head == "purchase"]
    grades = np.max([pairs[head].to_numpy().astype(float) * GRADES[head] for head in counted], axis=0)
    return _with_column(pairs, "grade", grades).filter(pa.array(grades > 0))


def slates(pairs: pa.Table, scores: np.ndarray) -> pa.Table:
    """Return context_id, item_id, score."""
    return _with_column(pairs, "score", np.asarray(scores, dtype=float))


def mean_ndcg(pairs: pa.Table, scores: np.ndarray, target: str = "click", k: int = 10) -> float:
    """Return the mean nDCG@k over the contexts in which something was acted on; 0 where there is none."""
    values = measure(slates(pairs, scores), outcome_grades(pairs, target), ["ndcg"], k)["value"]
    return float(pc.mean(values).as_py() or 0.0)


def _with_column(pairs: pa.Table, name: str, values: np.ndarray) -> pa.Table:
    return pairs.select(["context_id", "item_id"]).append_column(name, pa.array(values))
