"""What resistances found: how many edits the median item needs, and the attacks themselves."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import duckdb
import pyarrow as pa

from queries import sql
from queries.honesty import RESAMPLES
from queries.privacy import Cell, hidden_in_list, rare_searches_masked
from queries.segment import find_dimension
from queries.workspace import Workspace


@dataclass(frozen=True)
class Resistance:
    """One job: ``settings`` is what it asked for, ``done`` of its ``contexts`` are tried by ``scored`` candidates."""

    resistance_id: str
    settings: Mapping[str, Any]
    ranker_id: str
    data_id: str
    made_at: datetime
    contexts: int
    done: int
    scored: int

    @property
    def most_edits(self) -> int:
        """How many edits were tried at most: a median of one more than that says "more than that"."""
        return int(self.settings["most_edits"])


def resistances(ws: Workspace) -> list[Resistance]:
    """Return every resistance, the newest first.

    >>> from queries.examples import tiny_shop
    >>> resistances(tiny_shop())
    []
    """
    rows = ws.run("attacks/resistances").to_pylist()
    return [Resistance(**{**row, "settings": json.loads(row["settings"])}) for row in rows]


def resistance_figures(ws: Workspace, resistance: Resistance, dimension: str | None = None) -> pa.Table:
    """Return the figures of a resistance by direction (hide, lift) and, where asked, segment of a dimension.

    Columns: direction, segment ("" for all), median (edits; ``most_edits`` + 1 for more than that), low, high (95 %),
    one_edit (share that one edit moves), one_edit_low, one_edit_high, two_edits (share), not_found (share), items,
    contexts, shoppers, scored (candidates per item). What is of fewer than 11 shoppers is left out.
    """
    con = ws.cursor()
    hidden = [(d, cell.column) for d, cells in _cells(ws, con, resistance, dimension).items() for cell in cells[1]]
    names = pa.schema([("direction", pa.string()), ("segment", pa.string())])
    rows = [dict(zip(names.names, pair, strict=True)) for pair in sorted(hidden)]
    con.register("hidden", pa.Table.from_pylist(rows, schema=names))
    sql.run(con, "statistics/distributions")
    return sql.run(con, "attacks/figures", most=resistance.most_edits, resamples=RESAMPLES)


def hidden_segments(ws: Workspace, resistance: Resistance, dimension: str | None = None) -> list[tuple[str, str]]:
    """Return (direction, segment) of what is not shown for its few shoppers."""
    found = _cells(ws, ws.cursor(), resistance, dimension)
    return sorted((direction, cell.column) for direction, cells in found.items() for cell in cells[1])


def not_tried(ws: Workspace, resistance_id: str) -> pa.Table:
    """Return direction, because, contexts: where nothing could be tried, and why."""
    return ws.run("attacks/not_tried", resistance_id=resistance_id)


def cases(ws: Workspace, resistance_id: str, direction: str | None = None, limit: int = 12) -> list[dict[str, Any]]:
    """Return attacks that were found, the fewest edits first; ``spans`` as data, ``search`` as it was typed.

    Contexts whose search fewer than 11 shoppers typed are left out.
    """
    con = ws.cursor()
    con.register("shown_search", rare_searches_masked(ws))
    found = sql.run(con, "attacks/cases", resistance_id=resistance_id, direction=direction, limit=limit)
    return [{**row, "spans": json.loads(row["spans"])} for row in found.to_pylist()]


def _cells(
    ws: Workspace, con: duckdb.DuckDBPyConnection, resistance: Resistance, dimension: str | None
) -> dict[str, tuple[list[Cell], set[Cell]]]:
    """Make ``attacked`` on ``con``; return each direction's groups as cells of a list, and those that are hidden."""
    by = find_dimension(ws, dimension) if dimension else None
    asked = {"dimension": by and by.name, "key_kind": by and by.key, "absent": by and by.absent}
    cells: dict[str, list[Cell]] = {}
    for row in sql.run(con, "attacks/attacked", resistance_id=resistance.resistance_id, **asked).to_pylist():
        cell = Cell("", row["segment"], row["shoppers"], row["contexts"])
        cells.setdefault(row["direction"], []).append(cell)
    return {direction: (group, hidden_in_list(group)) for direction, group in cells.items()}
