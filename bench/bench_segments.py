"""Segments: 50 of them with 500 bootstrap replicates, and the worst among all combinations in a million contexts.

The figures are compared with the same bootstrap in NumPy and with pandas' bare means by segment; the search with pandas
grouping by each combination of dimensions in turn, which finds sizes and means and tests nothing.
"""

from __future__ import annotations

import tempfile
from itertools import combinations
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
from report import line, seconds

from queries.codes import store_codes
from queries.figures import segment_figures
from queries.honesty import RESAMPLES
from queries.segment import dimensions
from queries.workspace import Workspace, open_workspace
from queries.worst import worst_segments

DIMENSIONS = {
    **{"language": 2, "platform": 2, "surface": 3, "device": 3, "category": 24, "life_cycle": 4, "cold_shopper": 2},
    **{"intent": 8, "frequency": 4, "month": 3, "rfm": 7, "daypart": 4},
}


def shop(contexts: int, sizes: dict[str, int], worse: bool = False) -> tuple[Workspace, pd.DataFrame]:
    """Return a workspace with so many contexts, five per shopper, in random segments, and the same as a frame.

    The segments' codes are kept with them, as `whyrank segments` does.
    """
    rng = np.random.default_rng(0)
    shopper = rng.integers(0, contexts // 5, contexts)
    frame = pd.DataFrame({name: rng.integers(0, size, contexts) for name, size in sizes.items()})
    value = np.clip(rng.normal(0.6, 0.1, contexts // 5)[shopper] + rng.normal(0, 0.2, contexts), 0, 1)
    if worse:
        value -= 0.2 * ((frame["category"] == 3) & (frame["platform"] == 1))
    frame = frame.assign(shopper=shopper, value=value)
    keys = pa.array([f"c{n:08}" for n in range(contexts)])
    ws = open_workspace(Path(tempfile.mkdtemp(prefix="whyrank-bench-")), "write")
    users = pa.array([f"u{n}" for n in shopper])
    told = pa.table({"context_id": keys, "user_id": users, "value": value, "no": pa.array(range(contexts))})

    def fill(con) -> None:  # type: ignore[no-untyped-def]
        con.register("told", told)
        con.execute(
            """insert into searches by name select context_id as search_id, user_id, 'watch' as text, 'b' as source,
            timestamp '2025-01-01' + to_seconds(no) as ts from told"""
        )
        con.execute(
            """insert into context_metrics by name
            select 'logged' as ranker_id, 'ndcg@10' as metric, 'v' as version, context_id, value from told"""
        )
        for name in sizes:
            con.register("named", pa.table({"key": keys, "segment": pa.array(frame[name].astype(str))}))
            con.execute(
                "insert into segments by name select $name as dimension, 'context' as key_kind, * from named",
                {"name": name},
            )
        store_codes(con, known)

    known = dimensions(ws)
    ws.commit(fill)
    return ws, frame


def numpy_bootstrap(frame: pd.DataFrame) -> np.ndarray:
    """Return the 95 % intervals of 50 segments by the same Poisson bootstrap, shopper by shopper."""
    rng = np.random.default_rng(0)
    shopper, segment = frame["shopper"].to_numpy(), frame["category"].to_numpy()
    pair = pd.factorize(shopper * 50 + segment)
    owner, place = pair[1] // 50, pair[1] % 50
    totals = np.bincount(pair[0], frame["value"]), np.bincount(pair[0]).astype(float)
    means = np.empty((RESAMPLES, 50))
    for replicate in range(RESAMPLES):
        weight = rng.poisson(1, shopper.max() + 1)[owner]
        sums = (np.bincount(place, weight * total, 50) for total in totals)
        means[replicate] = next(sums) / next(sums)
    found: np.ndarray = np.quantile(means, [0.025, 0.975], axis=0)
    return found


def figures() -> None:
    ws, frame = shop(100_000, {"category": 50})
    ours = seconds(lambda: segment_figures(ws, "ndcg@10", "category"), 3)
    what = f"50 segments of 100,000 contexts, {RESAMPLES} replicates"
    line(what, ours, "the same bootstrap in NumPy", seconds(lambda: numpy_bootstrap(frame), 3))
    line(what, ours, "means by pandas", seconds(lambda: frame.groupby("category")["value"].mean(), 3))
    ws.close()


def pandas_groups(frame: pd.DataFrame) -> int:
    """Return how many combinations of one, two and three segments there are, with size and mean of each."""
    names = list(DIMENSIONS)
    return sum(
        len(frame.groupby(list(chosen), observed=True)["value"].agg(["size", "mean"]))
        for size in (1, 2, 3)
        for chosen in combinations(names, size)
    )


def search(contexts: int) -> None:
    ws, frame = shop(contexts, DIMENSIONS, worse=True)
    found = worst_segments(ws, "ndcg@10")
    print(f"{found.tried:,} combinations tried; worst: {found.found['dimensions'][0]} {found.found['segments'][0]}")
    ours = seconds(lambda: worst_segments(ws, "ndcg@10"), 2, 0)
    compact = frame.astype(dict.fromkeys(DIMENSIONS, "category"))
    line(
        f"worst segments of {contexts:,} contexts",
        ours,
        "pandas, grouping only",
        seconds(lambda: pandas_groups(compact), 1, 0),
    )
    ws.close()


def main() -> None:
    figures()
    for contexts in (100_000, 1_000_000):
        search(contexts)


if __name__ == "__main__":
    main()
