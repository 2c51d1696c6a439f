"""Journeys: from what to what a visit goes, step by step."""

from __future__ import annotations

import streamlit as st

from dashboard import session
from dashboard.charts.flows import flows
from dashboard.charts.template import show
from dashboard.frame import lead, section, small
from dashboard.session import t
from dashboard.tables import Cell, Column, table
from queries.profiles.groups import JOURNEY_STEPS, journeys

KINDS = ("search", "browse", "click", "cart", "purchase", "return", "leave")
LISTED = 12


def draw() -> None:
    """Draw the ways as a Sankey diagram, and the most frequent ones as a table."""
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
    with st.expander(t("segments.table")):
        columns = [
            Column(t("groups.step"), number=True),
            Column(t("groups.from")),
            Column(t("groups.to")),
            Column(t("groups.visits"), number=True),
        ]
        often = sorted(shown, key=lambda row: -row["visits"])[: 2 * LISTED]
        lines: list[list[Cell]] = [
            [str(row["step"]), names[row["here"]], names[row["there"]], f"{row['visits']:,}"] for row in often
        ]
        st.html(table(columns, lines))
    small(t("groups.journeys_why"))
