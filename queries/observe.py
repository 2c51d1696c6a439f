"""What is compared: one number per context, or per item shown, with who it belongs to."""

from __future__ import annotations

from dataclasses import dataclass

import duckdb

from queries import sql
from queries.codes import OF_ITEMS
from queries.errors import WhyrankError
from queries.privacy import MIN_SHOPPERS, Cell, GroupTooSmall, hidden_in_list
from queries.segment import find_dimension
from queries.segments import Dimension
from queries.shown import SHOWN_METRICS
from queries.workspace import Workspace

LOGGED = "logged"
Filter = tuple[str, str]


class NotObserved(WhyrankError):
    """There are no figures of what is asked for."""


@dataclass(frozen=True)
class Asked:
    """What is looked at: ``metric`` of the slates of ``ranker_id``, in contexts of all of the segments of ``filters``.

    ``metric``: one of ``context_metrics``, such as "ndcg@10", or of what was shown, such as "shown_click".
    ``filters``: pairs of dimension and segment. ``without_flagged``: leave out the accounts kept as flagged.

    >>> Asked("shown_click").is_of_items, Asked("ndcg@10").is_of_items
    (True, False)
    """

    metric: str
    ranker_id: str = LOGGED
    filters: tuple[Filter, ...] = ()
    without_flagged: bool = False

    @property
    def is_of_items(self) -> bool:
        """Whether each item shown has a value of its own, so that items can be told apart."""
        return self.metric in SHOWN_METRICS


def observe(ws: Workspace, asked: Asked) -> duckdb.DuckDBPyConnection:
    """Return a cursor with the table ``observation``: context_id, item_id, position, user_id, shopper, ts, value.

    Raises :class:`NotObserved` where nothing was measured, and :class:`~queries.privacy.GroupTooSmall` where a filter
    would tell of too few shoppers.

    >>> from queries.examples import tiny_shop
    >>> con = observe(tiny_shop(), Asked("shown_click"))
    >>> sorted(con.table("observation").project("context_id, item_id, value").fetchall())[:2]
    [('s1', 'l1', 0.0), ('s1', 'w1', 1.0)]
    """
    with ws.transaction() as con:  # one snapshot, looked up once
        sql.run(con, "statistics/distributions")
        _measured(con, asked)
        sql.run(con, "statistics/observe")
    if not con.table("observation").limit(1).fetchall():
        raise not_observed(asked)
    if asked.without_flagged:
        _leave_out_flagged(con)
    for name, segment in asked.filters:
        keep(con, usable_dimension(ws, asked, name), segment)
    return con


def observe_apart(ws: Workspace, asked: Asked) -> duckdb.DuckDBPyConnection:
    """Return a cursor with what :func:`observe` joins, for who reads it once: ``valued`` and ``observed_context``.

    ``valued``: context_id, item_id, value (null where there is none). ``observed_context``: context_id, user_id,
    shopper, ts of every context. The cursor is in a transaction, so that all is read of one snapshot, looked up once;
    ``commit`` ends it. Raises as :func:`observe` does, but for nothing measured.

    >>> from queries.examples import tiny_shop
    >>> con = observe_apart(tiny_shop(), Asked("shown_click"))
    >>> sorted(con.table("valued").fetchall())[:2]
    [('s1', 'l1', 0.0), ('s1', 'w1', 1.0)]
    """
    if asked.filters or asked.without_flagged:
        con = observe(ws, asked)
        con.begin()
        sql.run(con, "statistics/valued_observations")
    else:
        con = ws.cursor()
        con.begin()
        _measured(con, asked)
        sql.run(con, "statistics/valued_measurements")
    return con


def not_observed(asked: Asked) -> NotObserved:
    """Return what to raise where nothing was measured of ``asked``."""
    return NotObserved(
        f"Nothing is measured of {asked.metric!r} for {asked.ranker_id!r}.",
        "Measure it with `whyrank measure`, or ask for one of: " + ", ".join(SHOWN_METRICS) + ".",
    )


def _measured(con: duckdb.DuckDBPyConnection, asked: Asked) -> None:
    """Make ``measured``, and ``observed_context``: the contexts its rows can be of."""
    sql.run(con, "context/every")
    if asked.is_of_items:
        sql.run(con, f"shown/{asked.metric}")
        sessions = False  # items are shown by searches
    else:
        sql.run(con, "statistics/of_metric", ranker_id=asked.ranker_id, metric=asked.metric)
        sessions = bool(sql.run(con, "statistics/has_sessions")["found"][0].as_py())
    sql.run(con, "statistics/of_sessions_too" if sessions else "statistics/of_searches")


def measured_metrics(ws: Workspace) -> dict[str, list[str]]:
    """Return the metrics that contexts have a value of, by the id of what ranked.

    >>> from queries.context_metrics import measure_workspace
    >>> from queries.examples import tiny_shop
    >>> from queries.metrics import METRICS
    >>> shop = tiny_shop()
    >>> report = measure_workspace(shop, metrics=[METRICS["ndcg"], METRICS["hit_rate"]])
    >>> measured_metrics(shop)
    {'logged': ['hit_rate@10', 'ndcg@10']}
    """
    found: dict[str, list[str]] = {}
    for row in ws.run("statistics/measured").to_pylist():
        found.setdefault(row["ranker_id"], []).append(row["metric"])
    return found


def usable_dimension(ws: Workspace, asked: Asked, name: str) -> Dimension:
    """Return the dimension called ``name``, if it can tell the observations of ``asked`` apart.

    Raises :class:`NotObserved` where it tells items apart and the metric is one of whole slates.
    """
    dimension = find_dimension(ws, name)
    if dimension.key in OF_ITEMS and not asked.is_of_items:
        raise NotObserved(
            f"{name!r} tells items apart, and {asked.metric!r} is a figure of whole slates.",
            "Ask for a metric of what was shown: " + ", ".join(SHOWN_METRICS) + ".",
        )
    return dimension


def group(con: duckdb.DuckDBPyConnection, first: Dimension, second: Dimension | None = None) -> list[Cell]:
    """Make ``grouped`` of the observations by one or two dimensions, count, and return its groups as cells.

    ``row``: the segment of the first dimension, ``column``: that of the second, or "".
    """
    sql.run(con, "segmenting/key_of")
    sql.run(
        con,
        "statistics/group",
        first=first.name,
        first_kind=first.key,
        first_absent=first.absent,
        second=second.name if second else None,
        second_kind=second.key if second else None,
        second_absent=second.absent if second else None,
    )
    return count(con)


def count(con: duckdb.DuckDBPyConnection) -> list[Cell]:
    """Count the contexts and shoppers of ``grouped``, and return its groups."""
    rows = sql.run(con, "statistics/count").to_pylist()
    return [Cell(row["segment"], row["other"], row["shoppers"], row["contexts"]) for row in rows]


def _leave_out_flagged(con: duckdb.DuckDBPyConnection) -> None:
    """Leave out the observations of flagged accounts, unless they are so few that the rest would tell theirs."""
    shoppers = sql.run(con, "statistics/flagged_shoppers")["shoppers"][0].as_py()
    if 0 < shoppers < MIN_SHOPPERS:
        raise GroupTooSmall("Figures without the flagged accounts")
    sql.run(con, "statistics/without_flagged")


def keep(con: duckdb.DuckDBPyConnection, dimension: Dimension, segment: str) -> None:
    """Keep the observations of a segment that may be shown beside all that there is without it.

    Raises :class:`~queries.privacy.GroupTooSmall`.
    """
    cells = group(con, dimension)
    hidden = {cell.row for cell in hidden_in_list(cells)}
    if segment not in {cell.row for cell in cells} - hidden:
        raise GroupTooSmall(f"{dimension.name} = {segment}")
    sql.run(
        con,
        "statistics/keep",
        dimension=dimension.name,
        key_kind=dimension.key,
        absent=dimension.absent,
        segment=segment,
    )
