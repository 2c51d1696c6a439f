"""Buyers by recency and frequency: how many, what they bring, how well they are served."""

from __future__ import annotations

from typing import Any

import streamlit as st

from dashboard import session
from dashboard.charts.cells import cells
from dashboard.charts.shades import shades
from dashboard.charts.template import show
from dashboard.frame import lead, section, small
from dashboard.metric_words import metric_title, written
from dashboard.panels import group_contexts, service_choice
from dashboard.panels.segment_choice import higher_is_better
from dashboard.session import lang, t
from dashboard.tables import Cell, Column, table
from queries.profiles.groups import behind, rfm_grid

SCORES = (3, 2, 1)
CELL = 64  # pixels of a row


def draw() -> None:
    """Draw the grid, its table, and the contexts of a cell."""
    asked = service_choice.ask()
    of = (asked.metric, asked.ranker_id)
    rows = session.answer(rfm_grid, *of).to_pylist()
    shown = [row for row in rows if row["state"] == "shown"]
    if not rows:
        st.info(t("groups.no_purchases"), icon=":material/shopping_cart_off:")
        return
    if not shown:
        st.info(t("segments.all_silent"), icon=":material/visibility_off:")
        return
    metric = metric_title(asked.metric, lang())
    largest = max(shown, key=lambda row: row["shoppers"])
    said = [t("groups.rfm_answer", share=f"{largest['share']:.0%}", cell=cell_title(largest))]
    served = sorted((row for row in shown if row["value"] is not None), key=lambda row: row["value"])
    if not higher_is_better(asked.metric):
        served.reverse()
    if served:
        worst = served[0]
        said.append(t("groups.rfm_worst", metric=metric, value=written(worst["value"]), cell=cell_title(worst)))
    lead(" ".join(said))
    section(t("groups.rfm"), t("groups.rfm_help"))
    _grid(rows, 1 if higher_is_better(asked.metric) else -1)
    small(t("groups.rfm_legend", metric=metric) if served else t("groups.rfm_legend_shares"))
    with st.expander(t("segments.table")):
        st.html(table(_columns(asked.metric), [_cells(row) for row in rows]))
    section(t("groups.contexts"))
    first = [*served, *(row for row in shown if row["value"] is None)]
    chosen = group_contexts.ask({f"{row['r']} {row['f']}": cell_title(row) for row in first})
    if chosen:
        note = t("groups.worst_of_each", metric=metric)
        group_contexts.draw(lambda: session.answer(behind, "rfm_cell", chosen, *of), asked.metric, note)


def cell_title(row: dict[str, Any]) -> str:
    """Return what a cell of the grid is called."""
    return t("groups.rfm_cell", recency=t(f"groups.r_{row['r']}"), frequency=t(f"groups.f_{row['f']}"))


def _grid(rows: list[dict[str, Any]], sign: int) -> None:
    by_place = {(row["r"], row["f"]): row for row in rows}
    figures = [row["value"] for row in rows if row["value"] is not None]
    middle = sum(figures) / len(figures) if figures else 0.0
    columns = sorted(SCORES)
    grid = [[by_place.get((r, f)) for f in columns] for r in SCORES]
    texts = [[_text(row, bool(figures)) for row in line] for line in grid]
    names = [t(f"groups.r_{r}") for r in SCORES]
    heads = [t(f"groups.f_{f}") for f in columns]
    if figures:
        better = [
            [sign * (row["value"] - middle) if row and row["value"] is not None else None for row in line]
            for line in grid
        ]
        hovers = [
            [f"{name} · {head}: {text.replace('<br>', ', ')}" for head, text in zip(heads, line, strict=True)]
            for name, line in zip(names, texts, strict=True)
        ]
        figure = cells(names, heads, better, texts, hovers)
    else:
        shares = [[row["share"] if row else None for row in line] for line in grid]
        figure = shades(names, heads, shares, texts)
    figure.update_layout(height=len(SCORES) * CELL + 70)
    show(figure, "rfm", t("groups.rfm_help"))


def _text(row: dict[str, Any] | None, with_value: bool) -> str:
    if row is None:
        return ""
    if row["state"] == "hidden":
        return "×"
    size = f"{row['shoppers']:,} ({row['share']:.0%})"
    return f"{size}<br>{written(row['value'])}" if with_value else size


def _columns(metric: str) -> list[Column]:
    return [
        Column(t("groups.group")),
        Column(t("segments.shoppers"), number=True),
        Column(t("groups.share"), number=True),
        Column(t("groups.recency_days"), number=True, extra=True),
        Column(t("groups.orders"), number=True, extra=True),
        Column(t("groups.m"), number=True, help=t("groups.m_help"), extra=True),
        Column(t("segments.contexts"), number=True, extra=True),
        Column(metric_title(metric, lang()), number=True),
    ]


def _cells(row: dict[str, Any]) -> list[Cell]:
    if row["state"] == "hidden":
        return [cell_title(row), t("segments.hidden"), *["–"] * 6]
    return [
        cell_title(row),
        f"{row['shoppers']:,}",
        f"{row['share']:.0%}",
        written(row["recency_days"]),
        written(row["orders"]),
        written(row["m"]),
        f"{row['contexts']:,}",
        written(row["value"]) if row["value"] is not None else t("segments.few"),
    ]
