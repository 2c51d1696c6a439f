"""Shoppers who chose similar items: how many, what they are called by, how well each group is served."""

from __future__ import annotations

from typing import Any

import streamlit as st

from dashboard import session
from dashboard.charts.intervals import forest
from dashboard.charts.palette import FOR
from dashboard.charts.template import show
from dashboard.frame import lead, section, small
from dashboard.metric_words import metric_title, written
from dashboard.panels import group_contexts, service_choice
from dashboard.panels.segment_choice import higher_is_better
from dashboard.session import lang, t
from dashboard.shopper_words import group_title
from dashboard.tables import Cell, Column, table
from queries.profiles.groups import behind, tastes


def draw() -> None:
    """Draw the groups with how well they are served, their table, and the contexts of one."""
    asked = service_choice.ask()
    of = (asked.metric, asked.ranker_id)
    rows = session.answer(tastes, *of).to_pylist()
    if not any(row["taste"] for row in rows):
        st.info(t("groups.no_tastes"), icon=":material/interests:")
        st.code("whyrank tastes --workspace …", language="bash")
        return
    shown = [row for row in rows if row["state"] == "shown" and row["taste"]]
    if not shown:
        st.info(t("segments.all_silent"), icon=":material/visibility_off:")
        return
    metric = metric_title(asked.metric, lang())
    told = [
        t("groups.tastes_answer", groups=len(shown), largest=shown[0]["taste"], shoppers=f"{shown[0]['shoppers']:,}")
    ]
    served = sorted((row for row in shown if row["mean"] is not None), key=lambda row: row["mean"])
    if not higher_is_better(asked.metric):
        served.reverse()
    if served:
        told.append(t("groups.tastes_worst", metric=metric, value=written(served[0]["mean"]), group=served[0]["taste"]))
    lead(" ".join(told))
    if served:
        section(t("groups.tastes"), t("groups.tastes_help"))
        everyone = sum(row["mean"] * row["served"] for row in served) / sum(row["served"] for row in served)
        intervals = [(row["mean"], row["low"], row["high"]) for row in served]
        show(forest([row["taste"] for row in served], intervals, [FOR] * len(served), everyone), "tastes", metric)
    with st.expander(t("segments.table"), expanded=not served):
        st.html(table(_columns(metric), [_cells(row) for row in rows]))
    small(t("groups.tastes_note"))
    section(t("groups.contexts"))
    chosen = group_contexts.ask({row["taste"]: row["taste"] for row in [*served, *shown]})
    if chosen:
        note = t("groups.worst_of_each", metric=metric)
        group_contexts.draw(lambda: session.answer(behind, "taste", chosen, *of), asked.metric, note)


def _columns(metric: str) -> list[Column]:
    return [
        Column(t("groups.taste")),
        Column(t("segments.shoppers"), number=True),
        Column(t("groups.orders_each"), number=True, extra=True),
        Column(t("groups.served"), number=True, help=t("groups.served_help"), extra=True),
        Column(metric, number=True),
        Column("95 %", number=True),
    ]


def _cells(row: dict[str, Any]) -> list[Cell]:
    name = group_title("taste", row["taste"], lang())
    if row["state"] == "hidden":
        return [name, t("segments.hidden"), *["–"] * 4]
    counts = [f"{row['shoppers']:,}", f"{row['orders']:.1f}", f"{row['served']:,}"]
    if row["mean"] is None:
        return [name, *counts, t("segments.few"), "–"]
    return [name, *counts, written(row["mean"]), f"{written(row['low'])} – {written(row['high'])}"]
