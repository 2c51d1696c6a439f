"""What a shopper cares for, beside what they are shown and what everybody cares for."""

from __future__ import annotations

from typing import Any

import streamlit as st

from dashboard.frame import section, small
from dashboard.session import t
from dashboard.tables import Cell, Column, table
from queries.profiles.shopper import Profile


def draw(profile: Profile) -> None:
    """Draw categories and brands side by side."""
    section(t("shoppers.affinities"), t("shoppers.affinities_help"))
    rows = profile.affinities.to_pylist()
    if not rows:
        st.info(t("shoppers.no_affinities"), icon=":material/category:")
        return
    for place, of in zip(st.columns(2, gap="large"), ("category", "brand"), strict=True):
        with place:
            _table([row for row in rows if row["of"] == of], of)
    small(t("shoppers.affinities_note"))


def _table(rows: list[dict[str, Any]], of: str) -> None:
    columns = [
        Column(t(f"shoppers.{of}")),
        Column(t("shoppers.theirs"), number=True, help=t("shoppers.theirs_help")),
        Column(t("shoppers.shown_share"), number=True, help=t("shoppers.shown_share_help")),
        Column(t("shoppers.everyone"), number=True, help=t("shoppers.everyone_help"), extra=True),
        Column(t("shoppers.lift"), number=True, help=t("shoppers.lift_help")),
    ]
    lines: list[list[Cell]] = [
        [row["subject"], *(_share(row[name]) for name in ("share", "shown_share", "everyone")), _times(row["lift"])]
        for row in rows
    ]
    st.html(table(columns, lines))


def _share(value: float | None) -> str:
    return "–" if value is None else f"{value:.1%}" if value < 0.1 else f"{value:.0%}"


def _times(value: float | None) -> str:
    return "–" if value is None else f"{value:.1f}×"
