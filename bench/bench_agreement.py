"""Do explanations name the drivers that the simulator knows to be true? Random attribution is the reference."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
import pyarrow as pa
from report import peak_megabytes
from sample_shop import workspace

from explain.agreement import agreement
from explain.one_sum import explain
from models.pairs import context_texts, item_texts
from models.storage import load_ranker
from queries.contexts import contexts, items
from queries.corpus import time_split
from queries.point_in_time import candidate_features
from queries.rankers import find_ranker
from queries.truth import mean_drivers, true_drivers
from queries.workspace import open_workspace

PAIRS = 200


def main() -> None:
    with open_workspace(workspace()) as ws:
        ranker = load_ranker(find_ranker(ws).folder)
        split = time_split(ws)
        truths = true_drivers(ws, split.test, PAIRS)
        means = mean_drivers(ws)
        asked = pa.table({"context_id": [c for c, _ in truths], "item_id": [i for _, i in truths]})
        table = items(ws)
        found = contexts(ws, split.test - timedelta(days=1), split.end)
        features = {(r["context_id"], r["item_id"]): r for r in candidate_features(ws, asked).to_pylist()}
    texts = dict(zip(table["item_id"].to_pylist(), item_texts(table), strict=True))
    searches = dict(zip(found["context_id"].to_pylist(), context_texts(found, table), strict=True))
    explanations = []
    for context_id, item_id in truths:
        row = features[context_id, item_id]
        values = np.array([row[name] for name in ranker.feature_names], dtype=np.float32)
        explanations.append(explain(ranker, searches[context_id], texts[item_id], values, ranker.background))
    gaps = [e.relative_gap for e in explanations]
    result = agreement(explanations, list(truths.values()), means)
    print(f"{result.pairs} clicked pairs of the test weeks; 8 groups of drivers")
    print(f"rank correlation   {result.rank_correlation:.3f}   random {result.random_rank_correlation:.3f}")
    print(f"true driver in top three   {result.top_three:.1%}   random {result.random_top_three:.1%}")
    converged = np.mean([e.converged for e in explanations])
    print(f"relative gap: median {np.median(gaps):.3%}, 95th percentile {np.percentile(gaps, 95):.3%}")
    print(f"within tolerance {converged:.1%}; peak {peak_megabytes():.0f} MiB")


if __name__ == "__main__":
    main()
