"""Contexts behind a number, each with a link to the Why page: when, what was searched, who, which item."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from dashboard import session
from dashboard.frame import small
from dashboard.session import t
from dashboard.tables import Cell, Column, table
from dashboard.why_link import shopper_link, why_link


def draw(rows: Sequence[Mapping[str, Any]]) -> None:
    """Draw rows of user_id, ts, search, rare, item_id; a rare search is not written, nor taken along by the link."""
    if not rows:
        small(t("data.no_contexts"))
        return
    columns = [
        Column(t("data.when"), extra=True),
        Column(t("data.search")),
        Column(t("data.shopper")),
        Column(t("data.item"), extra=True),
        Column(""),
    ]
    titles = session.item_titles()
    st.html(table(columns, [_cells(row, titles) for row in rows]))


def _cells(row: Mapping[str, Any], titles: Mapping[str, str]) -> list[Cell]:
    return [
        f"{row['ts']:%Y-%m-%d %H:%M}",
        row["search"] or t("segments.rare" if row["rare"] else "segments.no_search"),
        shopper_link(row["user_id"]) if row["user_id"] else "–",
        titles.get(row["item_id"], row["item_id"]) if row["item_id"] else "–",
        why_link(search=row["search"], user=row["user_id"], item=row["item_id"]),
    ]
