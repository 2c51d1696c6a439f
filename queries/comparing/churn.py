"""How much of what is shown changes from one ranker to another, kept apart from what the change is worth."""

from __future__ import annotations

from dataclasses import dataclass

import duckdb
import pyarrow as pa

from queries import sql
from queries.figures import grouped_figures, ordered
from queries.observe import Asked, NotObserved, count, group, usable_dimension
from queries.privacy import hidden_in_list
from queries.segments import Dimension
from queries.workspace import Workspace

MEASURES = ("rbo", "overlap", "same_top", "same_order")


@dataclass(frozen=True)
class Churn:
    """``figures``: a row per measure of :data:`MEASURES` (``segment``), with the columns of ``segment_figures``.

    ``depths``: depth d from 1 to k, overlap (share of the first d places that both have, mean over contexts); nothing
    where too few contexts or shoppers are behind it. ``segments``: the rank-biased overlap of each segment.
    """

    persistence: float
    figures: pa.Table
    depths: pa.Table
    segments: pa.Table | None


def persistence(k: int) -> float:
    """Return the chance that a reader goes on to the next place, so that k places are read on average: 1 − 1/k.

    >>> persistence(10), persistence(1)
    (0.9, 0.0)
    """
    return 1 - 1 / k


def churn(ws: Workspace, a: str, b: str, k: int, dimension: str | None = None) -> Churn:
    """Return how much of the first ``k`` places changes from ``a`` to ``b``, in the contexts both ranked.

    Measures: "rbo", the rank-biased overlap (0 to 1, 1: the same order), "overlap", the share of the first k that both
    have, "same_top" and "same_order", the shares of contexts with the same first item and with the same first k.
    Raises :class:`~queries.observe.NotObserved` where no context was ranked by both.
    """
    by = usable_dimension(ws, Asked("rbo"), dimension) if dimension else None
    con = ws.cursor()
    sql.run(con, "context/every")
    two_slates(con, a, b)
    tell_apart(con, k)
    return figures_of_churn(con, k, by)


def two_slates(con: duckdb.DuckDBPyConnection, a: str, b: str) -> None:
    """Make ``two_slates``: what ``a`` and ``b`` put where, see the file of its name.

    Raises :class:`~queries.observe.NotObserved` where no context was ranked by both.
    """
    sql.run(con, "comparing/two_slates", a=a, b=b)
    if not con.table("two_slates").limit(1).fetchall():
        raise NotObserved(
            f"No context was ranked by both {a!r} and {b!r}.", "Rank the same contexts with `whyrank rank-contexts`."
        )


def tell_apart(con: duckdb.DuckDBPyConnection, k: int) -> None:
    """Make first_places and churn of two_slates, see the files of their names."""
    sql.run(con, "comparing/first_places", k=k)
    sql.run(con, "comparing/churn", k=k, persistence=persistence(k))


def figures_of_churn(con: duckdb.DuckDBPyConnection, k: int, by: Dimension | None = None) -> Churn:
    """Return what :func:`churn` does, of the tables that :func:`tell_apart` makes and every_context."""
    sql.run(con, "statistics/distributions")
    sql.run(con, "comparing/observe_churn")
    segments = None
    if by:
        segments = ordered(grouped_figures(con, "rbo", hidden_in_list(group(con, by))), by)
    sql.run(con, "comparing/group_by_measure")
    hidden = hidden_in_list(count(con))
    figures = grouped_figures(con, "rbo", hidden)
    order = pa.array([figures["segment"].to_pylist().index(name) for name in MEASURES])
    figures = figures.take(order)
    depths = sql.run(con, "comparing/depths", k=k)
    if figures["state"][0].as_py() != "shown":
        depths = depths.slice(0, 0)
    return Churn(persistence(k), figures, depths, segments)
