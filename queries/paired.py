"""Whether one ranker is better than another: differences on the same contexts, shopper by shopper."""

from __future__ import annotations

import pyarrow as pa

from queries import sql
from queries.figures import gate, ordered
from queries.honesty import DETECTABLE_ERRORS, FLIPS, LEVEL, RESAMPLES
from queries.observe import Asked, NotObserved, count, group, usable_dimension
from queries.privacy import hidden_in_list
from queries.workspace import Workspace


def paired_figures(ws: Workspace, metric: str, a: str, b: str, dimension: str | None = None) -> pa.Table:
    """Return how ranker ``b`` differs from ``a`` on the contexts both ranked: in all, or in each segment.

    Columns: segment, state, contexts, shoppers, mean_a, mean_b, difference (b − a), low, high (95 %), wins, losses,
    ties (of b), effect (in standard deviations of differences), p (clustered sign flips), q (Benjamini-Hochberg over
    this table), significant, least_detectable. Raises :class:`~queries.observe.NotObserved` where no context has both.
    """
    con = ws.cursor()
    sql.run(con, "statistics/distributions")
    sql.run(con, "context/every")
    sql.run(con, "statistics/pair", metric=metric, a=a, b=b)
    if not con.table("observation").limit(1).fetchall():
        raise NotObserved(
            f"No context has {metric!r} for both {a!r} and {b!r} by one definition.",
            "Measure both with `whyrank measure`.",
        )
    by = usable_dimension(ws, Asked(metric), dimension) if dimension else None
    if by is None:
        sql.run(con, "statistics/group_all")
    cells = group(con, by) if by else count(con)
    gate(con, metric, hidden_in_list(cells))
    found = sql.run(
        con,
        "statistics/paired",
        seed=0,
        flips=FLIPS,
        resamples=RESAMPLES,
        level=LEVEL,
        detectable_errors=DETECTABLE_ERRORS,
    )
    return ordered(found, by) if by else found
