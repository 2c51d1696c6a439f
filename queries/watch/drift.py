"""Drift: how far what was seen lately is from what was seen before, beside what chance alone would make of it."""

from __future__ import annotations

from collections.abc import Iterable

import duckdb
import pyarrow as pa

from queries import sql
from queries.errors import UnknownName, WhyrankError
from queries.privacy import MIN_SHOPPERS, Cell, hidden_in_table
from queries.segment import find_dimension
from queries.segments import Dimension
from queries.watch.windows import Windows
from queries.watched import WATCHED, WatchedColumn
from queries.workspace import Workspace

# The customary bands of the population stability index; what is in them must also be more than chance makes.
MODERATE, STRONG = 0.1, 0.25
BANDS = ("strong", "moderate", "chance", "stable", "few")
MIN_OBSERVATIONS = 100  # in either window
NAMES, WORDS = 30, 200  # bins of a column of names, and of words
OTHERS = "…"


class DimensionDoesNotFit(WhyrankError):
    """A dimension that cannot tell apart what a column says."""


def drift(ws: Workspace, over: Windows, columns: Iterable[str] | None = None) -> pa.Table:
    """Return how far each watched column of the current window is from the reference, the furthest first.

    Columns: column, reference, current (observations), band, psi (0 up), jensen_shannon (distance, 0 to 1), expected
    (the psi that chance makes of windows of this size), limit (what chance exceeds one time in a hundred). ``band``:
    "stable" (psi below 0.1), "moderate" (0.1 and more above what chance makes), "strong" (0.25 and more), "chance" (a
    psi of 0.1 and more that chance explains), "few" (fewer than 100 observations or 11 shoppers in a window; nothing
    is said). Columns that the shop does not have are left out. ``columns``: all where None.

    >>> from queries.examples import tiny_shop
    >>> from queries.watch.windows import windows
    >>> shop = tiny_shop()
    >>> drift(shop, windows(shop), ["language"]).select(["column", "reference", "current", "band"]).to_pylist()
    [{'column': 'language', 'reference': 1, 'current': 1, 'band': 'few'}]
    """
    found = []
    for name in WATCHED if columns is None else columns:
        rows = _drift(_parted(ws, watched(name), over, None))
        found.append(rows.drop_columns(["part"]).add_column(0, "column", pa.array([name] * rows.num_rows, pa.string())))
    every = pa.concat_tables(found)
    return every.sort_by([("psi", "descending")])


def drift_by(ws: Workspace, column: str, dimension: str, over: Windows) -> pa.Table:
    """Return where a column drifted: the columns of :func:`drift`, one row per ``part``, a segment of the dimension.

    Raises :class:`DimensionDoesNotFit` for a dimension of shoppers, or of items where the column is of whole lists.
    """
    return _drift(_parted(ws, watched(column), over, find_dimension(ws, dimension)))


def drift_shares(ws: Workspace, column: str, over: Windows) -> pa.Table:
    """Return the bins of a column with how often each occurred in either window, in order; those of names by size.

    Columns: bin, low, high (bounds of numbers, null where open), reference, current (shares, 0 to 1; null where the
    privacy gate hides them), psi (the bin's part of the whole). The bin "" is of what has no value, "…" of all others.
    """
    con = _parted(ws, watched(column), over, None)
    rows = sql.run(con, "watch/shares_shown").to_pylist()
    sides = ("reference", "current")
    cells = {
        (row["bin"], side): Cell(row["bin"], side, row[f"{side}_shoppers"], row[f"{side}_n"])
        for row in rows
        for side in sides
        if row[f"{side}_n"]
    }
    hidden = hidden_in_table(list(cells.values()), (), sides)
    bounds = _bounds(con, watched(column))
    answer = []
    for row in rows:
        unseen = [side for side in sides if cells.get((row["bin"], side)) in hidden]
        low, high = bounds.get(row["bin"], (None, None))
        shown = {side: None if side in unseen else row[side] for side in sides}
        answer.append({"bin": row["bin"], "low": low, "high": high, **shown, "psi": None if unseen else row["psi"]})
    if bounds:
        answer.sort(key=lambda row: int(row["bin"]))
    else:
        answer.sort(key=lambda row: (row["bin"] in ("", OTHERS), -(row["reference"] or 0) - (row["current"] or 0)))
    return pa.Table.from_pylist(answer, schema=SHARES)


SHARES = pa.schema(
    [("bin", pa.string()), *((name, pa.float64()) for name in ("low", "high", "reference", "current", "psi"))]
)


def drifted_contexts(ws: Workspace, column: str, bin_name: str, over: Windows, limit: int = 50) -> pa.Table:
    """Return contexts of the current window behind a bin, the latest first.

    Columns: context_id, user_id, ts, search (null where there is none or it is a rare one), rare, item_id.
    """
    con = _parted(ws, watched(column), over, None)
    sql.run(con, "context/every")
    sql.run(con, "context/usual", many=MIN_SHOPPERS)
    return sql.run(con, "watch/drifted_contexts", bin=bin_name, limit=limit)


def watched(name: str) -> WatchedColumn:
    """Return the watched column called ``name``. Raises :class:`UnknownName` with the nearest one."""
    if name not in WATCHED:
        raise UnknownName("watched column", name, WATCHED)
    return WATCHED[name]


def _parted(
    ws: Workspace, column: WatchedColumn, over: Windows, dimension: Dimension | None
) -> duckdb.DuckDBPyConnection:
    """Return a cursor with ``bin_share``: how often each bin of each part occurs in either window."""
    con = ws.cursor()
    spans = vars(over)
    sql.run_text(con, column.statement, spans)
    sql.run(con, "watch/seen", **spans)
    if column.kind == "numeric":
        sql.run(con, "watch/numeric_bins")
    else:
        if column.kind == "words":
            sql.run(con, "watch/words", many=MIN_SHOPPERS, others=OTHERS)
        sql.run(con, "watch/categorical_bins", most=WORDS if column.kind == "words" else NAMES, others=OTHERS)
    if dimension is None:
        sql.run(con, "watch/one_part")
    else:
        _refuse_unfit(column, dimension)
        sql.run(con, "watch/parts", dimension=dimension.name, key_kind=dimension.key, absent=dimension.absent)
    sql.run(con, "watch/shares")
    return con


def _refuse_unfit(column: WatchedColumn, dimension: Dimension) -> None:
    if dimension.key not in (("context", "item") if column.of == "item" else ("context",)):
        raise DimensionDoesNotFit(
            f"{dimension.name!r} cannot tell {column.name!r} apart.",
            "Choose a dimension of contexts, or of items where the column says something of each item.",
        )


def _drift(con: duckdb.DuckDBPyConnection) -> pa.Table:
    return sql.run(
        con,
        "watch/drift",
        moderate=MODERATE,
        strong=STRONG,
        fewest=MIN_OBSERVATIONS,
        fewest_shoppers=MIN_SHOPPERS,
    )


def _bounds(con: duckdb.DuckDBPyConnection, column: WatchedColumn) -> dict[str, tuple[float | None, float | None]]:
    """Return the bounds of each bin of a column of numbers; none for names."""
    if column.kind != "numeric":
        return {}
    return {str(row["bin"]): (row["low"], row["high"]) for row in sql.run(con, "watch/bounds").to_pylist()}
