"""Two explanations side by side: the figures, the way from one score to the other, and every driver's shares."""

from __future__ import annotations

from collections.abc import Callable, Sequence

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


RowName = Callable[[ContrastRow, str], str]


def draw(contrast: Contrast, names: str = "contrast", row_name: RowName = row_name, key: str | None = None) -> None:
    """Draw the way from the score of ``contrast.b`` to that of ``contrast.a``, and the shares in both.

    ``names``: the section of strings that says what the two are; ``row_name`` says what a row is of in a language;
    ``key`` tells the picture from another contrast's on the page.
    """
    picture_place, table_place = st.columns(2, gap="large")
    with picture_place:
        section(t(f"{names}.way"), t(f"{names}.way_help"))
        ends = (t(f"{names}.other"), t(f"{names}.this"), t("why.axis"))
        figure = waterfall(differences(contrast, lang(), row_name), contrast.b.score, contrast.a.score, *ends)
        show(figure, key or names, t(f"{names}.way"))
    with table_place:
        section(t(f"{names}.rows"), t(f"{names}.rows_help"))
        _rows(contrast.rows, names, row_name)


def _rows(rows: Sequence[ContrastRow], names: str, row_name: RowName) -> None:
    largest = abs(rows[0].difference) if rows else 0.0
    st.html(_table(rows[:SHOWN], largest, names, row_name))
    if others := rows[SHOWN:]:
        size = max(0.01, abs(others[0].difference))
        with st.expander(t("contrast.more", count=len(others), size=f"{size:.2f}")):
            st.html(_table(others, largest, names, row_name))
    small(t("contrast.base"))


def _table(rows: Sequence[ContrastRow], largest: float, names: str, row_name: RowName) -> str:
    columns = [
        Column(t("why.driver")),
        Column(t(f"{names}.in_this"), number=True, extra=True),
        Column(t(f"{names}.in_other"), number=True, extra=True),
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
