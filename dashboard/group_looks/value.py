"""Are those who bring most served best: what shoppers spent against how well they are served."""

from __future__ import annotations

from typing import Any

import streamlit as st

from dashboard import session
from dashboard.charts.intervals import line
from dashboard.charts.template import show
from dashboard.frame import lead, section, small
from dashboard.metric_words import metric_title, written
from dashboard.panels import group_contexts, service_choice
from dashboard.session import lang, t
from dashboard.tables import Cell, Column, table
from queries.profiles.groups import behind, value_and_service, value_correlation

WEAK = 0.1  # a rank correlation below this is next to none


def draw() -> None:
    """Draw the bands of spending, their table, and the contexts of a band."""
    asked = service_choice.ask()
    of = (asked.metric, asked.ranker_id)
    rows = session.answer(value_and_service, *of).to_pylist()
    shown = [row for row in rows if row["mean"] is not None]
    if not shown:
        st.info(t("groups.no_service"), icon=":material/straighten:")
        return
    buyers, correlation = session.answer(value_correlation, *of)
    metric = metric_title(asked.metric, lang())
    if correlation is not None:
        kind = "none" if abs(correlation) < WEAK else "more" if correlation > 0 else "less"
        said = t(f"groups.value_{kind}", metric=metric, correlation=written(correlation, signed=True))
        lead(f"{said} {t('groups.value_of', buyers=f'{buyers:,}')}")
    section(t("groups.value"), t("groups.value_help"))
    names = [t(f"groups.spend_{row['band']}") for row in shown]
    show(line(names, [(row["mean"], row["low"], row["high"]) for row in shown], t("groups.spend")), "value", metric)
    with st.expander(t("segments.table")):
        st.html(table(_columns(metric), [_cells(row) for row in rows]))
    section(t("groups.contexts"))
    groups = {str(row["band"]): t(f"groups.spend_{row['band']}") for row in rows if row["state"] == "shown"}
    chosen = group_contexts.ask(groups)
    if chosen:
        note = t("groups.worst_of_each", metric=metric)
        group_contexts.draw(lambda: session.answer(behind, "spend", chosen, *of), asked.metric, note)
    small(t("groups.value_note"))


def _columns(metric: str) -> list[Column]:
    return [
        Column(t("groups.spend")),
        Column(t("segments.shoppers"), number=True),
        Column(t("groups.served"), number=True, help=t("groups.served_help"), extra=True),
        Column(t("segments.contexts"), number=True, extra=True),
        Column(metric, number=True),
        Column("95 %", number=True),
    ]


def _cells(row: dict[str, Any]) -> list[Cell]:
    name = t(f"groups.spend_{row['band']}")
    if row["state"] == "hidden":
        return [name, t("segments.hidden"), *["–"] * 4]
    counts = [f"{row['shoppers']:,}", f"{row['served']:,}", f"{row['contexts']:,}"]
    if row["mean"] is None:
        return [name, *counts, t("segments.few"), "–"]
    return [name, *counts, written(row["mean"]), f"{written(row['low'])} – {written(row['high'])}"]
