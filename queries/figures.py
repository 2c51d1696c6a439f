"""Figures of segments that can be believed: intervals, tests against the rest, and silence where there is too little.

What a figure means, unit by unit and source by source, stands at the top of statistics/figures.sql.
"""

from __future__ import annotations

from collections.abc import Sequence

import duckdb
import pyarrow as pa

from queries import sql
from queries.honesty import DETECTABLE_ERRORS, LEVEL, RESAMPLES, contexts_needed
from queries.observe import LOGGED, Asked, Filter, count, group, observe, usable_dimension
from queries.privacy import MIN_SHOPPERS, Cell, hidden_in_list, hidden_in_table
from queries.segments import Dimension
from queries.workspace import Workspace

LIMIT = 50


def segment_figures(
    ws: Workspace,
    metric: str,
    dimension: str,
    ranker_id: str = LOGGED,
    filters: Sequence[Filter] = (),
    without_flagged: bool = False,
) -> pa.Table:
    """Return the figures of each segment of a dimension, in the dimension's order.

    Columns: segment, state, contexts, shoppers, mean, low, high (95 %), rest_mean, difference (from the rest), effect
    (in standard deviations, Cohen's d), p, q (Benjamini-Hochberg over this table), significant, least_detectable.
    ``state``: "shown"; "few" (too few contexts to say anything, only counts); "hidden" (the privacy gate, no counts).
    ``without_flagged``: leave out the accounts that :mod:`queries.watch.accounts` keeps as flagged.

    >>> from queries.examples import tiny_shop
    >>> from queries.segment import fill_segments
    >>> shop = tiny_shop()
    >>> rows = fill_segments(shop, ["language"])
    >>> [(row["segment"], row["state"]) for row in segment_figures(shop, "shown_click", "language").to_pylist()]
    [('zh', 'hidden')]
    """
    asked = Asked(metric, ranker_id, tuple(filters), without_flagged)
    by = usable_dimension(ws, asked, dimension)
    con = observe(ws, asked)
    hidden = hidden_in_list(group(con, by))
    return ordered(grouped_figures(con, metric, hidden), by)


def heat_map(
    ws: Workspace,
    metric: str,
    rows: str,
    columns: str,
    ranker_id: str = LOGGED,
    filters: Sequence[Filter] = (),
    without_flagged: bool = False,
) -> pa.Table:
    """Return the figures of each pair of segments of two dimensions: the columns of :func:`segment_figures` and other.

    ``segment`` is of the dimension ``rows``, ``other`` of ``columns``. What is hidden is hidden beside the figures of
    the rows and of the columns alone.
    """
    asked = Asked(metric, ranker_id, tuple(filters), without_flagged)
    by = [usable_dimension(ws, asked, name) for name in (rows, columns)]
    con = observe(ws, asked)
    shown: list[set[str]] = []
    unseen: list[set[str]] = []
    for dimension in by:
        cells = group(con, dimension)
        hidden = hidden_in_list(cells)
        shown.append({cell.row for cell in cells if cell not in hidden})
        unseen.append({cell.row for cell in hidden})
    hidden = hidden_in_table(group(con, *by), *shown, *unseen)
    return grouped_figures(con, metric, hidden)


def by_position(
    ws: Workspace,
    metric: str = "shown_click",
    ranker_id: str = LOGGED,
    filters: Sequence[Filter] = (),
    without_flagged: bool = False,
) -> pa.Table:
    """Return the figures of a metric of what was shown, at each position (``segment``: "1" is the top)."""
    con = observe(ws, Asked(metric, ranker_id, tuple(filters), without_flagged))
    sql.run(con, "statistics/group_by_position")
    found = grouped_figures(con, metric, hidden_in_list(count(con)))
    return found.take(pa.array(sorted(range(found.num_rows), key=lambda row: int(found["segment"][row].as_py()))))


def drill_down(
    ws: Workspace,
    metric: str,
    ranker_id: str = LOGGED,
    filters: Sequence[Filter] = (),
    limit: int = LIMIT,
    without_flagged: bool = False,
) -> pa.Table:
    """Return the contexts behind a figure, the lowest values first.

    Columns: context_id, user_id, ts, search (null where there is none or it is a rare one), rare, value, observations.
    The filters pass the privacy gate, searches that fewer than 11 shoppers typed are not shown.
    """
    con = observe(ws, Asked(metric, ranker_id, tuple(filters), without_flagged))
    sql.run(con, "context/usual", many=MIN_SHOPPERS)
    return sql.run(con, "statistics/drill_down", limit=limit)


def grouped_figures(
    con: duckdb.DuckDBPyConnection, metric: str, hidden: set[Cell], resamples: int = RESAMPLES
) -> pa.Table:
    """Return the figures of the table ``grouped``, counted before, by segment and other; ``hidden`` stay silent."""
    is_rate = bool(sql.run(con, "statistics/is_rate")["is_rate"][0].as_py())
    gate(con, metric, is_rate, hidden)
    return sql.run(
        con,
        "statistics/figures",
        is_rate=is_rate,
        seed=0,
        resamples=resamples,
        level=LEVEL,
        detectable_errors=DETECTABLE_ERRORS,
    )


def gate(con: duckdb.DuckDBPyConnection, metric: str, is_rate: bool, hidden: set[Cell]) -> None:
    """Say of each group of ``grouped`` what may be shown of it (table ``gate``)."""
    unseen = sorted((cell.row, cell.column) for cell in hidden)
    names = pa.schema([("segment", pa.string()), ("other", pa.string())])
    con.register("hidden", pa.table([[row for row, _ in unseen], [column for _, column in unseen]], schema=names))
    sql.run(con, "statistics/gate", needed=contexts_needed(metric, is_rate))


def ordered(figures: pa.Table, dimension: Dimension, column: str = "segment") -> pa.Table:
    """Put segments in the dimension's order; those it does not list come last, by name."""
    listed = {segment: place for place, segment in enumerate(dimension.titles)}
    rows = figures.to_pylist()

    def place(row: int) -> tuple[int, str]:
        segment = rows[row][column]
        if dimension.order == "traffic":
            return -(rows[row]["contexts"] or 0), segment
        return (listed.get(segment, len(listed)) if dimension.order == "listed" else 0), segment

    return figures.take(pa.array(sorted(range(len(rows)), key=place), pa.int64()))
