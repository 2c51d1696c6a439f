"""Rankings to measure: dictionaries of scores and grades, drawn or given, and their tables."""

from __future__ import annotations

import math
import random

import pyarrow as pa

from queries.measure import measure_with
from queries.metrics import Metric

Scores = dict[str, dict[str, float]]


def slates_of(scores: Scores) -> pa.Table:
    rows = [(context, item, score) for context, items in scores.items() for item, score in items.items()]
    chance = [1 / (1 + math.exp(-row[2])) for row in rows]
    columns = [[row[column] for row in rows] for column in range(3)]
    return pa.table(
        {
            "context_id": pa.array(columns[0], pa.string()),
            "item_id": pa.array(columns[1], pa.string()),
            "score": pa.array(columns[2], pa.float64()),
            "probability": pa.array(chance, pa.float64()),
        }
    )


def outcomes_of(grades: Scores) -> pa.Table:
    return slates_of(grades).rename_columns(["context_id", "item_id", "grade", "unused"]).drop_columns(["unused"])


def random_rankings(seed: int, contexts: int = 30, levels: int = 5) -> tuple[Scores, Scores]:
    """Return scores with many ties and grades 0 to 3 of items ranked or not; some contexts have nothing relevant."""
    rng = random.Random(seed)
    items = [f"i{number}" for number in range(25)]
    scores, grades = {}, {}
    for number in range(contexts):
        context = f"c{number}"
        scores[context] = {item: float(rng.randrange(levels)) for item in rng.sample(items, rng.randrange(1, 25))}
        top = rng.choice([0, 1, 3])
        grades[context] = {item: float(rng.randint(0, top)) for item in rng.sample(items, rng.randrange(1, 12))}
    return scores, grades


def values_of(metric: Metric, scores: Scores, grades: Scores, k: int = 10, top: float = 3.0) -> dict[str, float | None]:
    table = measure_with([metric], slates_of(scores), outcomes_of(grades), k, top)
    return dict(zip(table["context_id"].to_pylist(), table["value"].to_pylist(), strict=True))
