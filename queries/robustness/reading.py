"""What audits found: figures with intervals over seeds, what was not covered, and the cases that broke worst."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import duckdb
import pyarrow as pa

from queries import sql
from queries.privacy import Cell, hidden_in_list, rare_searches_masked
from queries.segment import find_dimension
from queries.workspace import Workspace

MEASURES = (
    *("failed", "overlap", "rbo", "tau", "displacement", "score_shift", "item_shift", "ndcg_loss", "revenue_loss"),
    "attribution_shift",
)


@dataclass(frozen=True)
class Audit:
    """One audit: ``suite`` is what it asked for, ``done`` of its ``contexts`` are tested, by ``tests`` that applied."""

    audit_id: str
    suite_name: str
    suite: Mapping[str, Any]
    ranker_id: str
    data_id: str
    made_at: datetime
    contexts: int
    done: int
    tests: int


def audits(ws: Workspace) -> list[Audit]:
    """Return every audit, the newest first."""
    return [Audit(**{**row, "suite": json.loads(row["suite"])}) for row in ws.run("robustness/audits").to_pylist()]


def audit_figures(ws: Workspace, audit_id: str, dimension: str | None = None) -> pa.Table:
    """Return the figures of an audit by perturbation, strength, measure and, where asked, segment of a dimension.

    Columns: perturbation, strength, segment ("" for all), measure (of :data:`MEASURES`), mean, low, high (95 %, over
    seeds), seeds, tests, contexts, shoppers. What is of fewer than 11 shoppers is left out.
    """
    con = ws.cursor()
    cells = _tested(ws, con, audit_id, dimension)
    hidden = [(name, cell.column) for name, group in cells.items() for cell in hidden_in_list(group)]
    names = pa.schema([("perturbation", pa.string()), ("segment", pa.string())])
    rows = [dict(zip(names.names, pair, strict=True)) for pair in sorted(hidden)]
    con.register("hidden", pa.Table.from_pylist(rows, schema=names))
    seeds = int(con.table("tested").aggregate("count(distinct seed) as seeds").fetchall()[0][0])
    return sql.run(con, "robustness/figures", t=student(seeds))


def few_shoppers(ws: Workspace, audit_id: str, dimension: str | None = None) -> list[tuple[str, str]]:
    """Return (perturbation, segment) of what applied to some contexts, but to those of fewer than 11 shoppers."""
    cells = _tested(ws, ws.cursor(), audit_id, dimension)
    return sorted((name, cell.column) for name, group in cells.items() for cell in group if cell.is_small)


def not_applicable(ws: Workspace, audit_id: str) -> pa.Table:
    """Return perturbation, because, contexts, asked: where perturbations did not apply, and why."""
    return ws.run("robustness/not_applicable", audit_id=audit_id)


def worst_tests(
    ws: Workspace,
    audit: Audit,
    promises: Mapping[str, str],
    perturbation: str | None = None,
    strength: float | None = None,
    limit: int = 5,
) -> list[dict[str, Any]]:
    """Return the failed tests that broke their promise furthest: one of each perturbation, or of each context of one.

    ``promises``: invariance, sensitivity or monotone, by perturbation. Contexts whose search fewer than 11 shoppers
    typed are left out.
    """
    con = ws.cursor()
    con.register("shown_search", rare_searches_masked(ws))
    found = sql.run(
        con,
        "robustness/worst",
        audit_id=audit.audit_id,
        perturbation=perturbation,
        strength=strength,
        perturbations=list(promises),
        promises=list(promises.values()),
        limit=limit,
    )
    return [{**row, "spans": json.loads(row["spans"])} for row in found.to_pylist()]


def slates_of_test(ws: Workspace, audit_id: str, test_id: str, k: int) -> pa.Table:
    """Return item_id, rank, score, rank_before, score_before within the first ``k`` of either slate of a test."""
    return ws.run("robustness/slates", audit_id=audit_id, test_id=test_id, k=k)


def student(seeds: int) -> float | None:
    """Return the 97.5 % quantile of Student's t for the mean of so many seeds; None for fewer than two.

    >>> round(student(5), 3), student(1)
    (2.776, None)
    """
    from scipy.stats import t

    return float(t.ppf(0.975, seeds - 1)) if seeds > 1 else None


def _tested(
    ws: Workspace, con: duckdb.DuckDBPyConnection, audit_id: str, dimension: str | None
) -> dict[str, list[Cell]]:
    """Make ``tested`` on ``con`` and return the groups of each perturbation as cells of a list."""
    by = find_dimension(ws, dimension) if dimension else None
    asked = {"dimension": by and by.name, "key_kind": by and by.key, "absent": by and by.absent}
    cells: dict[str, list[Cell]] = {}
    for row in sql.run(con, "robustness/tested", audit_id=audit_id, **asked).to_pylist():
        cell = Cell("", row["segment"], row["shoppers"], row["contexts"])
        cells.setdefault(row["perturbation"], []).append(cell)
    return cells
