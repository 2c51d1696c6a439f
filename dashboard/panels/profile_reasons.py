"""The stored explanations of what a shopper was shown, summed, beside everybody's."""

from __future__ import annotations

from typing import Any

import streamlit as st

from dashboard.frame import lead, section, small
from dashboard.pattern_views.wording import driver_title
from dashboard.session import t
from dashboard.tables import Cell, Column, bar, table
from explain.wording import signed
from queries.profiles.shopper import Profile


def draw(profile: Profile) -> None:
    """Draw what the parts add on average, then the strongest features and item words."""
    section(t("shoppers.reasons"), t("shoppers.reasons_help"))
    parts = profile.parts.to_pylist()
    if not parts:
        st.info(t("shoppers.not_explained"), icon=":material/hourglass_empty:")
        return
    first = max(parts, key=lambda row: row["share"])
    lead(
        t(
            "shoppers.reasons_answer",
            part=t(f"part.{first['part']}"),
            share=f"{first['share']:.0%}",
            explanations=f"{first['explanations']:,}",
        )
    )
    parts_place, drivers_place = st.columns(2, gap="large")
    with parts_place:
        _parts(parts)
    with drivers_place:
        _drivers(profile.drivers.to_pylist())
    small(t("shoppers.reasons_note"))


def _parts(rows: list[dict[str, Any]]) -> None:
    columns = [
        Column(t("shoppers.part")),
        Column(t("shoppers.share"), number=True, help=t("shoppers.share_help")),
        Column(t("shoppers.everyone"), number=True),
        Column(t("shoppers.adds"), number=True, help=t("shoppers.adds_help")),
        Column(t("shoppers.everyone"), number=True, extra=True),
    ]
    lines: list[list[Cell]] = [
        [
            t(f"part.{row['part']}"),
            f"{row['share']:.0%}",
            _share(row["everyone_share"]),
            signed(row["mean"]),
            _signed(row["everyone_mean"]),
        ]
        for row in rows
    ]
    st.html(table(columns, lines))


def _drivers(rows: list[dict[str, Any]]) -> None:
    most = max((abs(row["mean"]) for row in rows), default=1.0)
    columns = [
        Column(t("shoppers.driver")),
        Column(t("shoppers.adds"), number=True, help=t("shoppers.adds_help")),
        Column(""),
        Column(t("shoppers.everyone"), number=True),
    ]
    lines: list[list[Cell]] = [
        [driver_title(row), signed(row["mean"]), bar(row["mean"], most), _signed(row["everyone_mean"])] for row in rows
    ]
    st.html(table(columns, lines))


def _share(value: float | None) -> str:
    return "–" if value is None else f"{value:.0%}"


def _signed(value: float | None) -> str:
    return "–" if value is None else signed(value)
