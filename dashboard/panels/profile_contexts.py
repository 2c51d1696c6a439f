"""What a shopper searched, saw, clicked and bought: over time, then context by context with the way to Why."""

from __future__ import annotations

import streamlit as st

from dashboard.charts.template import show
from dashboard.charts.timeline import timeline
from dashboard.frame import section, small
from dashboard.metric_words import metric_title, written
from dashboard.session import known, lang, t
from dashboard.shopper_words import moment
from dashboard.tables import Cell, Column, table
from dashboard.why_link import why_link
from queries.profiles.shopper import LATEST, MOMENTS, Profile

KINDS = ("search", "browse", "seen", "click", "cart", "purchase", "return")
FIRST_ACTION = "click"
SHOWN = 12


def draw(profile: Profile) -> None:
    """Draw the timeline and the contexts."""
    section(t("shoppers.timeline"), t("shoppers.timeline_help"))
    rows = profile.timeline.to_pylist()
    if not rows:
        st.info(t("shoppers.nothing_happened"), icon=":material/hourglass_empty:")
        return
    kinds = [kind for kind in KINDS if any(row["kind"] == kind for row in rows)]
    drawn = []
    for kind in kinds:
        own = [row for row in rows if row["kind"] == kind]
        title = f"{t(f'shoppers.kind_{kind}')} ({len(own):,})"
        drawn.append((title, [row["ts"] for row in own], [moment(row, lang()) for row in own]))
    strong = next((n for n, kind in enumerate(kinds) if KINDS.index(kind) >= KINDS.index(FIRST_ACTION)), len(kinds))
    show(timeline(drawn, strong), "timeline", t("shoppers.timeline_help"))
    if len(rows) == MOMENTS:
        small(t("shoppers.latest", count=f"{MOMENTS:,}"))
    _contexts(profile)


def _contexts(profile: Profile) -> None:
    contexts = profile.contexts.to_pylist()
    section(t("shoppers.contexts"), t("shoppers.contexts_help"))
    if not contexts:
        st.info(t("shoppers.no_contexts"), icon=":material/search_off:")
        return
    columns = [
        Column(t("segments.when"), extra=True),
        Column(t("segments.search")),
        Column(t("shoppers.shown"), number=True, extra=True),
        Column(t("shoppers.clicked"), number=True),
        Column(t("shoppers.bought"), number=True),
        Column(metric_title(profile.metric, lang()), number=True),
        Column(t("shoppers.explained"), number=True, extra=True, help=t("shoppers.explained_help")),
        Column(""),
    ]
    lines: list[list[Cell]] = [
        [
            f"{row['ts']:%Y-%m-%d %H:%M}",
            _said(row),
            f"{row['shown']:,}",
            f"{row['clicked']:,}",
            f"{row['bought']:,}",
            written(row["value"]),
            f"{row['explanations']:,}",
            why_link(search=row["search"], user=profile.user_id),
        ]
        for row in contexts
    ]
    st.html(table(columns, lines[:SHOWN]))
    if len(lines) > SHOWN:
        with st.expander(t("shoppers.more_contexts", count=f"{len(lines) - SHOWN:,}")):
            st.html(table(columns, lines[SHOWN:]))
    if len(lines) == LATEST:
        small(t("shoppers.latest", count=f"{LATEST:,}"))


def _said(row: dict[str, object]) -> str:
    if row["search"]:
        return str(row["search"])
    if row["rare"]:
        return t("segments.rare")
    return known(f"shoppers.surface_{row['surface']}", str(row["surface"] or t("segments.no_search")))
