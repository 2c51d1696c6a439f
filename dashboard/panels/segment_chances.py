"""Whether a ranker's chances come true: the reliability curve of its slates."""

from __future__ import annotations

import streamlit as st

from dashboard import session
from dashboard.charts.reliability import reliability_curve
from dashboard.charts.template import show
from dashboard.comparison_words import slate_title
from dashboard.frame import lead, small
from dashboard.metric_words import written
from dashboard.panels.segment_choice import SegmentChoice
from dashboard.session import lang, t
from dashboard.tables import Cell, Column, table


def draw(choice: SegmentChoice) -> None:
    """Draw predicted chances beside what happened, over all that was shown again by the chosen ranker."""
    ranker_id = choice.asked.ranker_id
    with st.spinner(t("segments.comparing")):
        rows = session.reliability(ranker_id).to_pylist()
    if not rows:
        _, names = session.measurable()
        st.info(
            t("segments.no_chances", slates=slate_title(ranker_id, names.get(ranker_id, ranker_id), lang())),
            icon=":material/percent:",
        )
        return
    pairs = sum(row["pairs"] for row in rows)
    error = sum(row["pairs"] * abs(row["probability"] - row["happened"]) for row in rows) / pairs
    excess = sum(row["pairs"] * (row["probability"] - row["happened"]) for row in rows)
    verdict = t("segments.chances_high") if excess > 0 else t("segments.chances_low")
    lead(t("segments.chances", error=written(error), pairs=f"{pairs:,}", verdict=verdict))
    axes = (t("segments.chances_axis"), t("segments.happened_axis"))
    predicted, happened = [row["probability"] for row in rows], [row["happened"] for row in rows]
    picture_place, table_place = st.columns([3, 2], gap="large")
    with picture_place:
        show(reliability_curve(predicted, happened, axes), "reliability", axes[0])
        small(t("segments.chances_legend"))
    with table_place:
        columns = [Column(t(f"segments.{name}"), number=True) for name in ("pairs", "predicted", "happened")]
        cells: list[list[Cell]] = [
            [f"{row['pairs']:,}", written(row["probability"]), written(row["happened"])] for row in rows
        ]
        st.html(table(columns, cells))
