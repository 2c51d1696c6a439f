"""Which words and features push items up that nobody wanted."""

from __future__ import annotations

import streamlit as st

from dashboard.charts.means import means
from dashboard.charts.template import show
from dashboard.frame import lead, small
from dashboard.pattern_views.wording import driver_title
from dashboard.session import t
from dashboard.tables import Column, table
from explain.wording import signed
from queries.patterns.choosing import Chosen
from queries.patterns.harm import wrong_pushes

SHOWN = 15


def draw(chosen: Chosen) -> None:
    """Draw the drivers that add most to items without action standing above items that were chosen."""
    rows = wrong_pushes(chosen, limit=SHOWN).to_pylist()
    if not rows:
        st.info(t("patterns.no_wrong"), icon=":material/check_circle:")
        return
    sure = [row["low"] is not None and row["low"] > 0 for row in rows]
    first = next((row for row, certain in zip(rows, sure, strict=True) if certain), rows[0])
    lead(
        t(
            "patterns.wrong_answer",
            driver=driver_title(first),
            harm=signed(first["harm"]),
            items=f"{first['all_wrong_items']:,}",
        )
    )
    labels = [driver_title(row) for row in rows]
    bounds = ([row["low"] for row in rows], [row["high"] for row in rows])
    axis = t("patterns.harm_axis")
    show(means(labels, [row["harm"] for row in rows], *bounds, axis, sure), "wrong", axis)
    columns = [
        Column(t("why.driver")),
        Column(t("patterns.harm"), number=True, help=t("patterns.harm_help")),
        Column(t("patterns.wrong_mean"), number=True),
        Column(t("patterns.right_mean"), number=True),
        Column(t("patterns.wrong_items"), number=True),
    ]
    cells = [
        [
            driver_title(row),
            signed(row["harm"]),
            signed(row["wrong_mean"]),
            "–" if row["right_mean"] is None else signed(row["right_mean"]),
            f"{row['wrong_items']:,}",
        ]
        for row in rows
    ]
    st.html(table(columns, cells))
    small(t("patterns.wrong_how"))
