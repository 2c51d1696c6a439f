"""Two items of one context side by side: the answer, the way from one score to the other, and every driver's shares."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from dashboard import frame
from dashboard.charts.contrast import differences
from dashboard.charts.template import show
from dashboard.charts.waterfall import waterfall
from dashboard.frame import section, small
from dashboard.session import lang, t
from dashboard.tables import Cell, Column, bar, table
from dashboard.text import ABSENT
from explain.answers import row_name
from explain.contrast import Contrast, ContrastRow
from explain.wording import signed

SHOWN = 12


def figures(contrast: Contrast) -> None:
    """Draw the two scores and how exactly their difference is explained."""
    gap = f"{contrast.gap_difference:+.4f}".replace("-", "−")
    frame.figures(
        [
            (t("contrast.this_score"), signed(contrast.a.score), t("why.score_help")),
            (t("contrast.other_score"), signed(contrast.b.score), t("why.score_help")),
            (t("contrast.difference"), signed(contrast.score_difference), t("contrast.difference_help")),
            (t("contrast.gap"), gap, t("contrast.gap_help")),
        ]
    )


def draw(contrast: Contrast) -> None:
    """Draw the way from the other item's score to this one's, and the shares in both."""
    picture_place, table_place = st.columns(2, gap="large")
    with picture_place:
        section(t("contrast.way"), t("contrast.way_help"))
        names = (t("contrast.other"), t("contrast.this"), t("why.axis"))
        figure = waterfall(differences(contrast, lang()), contrast.b.score, contrast.a.score, *names)
        show(figure, "contrast", t("contrast.way"))
    with table_place:
        section(t("contrast.rows"), t("contrast.rows_help"))
        _rows(contrast.rows)


def _rows(rows: Sequence[ContrastRow]) -> None:
    largest = abs(rows[0].difference) if rows else 0.0
    st.html(_table(rows[:SHOWN], largest))
    if others := rows[SHOWN:]:
        size = max(0.01, abs(others[0].difference))
        with st.expander(t("contrast.more", count=len(others), size=f"{size:.2f}")):
            st.html(_table(others, largest))
    small(t("contrast.base"))


def _table(rows: Sequence[ContrastRow], largest: float) -> str:
    columns = [
        Column(t("why.driver")),
        Column(t("contrast.in_this"), number=True, extra=True),
        Column(t("contrast.in_other"), number=True, extra=True),
        Column(t("contrast.difference"), number=True),
        Column(""),
    ]
    cells: list[list[Cell]] = [
        [
            row_name(row, lang()),
            _share(row.in_a),
            _share(row.in_b),
            signed(row.difference),
            bar(row.difference, largest),
        ]
        for row in rows
    ]
    return table(columns, cells)


def _share(value: float | None) -> str:
    return ABSENT if value is None else signed(value)
