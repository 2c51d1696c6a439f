"""Every perturbation by strength, or by segment: what fails, what passes, and by how much."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from dashboard import session
from dashboard.charts.cells import cells
from dashboard.charts.template import show
from dashboard.frame import lead, section, small
from dashboard.metric_words import written
from dashboard.panels.audit_choice import AuditChoice, audit_name, measure_title
from dashboard.session import lang, t
from dashboard.tables import Cell, Column, table
from explain.perturbations import perturbations
from explain.robustness.verdict import LineResult
from queries.robustness.reading import Audit

SHARES = ("failed", "overlap", "ndcg_loss", "revenue_loss", "attribution_shift")
MOST_SEGMENTS = 8
BESIDE = ("overlap", "rbo", "tau", "displacement", "score_shift", "ndcg_loss", "revenue_loss", "attribution_shift")
JUDGED = ("passes", "fails")


def draw(choice: AuditChoice) -> None:
    """Draw the answer in a sentence, the map, and the table of figures."""
    results = session.audit_results(choice.audit)
    lead(_answer(results))
    if choice.beside:
        small(_compared(choice.audit, choice.beside))
    if choice.audit.done < choice.audit.contexts:
        small(t("robustness.unfinished", done=choice.audit.done, contexts=choice.audit.contexts))
    section(t("robustness.map"), t("robustness.map_help"))
    if choice.dimension is None:
        _by_strength(choice, results)
    else:
        _by_segment(choice, results, choice.dimension)
    small(t("robustness.legend", measure=measure_title(choice.measure)))
    with st.expander(t("robustness.table"), expanded=choice.beside is not None):
        beside = session.audit_results(choice.beside) if choice.beside else []
        other = audit_name(choice.beside) if choice.beside else None
        st.html(_table(results, {(r.perturbation, r.strength): r for r in beside}, other))
    _uncovered(results)


def title(name: str) -> str:
    """Return what a perturbation is called, its name where it is not registered any more."""
    known = perturbations().get(name)
    return known.title[lang()] if known else name


def shown(measure: str, value: float | None) -> str:
    """Write the value of a measure: shares in per cent, places and logits as numbers."""
    if value is None:
        return "–"
    return f"{value:.0%}".replace("-", "−") if measure in SHARES else written(value)


def _answer(results: Sequence[LineResult]) -> str:
    judged = [result for result in results if result.outcome in JUDGED]
    failing = [result for result in judged if result.outcome == "fails"]
    if not judged:
        return t("robustness.nothing_judged")
    if not failing:
        return t("robustness.all_pass", count=len(judged))
    worst = max(failing, key=_beyond)
    return t(
        "robustness.some_fail",
        count=len(judged),
        failing=len(failing),
        worst=title(worst.perturbation),
        strength=f"{worst.strength:g}",
        share=f"{worst.failed or 0.0:.0%}",
        may=f"{worst.may_fail:.0%}",
    )


def _compared(audit: Audit, beside: Audit) -> str:
    """Say in how many checks that both made this audit's slates break less often, and in how many more."""
    there = {(each.perturbation, each.strength): each.failed for each in session.audit_results(beside)}
    pairs = [(r.failed, there.get((r.perturbation, r.strength))) for r in session.audit_results(audit)]
    both = [(here, other) for here, other in pairs if here is not None and other is not None]
    less, more = sum(here < other for here, other in both), sum(here > other for here, other in both)
    names = {"here": audit_name(audit), "other": audit_name(beside)}
    return t("robustness.compared", count=len(both), less=less, more=more, **names)


def _beyond(result: LineResult) -> float:
    """How far a line is beyond its pass mark; below 0 it passes."""
    return (result.failed or 0.0) - result.may_fail


def _by_strength(choice: AuditChoice, results: Sequence[LineResult]) -> None:
    by_name: dict[str, list[LineResult]] = {}
    for result in results:
        if result.outcome in JUDGED:
            by_name.setdefault(result.perturbation, []).append(result)
    if not by_name:
        st.info(t("robustness.nothing_judged"), icon=":material/visibility_off:")
        return
    most = max(len(lines) for lines in by_name.values())
    names = sorted(by_name, key=lambda name: -max(map(_beyond, by_name[name])))
    # A perturbation that is tried once is tried at its full strength: it stands in the last column.
    rows = [[None] * (most - len(by_name[name])) + list(by_name[name]) for name in names]
    columns = [t("robustness.weaker"), *[""] * (most - 2), t("robustness.stronger")][-most:]
    figure = cells(
        [title(name) for name in names],
        columns,
        [[None if r is None else -_beyond(r) for r in line] for line in rows],
        [["" if r is None else _cell(r, choice.measure) for r in line] for line in rows],
        [["" if r is None else _hover(r) for r in line] for line in rows],
    )
    show(figure, "robustness-map", t("robustness.map"))


def _cell(result: LineResult, measure: str) -> str:
    mark = " ✗" if result.outcome == "fails" else ""
    return f"{shown(measure, result.figures.get(measure))}{mark}"


def _hover(result: LineResult) -> str:
    return t(
        "robustness.hover",
        title=title(result.perturbation),
        strength=f"{result.strength:g}",
        failed=shown("failed", result.failed),
        low=shown("failed", result.low),
        high=shown("failed", result.high),
        may=f"{result.may_fail:.0%}",
        contexts=f"{result.contexts:,}",
    )


def _by_segment(choice: AuditChoice, results: Sequence[LineResult], dimension: str) -> None:
    strongest = {result.perturbation: result for result in results}  # the last of each line
    found: dict[tuple[str, str], dict[str, Mapping[str, Any]]] = {}
    for row in session.audit_figures(choice.audit.audit_id, dimension).to_pylist():
        line = strongest.get(row["perturbation"])
        if line is not None and row["strength"] == line.strength:
            found.setdefault((row["perturbation"], row["segment"]), {})[row["measure"]] = row
    if not found:
        st.info(t("robustness.segments_hidden"), icon=":material/visibility_off:")
        return
    known = session.told_apart()[0][dimension]
    sizes: dict[str, int] = {}
    for (_, segment), cell in found.items():
        sizes[segment] = max(sizes.get(segment, 0), *(row["contexts"] for row in cell.values()))
    segments = sorted(sizes, key=lambda segment: -sizes[segment])[:MOST_SEGMENTS]
    names = sorted({name for name, _ in found}, key=lambda name: -_beyond(strongest[name]))
    grid = [[found.get((name, segment), {}) for segment in segments] for name in names]
    figure = cells(
        [title(name) for name in names],
        [known.segment_title(segment, lang()) for segment in segments],
        [
            [strongest[name].may_fail - cell["failed"]["mean"] if "failed" in cell else None for cell in line]
            for name, line in zip(names, grid, strict=True)
        ],
        [
            [_value(cell, choice.measure, strongest[name].may_fail) for cell in line]
            for name, line in zip(names, grid, strict=True)
        ],
        [[_segment_hover(cell, choice.measure) for cell in line] for line in grid],
    )
    show(figure, "robustness-segments", t("robustness.map"))


def _value(cell: Mapping[str, Mapping[str, Any]], measure: str, may_fail: float) -> str:
    if not cell:
        return "×"
    mark = " ✗" if "failed" in cell and cell["failed"]["mean"] > may_fail else ""
    return shown(measure, cell[measure]["mean"] if measure in cell else None) + mark


def _segment_hover(cell: Mapping[str, Mapping[str, Any]], measure: str) -> str:
    if measure not in cell:
        return t("robustness.cell_hidden")
    row = cell[measure]
    return t(
        "robustness.segment_hover",
        measure=measure_title(measure),
        mean=shown(measure, row["mean"]),
        low=shown(measure, row["low"]),
        high=shown(measure, row["high"]),
        contexts=f"{row['contexts']:,}",
    )


def _table(results: Sequence[LineResult], beside: Mapping[tuple[str, float], LineResult], other: str | None) -> str:
    columns = [
        Column(t("robustness.perturbation")),
        Column(t("robustness.promise"), help=t("robustness.promise_help"), extra=True),
        Column(t("robustness.strength"), number=True),
        Column(t("robustness.measure_failed"), number=True, help=t("robustness.failed_help")),
        *([Column(t("robustness.there", other=other), number=True, help=t("robustness.there_help"))] if other else []),
        Column(t("robustness.may_fail"), number=True, extra=True),
        Column(t("robustness.measure_overlap"), number=True, help=t("robustness.overlap_help")),
        Column(t("robustness.measure_rbo"), number=True, extra=True, help=t("robustness.rbo_help")),
        Column(t("robustness.measure_tau"), number=True, extra=True, help=t("robustness.tau_help")),
        Column(t("robustness.measure_displacement"), number=True, extra=True, help=t("robustness.displacement_help")),
        Column(t("robustness.measure_score_shift"), number=True, extra=True, help=t("robustness.score_shift_help")),
        Column(t("robustness.measure_ndcg_loss"), number=True, help=t("robustness.ndcg_loss_help")),
        Column(t("robustness.measure_revenue_loss"), number=True, extra=True, help=t("robustness.revenue_loss_help")),
        Column(t("robustness.reasons_moved"), number=True, extra=True, help=t("robustness.reasons_moved_help")),
        Column(t("robustness.contexts"), number=True, extra=True),
    ]
    rows = [_row(r, beside.get((r.perturbation, r.strength)), other is not None) for r in results if r.contexts]
    return table(columns, rows)


def _row(result: LineResult, other: LineResult | None, compared: bool) -> list[Cell]:
    known = perturbations().get(result.perturbation)
    failed = shown("failed", result.failed)
    if result.low is not None and result.high is not None and result.high - result.low > 1e-9:
        failed += f" ({result.low:.0%}–{result.high:.0%})"
    mark = " ✗" if result.outcome == "fails" else ""
    figures = [shown(measure, result.figures.get(measure)) for measure in BESIDE]
    return [
        title(result.perturbation),
        t(f"robustness.{known.expectation}") if known else "–",
        f"{result.strength:g}",
        failed + mark,
        *([shown("failed", other.failed if other else None)] if compared else []),
        f"{result.may_fail:.0%}",
        *figures,
        f"{result.contexts:,}",
    ]


def _uncovered(results: Sequence[LineResult]) -> None:
    """Say which perturbations could not be judged, and why."""
    rows = {r.perturbation: r for r in results if r.outcome not in JUDGED}
    if not rows:
        return
    from explain.perturbations.perturbation import REASONS

    in_words = {reason["en"]: reason[lang()] for reason in REASONS.values()}
    with st.expander(t("robustness.uncovered", count=len(rows))):
        columns = [Column(t("robustness.perturbation")), Column(t("robustness.why_not"))]
        body = [
            [
                title(name),
                t("app.comma").join(f"{in_words.get(why, why)} ({count:,})" for why, count in result.because.items())
                or t("robustness.too_few"),
            ]
            for name, result in rows.items()
        ]
        st.html(table(columns, body))
