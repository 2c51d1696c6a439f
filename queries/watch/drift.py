"""Drift: how far what was seen lately is from what was seen before, beside what chance alone would make of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import duckdb
import pyarrow as pa

from queries import sql
from queries.errors import UnknownName, WhyrankError
from queries.privacy import MIN_SHOPPERS, Cell, hidden_in_table
from queries.segment import find_dimension
from queries.segments import Dimension
from queries.watch.windows import Windows
from queries.watched import WATCHED, Kind, WatchedColumn
from queries.workspace import Workspace, together

# The customary bands of the population stability index; what is in them must also be more than chance makes.
MODERATE, STRONG = 0.1, 0.25
BANDS = ("strong", "moderate", "chance", "stable", "few")
MIN_OBSERVATIONS = 100  # in either window
NAMES, WORDS = 30, 200  # bins of a column of names, and of words
OTHERS = "…"
BINS: Mapping[Kind, tuple[str, dict[str, Any]]] = {
    "numeric": ("watch/numeric_bins", {}),
    "categorical": ("watch/categorical_bins", {"most": NAMES, "others": OTHERS}),
    "words": ("watch/words", {"many": MIN_SHOPPERS, "most": WORDS, "others": OTHERS}),
}
SIDES = ("reference", "current")
SHARES = pa.schema(
    [("bin", pa.string()), *((name, pa.float64()) for name in ("low", "high", "reference", "current", "psi"))]
)


class DimensionDoesNotFit(WhyrankError):
    """A dimension that cannot tell apart what a column says."""


@dataclass(frozen=True)
class Drift:
    """What :func:`drift` finds. ``figures``: a row per watched column, the furthest first.

    Columns: column, reference, current (observations), band, psi (0 up), jensen_shannon (distance, 0 to 1), expected
    (the psi that chance makes of windows of this size), limit (what chance exceeds one time in a hundred). ``band``:
    "stable" (psi below 0.1), "moderate" (0.1 and more above what chance makes), "strong" (0.25 and more), "chance" (a
    psi of 0.1 and more that chance explains), "few" (fewer than 100 observations or 11 shoppers in a window; nothing
    is said). Columns that the shop does not have are left out.

    ``shares``: of each of these columns the bins with how often each occurred in either window, in order; those of
    names by size. Columns: bin, low, high (bounds of numbers, null where open), reference, current (shares, 0 to 1;
    null where the privacy gate hides them), psi (the bin's part of the whole). The bin "" is of what has no name, "-1"
    of what has no number, "…" of all others.
    """

    figures: pa.Table
    shares: Mapping[str, pa.Table]


def drift(ws: Workspace, over: Windows, columns: Iterable[str] | None = None) -> Drift:
    """Return how far the watched ``columns`` (all where None) of the current window are from the reference.

    >>> from queries.examples import tiny_shop
    >>> from queries.watch.windows import windows
    >>> shop = tiny_shop()
    >>> found = drift(shop, windows(shop), ["language"])
    >>> found.figures.select(["column", "reference", "current", "band"]).to_pylist()
    [{'column': 'language', 'reference': 1, 'current': 1, 'band': 'few'}]
    >>> found.shares["language"].select(["bin", "reference"]).to_pylist()  # one shopper is behind it
    [{'bin': 'zh', 'reference': None}]
    """
    con = _shared_out(ws, [watched(name) for name in (WATCHED if columns is None else columns)], over)
    return Drift(_figures(con).drop_columns(["part"]), _shares(sql.run(con, "watch/shares_shown").to_pylist()))


def drift_by(ws: Workspace, column: str, dimension: str, over: Windows) -> pa.Table:
    """Return where a column drifted: the figures of :class:`Drift`, one row per ``part``, a segment of the dimension.

    Raises :class:`DimensionDoesNotFit` for a dimension of shoppers, or of items where the column is of whole lists.
    """
    by = find_dimension(ws, dimension)
    _refuse_unfit(watched(column), by)
    return _figures(_shared_out(ws, [watched(column)], over, by)).drop_columns(["column"])


def drifted_contexts(ws: Workspace, column: str, bin_name: str, over: Windows, limit: int = 50) -> pa.Table:
    """Return contexts of the current window behind a bin, the latest first.

    Columns: context_id, user_id, ts, search (null where there is none or it is a rare one), rare, item_id.
    """
    con = _put_into_bins(ws, [watched(column)], over)
    sql.run(con, "context/every")
    sql.run(con, "context/usual", many=MIN_SHOPPERS)
    return sql.run(con, "watch/drifted_contexts", bin=bin_name, limit=limit)


def watched(name: str) -> WatchedColumn:
    """Return the watched column called ``name``. Raises :class:`UnknownName` with the nearest one."""
    if name not in WATCHED:
        raise UnknownName("watched column", name, WATCHED)
    return WATCHED[name]


def _shared_out(
    ws: Workspace, columns: Sequence[WatchedColumn], over: Windows, by: Dimension | None = None
) -> duckdb.DuckDBPyConnection:
    """Return a cursor with ``bin_share``: how often each bin of each column and part occurs in either window."""
    con = _put_into_bins(ws, columns, over, by)
    sql.run(con, "watch/shares")
    return con


def _put_into_bins(
    ws: Workspace, columns: Sequence[WatchedColumn], over: Windows, by: Dimension | None = None
) -> duckdb.DuckDBPyConnection:
    """Return a cursor with ``seen``, what the columns say, and ``value_bin``, which bins that belongs to.

    ``said`` is what the last one says.
    """
    # One snapshot of the log. What is made of it is made afterwards: tables of an open transaction are slow to read.
    with ws.transaction() as con:
        sql.run(con, "watch/recent", **vars(over))
    names, kinds = [column.name for column in columns], [column.kind for column in columns]
    with together(con):
        sql.run(con, "watch/watching", watched=names, kinds=kinds)
        for nth, column in enumerate(columns, 1):
            sql.run_text(con, column.statement, {})
            if by is None:
                sql.run(con, "watch/seen", nth=nth)
            else:
                sql.run(con, "watch/seen_by", nth=nth, dimension=by.name, key_kind=by.key, absent=by.absent)
    for kind in sorted(set(kinds)):
        statement, parameters = BINS[kind]
        sql.run(con, statement, **parameters)
    return con


def _refuse_unfit(column: WatchedColumn, dimension: Dimension) -> None:
    if dimension.key not in (("context", "item") if column.of == "item" else ("context",)):
        raise DimensionDoesNotFit(
            f"{dimension.name!r} cannot tell {column.name!r} apart.",
            "Choose a dimension of contexts, or of items where the column says something of each item.",
        )


def _figures(con: duckdb.DuckDBPyConnection) -> pa.Table:
    return sql.run(
        con,
        "watch/drift",
        moderate=MODERATE,
        strong=STRONG,
        fewest=MIN_OBSERVATIONS,
        fewest_shoppers=MIN_SHOPPERS,
    )


def _shares(bins: Sequence[dict[str, Any]]) -> dict[str, pa.Table]:
    """Return the bins of each column as they may be shown."""
    return {name: _shown(list(rows)) for name, rows in groupby(bins, key=lambda row: str(row["watched"]))}


def _shown(bins: Sequence[dict[str, Any]]) -> pa.Table:
    cells = {
        (row["bin"], side): Cell(row["bin"], side, row[f"{side}_shoppers"], row[f"{side}_n"])
        for row in bins
        for side in SIDES
        if row[f"{side}_n"]
    }
    hidden = hidden_in_table(list(cells.values()), (), SIDES)
    answer = []
    for row in bins:
        unseen = [side for side in SIDES if cells.get((row["bin"], side)) in hidden]
        answer.append({**row, **dict.fromkeys(unseen), "psi": None if unseen else row["psi"]})
    if WATCHED[bins[0]["watched"]].kind == "numeric":
        answer.sort(key=lambda row: int(row["bin"]))
    else:
        answer.sort(key=lambda row: (row["bin"] in ("", OTHERS), -(row["reference"] or 0) - (row["current"] or 0)))
    return pa.Table.from_pylist(answer, schema=SHARES)
