"""Journeys: from what to what a visit goes, step by step."""

from __future__ import annotations

from typing import Any

import streamlit as st

from dashboard import session
from dashboard.charts.flows import flows
from dashboard.charts.template import show
from dashboard.frame import lead, section, small
from dashboard.panels import group_contexts
from dashboard.session import t
from dashboard.tables import Cell, Column, table
from queries.profiles.groups import JOURNEY_STEPS, journeys, went

KINDS = ("search", "browse", "click", "cart", "purchase", "return", "leave")
LISTED = 12


def draw() -> None:
    """Draw the ways as a Sankey diagram, the most frequent ones as a table, and the contexts of one of them."""
    rows = session.answer(journeys, JOURNEY_STEPS).to_pylist()
    shown = [row for row in rows if row["state"] == "shown"]
    if not rows:
        st.info(t("groups.no_sessions"), icon=":material/route:")
        return
    if not shown:
        st.info(t("segments.all_silent"), icon=":material/visibility_off:")
        return
    names = {kind: t(f"groups.kind_{kind}") for kind in KINDS}
    first = [row for row in shown if row["step"] == 1]
    visits = sum(row["visits"] for row in first)
    gone = sum(row["visits"] for row in first if row["there"] == "leave")
    lead(t("groups.journeys_answer", visits=f"{visits:,}", share=f"{gone / visits:.0%}" if visits else "–"))
    section(t("groups.journeys"), t("groups.journeys_help"))
    moves = [(row["step"], row["here"], row["there"], row["visits"]) for row in shown]
    show(flows(moves, names), "journeys", t("groups.journeys_help"))
    hidden = len(rows) - len(shown)
    small(t("groups.journeys_note", steps=JOURNEY_STEPS, hidden=hidden))
    often = sorted(shown, key=lambda row: -row["visits"])[: 2 * LISTED]
    with st.expander(t("segments.table")):
        columns = [
            Column(t("groups.step"), number=True),
            Column(t("groups.from")),
            Column(t("groups.to")),
            Column(t("groups.visits"), number=True),
        ]
        lines: list[list[Cell]] = [
            [str(row["step"]), names[row["here"]], names[row["there"]], f"{row['visits']:,}"] for row in often
        ]
        st.html(table(columns, lines))
    section(t("groups.contexts"))
    ways = {f"{row['step']} {row['here']} {row['there']}": _way(row, names) for row in often}
    chosen = group_contexts.ask(ways)
    if chosen:
        step, here, there = chosen.split()
        group_contexts.draw(lambda: session.answer(went, int(step), here, there), None, t("groups.journeys_contexts"))


def _way(row: dict[str, Any], names: dict[str, str]) -> str:
    return f"{row['step']}. {names[row['here']]} → {names[row['there']]}"
