"""Quality over time, and with and without the accounts that were flagged."""

from __future__ import annotations

import pyarrow as pa

from queries import sql
from queries.figures import grouped_figures
from queries.observe import LOGGED, Asked, count, observe
from queries.privacy import hidden_in_list
from queries.watch.windows import Windows
from queries.workspace import Workspace


def weekly_quality(ws: Workspace, metric: str, ranker_id: str = LOGGED, without_flagged: bool = False) -> pa.Table:
    """Return the figures of a metric week by week: the columns of :func:`queries.figures.segment_figures`.

    ``segment``: the week's Monday (UTC).

    >>> from queries.examples import tiny_shop
    >>> weekly_quality(tiny_shop(), "shown_click").select(["segment", "state"]).to_pylist()
    [{'segment': '2025-04-28', 'state': 'hidden'}]
    """
    con = observe(ws, Asked(metric, ranker_id, (), without_flagged))
    sql.run(con, "statistics/group_by_week")
    return grouped_figures(con, metric, hidden_in_list(count(con))).sort_by("segment")


def quality_between(
    ws: Workspace, metric: str, over: Windows, ranker_id: str = LOGGED, without_flagged: bool = False
) -> pa.Table:
    """Return the figures of a metric in both windows, ``segment`` "current" and "reference", tested against each other.

    ``difference`` of the current window is how much the metric rose since the reference, shopper by shopper.
    """
    con = observe(ws, Asked(metric, ranker_id, (), without_flagged))
    sql.run(con, "statistics/group_by_window", **vars(over))
    return grouped_figures(con, metric, hidden_in_list(count(con)))


def whole_quality(ws: Workspace, metric: str, ranker_id: str = LOGGED, without_flagged: bool = False) -> pa.Table:
    """Return the figures of a metric over everything, in one row.

    Raises :class:`~queries.privacy.GroupTooSmall` without the flagged accounts where they are fewer than 11.
    """
    con = observe(ws, Asked(metric, ranker_id, (), without_flagged))
    sql.run(con, "statistics/group_all")
    return grouped_figures(con, metric, hidden_in_list(count(con)))
