"""Two rankers beside each other: churn of whole slates, and the paired test, on as many contexts as the log has.

Churn is compared with the rank-biased overlap written out over prefixes in Python, of orders that lie in memory; the
paired figures with the same sign flips of shoppers' sums in NumPy, without intervals.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

import numpy as np
import pyarrow as pa
from report import line, seconds

from queries import sql
from queries.comparing.churn import persistence, tell_apart, two_slates
from queries.honesty import FLIPS
from queries.paired import paired_figures
from queries.workspace import Workspace, open_workspace

PLACES, K = 20, 10


def shop(contexts: int) -> tuple[Workspace, np.ndarray, np.ndarray]:
    """Return a workspace where a and b ranked the same 20 items of every context, b's orders, and the differences."""
    rng = np.random.default_rng(0)
    orders = rng.normal(np.arange(PLACES), 4, (contexts, PLACES)).argsort(axis=1)
    of_a = rng.uniform(0, 1, contexts)
    of_b = of_a + rng.normal(0.005, 0.1, contexts)
    names = pa.array([f"c{n:08}" for n in range(contexts)])
    ws = open_workspace(Path(tempfile.mkdtemp(prefix="whyrank-bench-")), "write")
    told = pa.table(
        {
            "context_id": names,
            "user_id": [f"u{n // 5}" for n in range(contexts)],
            "a": of_a,
            "b": of_b,
            "no": range(contexts),
        }
    )
    context = names.take(pa.array(np.repeat(np.arange(contexts), PLACES)))
    ranked = np.tile(np.arange(PLACES), contexts)
    slates = {"a": ranked, "b": orders.ravel()}

    def fill(con) -> None:  # type: ignore[no-untyped-def]
        con.register("told", told)
        con.execute(
            """insert into searches by name select context_id as search_id, user_id, 'watch' as text, 'b' as source,
            timestamp '2025-01-01' + to_seconds(no) as ts from told"""
        )
        con.execute(
            """insert into context_metrics by name
            select unnest(['a', 'b']) as ranker_id, unnest([a, b]) as value, 'ndcg@10' as metric, 'v' as version,
            context_id from told"""
        )
        for ranker_id, items in slates.items():
            con.register("placed", pa.table({"context_id": context, "item": items, "rank": ranked + 1}))
            con.execute(
                """insert into slates by name
                select $ranker_id as ranker_id, context_id, item::varchar as item_id, rank from placed""",
                {"ranker_id": ranker_id},
            )

    ws.commit(fill)
    return ws, orders, of_b - of_a


def churned(ws: Workspace) -> None:
    """Find the churn of every context, and whose it is."""
    con = ws.cursor()
    sql.run(con, "context/every")
    two_slates(con, "a", "b")
    tell_apart(con, K)
    sql.run(con, "comparing/observe_churn")


def overlaps(orders: np.ndarray) -> list[float]:
    """Return the rank-biased overlap of each order's first k with 0, 1, 2 …, prefix by prefix."""
    p, found = persistence(K), []
    for order in orders[:, :K].tolist():
        seen: set[int] = set()
        total = shared = 0.0
        for depth, item in enumerate(order, start=1):
            seen.add(item)
            shared = sum(other in seen for other in range(depth))
            total += shared / depth * p**depth
        found.append((1 - p) / p * total + shared / K * p**K)
    return found


def flips(differences: np.ndarray) -> float:
    """Return p of the same sign flips, shopper by shopper, in NumPy."""
    totals = differences.reshape(-1, 5).sum(axis=1)
    rng = np.random.default_rng(0)
    drawn = np.array([np.where(rng.random(len(totals)) < 0.5, -totals, totals).sum() for _ in range(FLIPS)])
    return float((1 + (np.abs(drawn) >= abs(totals.sum())).sum()) / (1 + FLIPS))


def main() -> None:
    for contexts in (10_000, 100_000):
        ws, orders, differences = shop(contexts)
        ours = seconds(lambda ws=ws: churned(ws), 3)
        reference = seconds(lambda orders=orders: overlaps(orders), 1, 0)
        line(f"churn of {contexts:,} slates of {PLACES}", ours, "prefixes in Python", reference)
        ours = seconds(lambda ws=ws: paired_figures(ws, "ndcg@10", "a", "b"), 3)
        reference = seconds(lambda differences=differences: flips(differences), 1, 0)
        line(f"paired figures of {contexts:,} contexts", ours, "sign flips in NumPy", reference)
        ws.close()


if __name__ == "__main__":
    main()
