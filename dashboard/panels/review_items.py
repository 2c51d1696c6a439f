"""The items people like least: what they complain of, how they are shown, and why they are ranked where they are."""

from __future__ import annotations

import pyarrow as pa
import streamlit as st

from dashboard.frame import section, small
from dashboard.metric_words import written
from dashboard.session import t
from dashboard.tables import Cell, Column, table
from dashboard.why_link import why_link
from queries.privacy import MIN_SHOPPERS
from queries.profiles.reviews import Aspects


def draw(least: pa.Table, aspects: Aspects) -> None:
    """Draw the table of items with a way to Why for a search they are shown for."""
    section(t("reviews.least"), t("reviews.least_help", shoppers=MIN_SHOPPERS))
    rows = least.to_pylist()
    if not rows:
        st.info(t("reviews.no_items", shoppers=MIN_SHOPPERS), icon=":material/inventory_2:")
        return
    said = {row["item_id"]: row["words"] for row in aspects.complaints.to_pylist()}
    ranked = any(row["rank"] is not None for row in rows)
    columns = [
        Column(t("reviews.item")),
        Column(t("reviews.stars"), number=True),
        Column(t("reviews.reviews"), number=True, extra=True),
        Column(t("reviews.complain_of"), extra=True),
        Column(t("reviews.shown"), number=True),
        Column(t("reviews.position"), number=True, extra=True),
        *([Column(t("reviews.rank"), number=True, extra=True)] if ranked else []),
        Column(t("reviews.click_rate"), number=True, extra=True),
        Column(""),
    ]
    lines: list[list[Cell]] = [
        [
            row["item"] or row["item_id"],
            written(row["stars"]),
            f"{row['reviews']:,}",
            " · ".join(" ".join(words) for words in said.get(row["item_id"], [])) or "–",
            f"{row['impressions']:,}",
            written(row["position"]),
            *([written(row["rank"])] if ranked else []),
            "–" if row["click_rate"] is None else f"{row['click_rate']:.1%}",
            why_link(search=row["often_shown"], item=row["item_id"]) if row["often_shown"] else "",
        ]
        for row in rows
    ]
    st.html(table(columns, lines))
    small(t("reviews.least_note"))
