"""Whether one ranker is better than another: differences on the same contexts, shopper by shopper."""

from __future__ import annotations

import duckdb
import pyarrow as pa

from queries import sql
from queries.figures import gate, ordered
from queries.honesty import DETECTABLE_ERRORS, FLIPS, LEVEL, RESAMPLES
from queries.observe import Asked, NotObserved, count, group, usable_dimension
from queries.privacy import hidden_in_list
from queries.segments import Dimension
from queries.workspace import Workspace


def paired_figures(ws: Workspace, metric: str, a: str, b: str, dimension: str | None = None) -> pa.Table:
    """Return how ranker ``b`` differs from ``a`` on the contexts both ranked: in all, or in each segment.

    Columns: segment, state, contexts, shoppers, mean_a, mean_b, difference (b − a), low, high (95 %), wins, losses,
    ties (of b, where more is better), effect (in standard deviations of differences), p (clustered sign flips), q
    (Benjamini-Hochberg over this table), significant, least_detectable. Without a dimension there are two rows: by
    ``other`` "" the differences, and "signs", where each counts as −1, 0 or 1, so that ``difference`` is the share of
    wins less that of losses, and p tests that (a sign test by shopper). Raises
    :class:`~queries.observe.NotObserved` where no context has both.
    """
    by = usable_dimension(ws, Asked(metric), dimension) if dimension else None
    con = ws.cursor()
    sql.run(con, "context/every")
    pair(con, metric, a, b)
    return figures_of_pair(con, metric, by)


def pair(con: duckdb.DuckDBPyConnection, metric: str, a: str, b: str) -> None:
    """Make ``observation``: a row per context both ranked, value (b − a), value_a and value_b. Input: every_context.

    Raises :class:`~queries.observe.NotObserved` where there is none.
    """
    sql.run(con, "statistics/pair", metric=metric, a=a, b=b)
    if not con.table("observation").limit(1).fetchall():
        raise NotObserved(
            f"No context has {metric!r} for both {a!r} and {b!r} by one definition.",
            "Measure both with `whyrank measure`.",
        )


def figures_of_pair(con: duckdb.DuckDBPyConnection, metric: str, by: Dimension | None = None) -> pa.Table:
    """Return what :func:`paired_figures` does, of the observations that :func:`pair` makes."""
    sql.run(con, "statistics/distributions")
    if by is None:
        sql.run(con, "statistics/group_all_and_signs")
    cells = group(con, by) if by else count(con)
    gate(con, metric, bool(sql.run(con, "statistics/is_paired_rate")["is_rate"][0].as_py()), hidden_in_list(cells))
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
