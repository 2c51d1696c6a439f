"""What people think of each category, by their stars."""

from __future__ import annotations

import pyarrow as pa
import streamlit as st

from dashboard.charts.intervals import forest
from dashboard.charts.palette import AGAINST, FOR, NEUTRAL
from dashboard.charts.template import show
from dashboard.frame import section, small
from dashboard.metric_words import written
from dashboard.session import t
from dashboard.tables import Cell, Column, table

DRAWN = 30


def draw(categories: pa.Table) -> None:
    """Draw mean stars with their intervals, the least liked first."""
    section(t("reviews.categories"), t("reviews.categories_help"))
    rows = categories.to_pylist()
    shown = [row for row in rows if row["state"] == "shown" and row["half"] is not None]
    if not shown:
        st.info(t("segments.all_silent"), icon=":material/visibility_off:")
        return
    everywhere = sum(row["stars"] * row["reviews"] for row in shown) / sum(row["reviews"] for row in shown)
    intervals = [(row["stars"], row["stars"] - row["half"], row["stars"] + row["half"]) for row in shown[:DRAWN]]
    colours = [FOR if low > everywhere else AGAINST if high < everywhere else NEUTRAL for _, low, high in intervals]
    names = [_name(row["category"]) for row in shown[:DRAWN]]
    show(forest(names, intervals, colours, everywhere), "stars", t("reviews.categories_help"))
    small(t("reviews.categories_legend"))
    with st.expander(t("segments.table")):
        columns = [
            Column(t("shoppers.category")),
            Column(t("reviews.reviews"), number=True),
            Column(t("segments.shoppers"), number=True, extra=True),
            Column(t("reviews.stars"), number=True),
            Column(t("reviews.unhappy"), number=True, help=t("reviews.unhappy_help")),
            Column(t("reviews.happy"), number=True, help=t("reviews.happy_help")),
        ]
        lines: list[list[Cell]] = [
            [_name(row["category"]), t("segments.hidden"), *["–"] * 4]
            if row["state"] == "hidden"
            else [
                _name(row["category"]),
                f"{row['reviews']:,}",
                f"{row['shoppers']:,}",
                written(row["stars"]),
                f"{row['unhappy']:.0%}",
                f"{row['happy']:.0%}",
            ]
            for row in rows
        ]
        st.html(table(columns, lines))


def _name(category: str | None) -> str:
    return category or t("reviews.no_category")
