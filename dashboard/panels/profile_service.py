"""How well a shopper is served, by every headline metric that was measured, beside everybody."""

from __future__ import annotations

from typing import Any

import streamlit as st

from dashboard import session
from dashboard.frame import section, small
from dashboard.metric_words import metric_meaning, metric_title, written
from dashboard.session import lang, t
from dashboard.shopper_words import headlines
from dashboard.tables import Cell, Column, table
from queries.honesty import MIN_CONTEXTS, MIN_CONTEXTS_OF_RATES
from queries.observe import LOGGED
from queries.profiles.shopper import Profile


def draw(profile: Profile) -> None:
    """Draw the table of figures, or say what to run."""
    section(t("shoppers.service"), t("shoppers.service_help"))
    names = {LOGGED: t("segments.logged")} | {entry.ranker_id: entry.name for entry in session.rankers()}
    rows = headlines(profile, list(names))
    if not rows:
        st.info(t("shoppers.not_measured"), icon=":material/straighten:")
        return
    several = len({row["ranker_id"] for row in rows}) > 1
    columns = [
        *([Column(t("segments.slates"))] if several else []),
        Column(t("segments.metric")),
        Column(t("shoppers.theirs"), number=True),
        Column("95 %", number=True, extra=True),
        Column(t("shoppers.everyone"), number=True),
        Column(t("segments.difference"), number=True, extra=True),
        Column(t("segments.contexts"), number=True),
    ]
    lines: list[list[Cell]] = [
        [
            *([names[row["ranker_id"]]] if several else []),
            metric_title(row["metric"], lang()),
            written(row["mean"]),
            _interval(row),
            written(row["everyone"]),
            written(row["difference"], signed=True),
            f"{row['contexts']:,}" + ("" if row["enough"] else "*"),
        ]
        for row in rows
    ]
    st.html(table(columns, lines))
    small(t("shoppers.few_contexts", needed=MIN_CONTEXTS, rates=MIN_CONTEXTS_OF_RATES))
    small(metric_meaning(profile.metric, lang()))


def _interval(row: dict[str, Any]) -> str:
    if not row["enough"] or row["half"] is None:
        return "–"
    return f"{written(row['mean'] - row['half'])} – {written(row['mean'] + row['half'])}"
