"""Asks by what to say how well shoppers are served; the answer lives in the URL."""

from __future__ import annotations

import streamlit as st

from dashboard import session
from dashboard.metric_words import metric_meaning, metric_title
from dashboard.panels.segment_choice import direction
from dashboard.session import lang, t
from dashboard.text import as_text
from dashboard.url_choice import choose_one
from queries.observe import LOGGED, Asked
from queries.profiles.groups import USUAL_METRIC


def ask() -> Asked:
    """Draw the choice of a metric, and of whose slates where more than one ranked; the usual where none is measured."""
    measured = session.measured()
    names = {LOGGED: t("segments.logged")} | {entry.ranker_id: entry.name for entry in session.rankers()}
    ids = [ranker_id for ranker_id in names if ranker_id in measured]
    if not ids:
        return Asked(USUAL_METRIC)
    metric_place, slates_place, _ = st.columns([4, 3, 3], vertical_alignment="bottom")
    ranker_id = ids[0]
    if len(ids) > 1:
        with slates_place:
            ranker_id = choose_one(
                "slates",
                t("segments.slates"),
                ids,
                LOGGED,
                names.__getitem__,
                t("segments.slates_help"),
            )
    labels = [label for label in measured[ranker_id] if direction(label) != "neither"]
    with metric_place:
        metric = choose_one(
            "metric", t("shoppers.metric"), labels, USUAL_METRIC, lambda label: metric_title(label, lang())
        )
    st.caption(as_text(metric_meaning(metric, lang())))
    return Asked(metric, ranker_id)
