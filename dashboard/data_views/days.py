"""Days unlike the same weekdays before them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import streamlit as st

from dashboard import session
from dashboard.charts.daily import daily
from dashboard.charts.template import show
from dashboard.data_views.wording import series_title
from dashboard.frame import lead, section, small
from dashboard.metric_words import written
from dashboard.panels import context_list
from dashboard.session import t
from dashboard.tables import Cell, Column, table
from dashboard.url_choice import choose_one

USUAL = "click"


def draw() -> None:
    """Draw the answer, the series chosen, the days unlike others, and the contexts of one of them."""
    rows = session.days()
    unlike = sorted((row for row in rows if row["unlike"]), key=lambda row: (row["z"] is not None, -abs(row["z"] or 0)))
    lead(_answer(unlike))
    _series(rows)
    if not unlike:
        return
    columns = [
        Column(t("data.day")),
        Column(t("data.series")),
        Column(t("data.count"), number=True),
        Column(t("data.usual"), number=True),
        Column(t("data.z"), number=True, help=t("data.z_help"), extra=True),
    ]
    st.html(table(columns, [_cells(row) for row in unlike]))
    _contexts(unlike)


def _answer(unlike: Sequence[dict[str, Any]]) -> str:
    if not unlike:
        return t("data.no_day")
    told = _told(unlike[0])
    days = len({row["day"] for row in unlike})
    return t("data.one_day", told=told) if days == 1 else t("data.some_days", count=days, told=told)


def _told(row: dict[str, Any]) -> str:
    known = {
        "day": f"{row['day']}",
        "series": series_title(row["series"], row["brand"]),
        "count": f"{row['events']:,}",
    }
    if row["usual"] is None:
        return t("data.told_day_few", **known)
    return t("data.told_day", usual=f"{row['usual']:,.0f}", **known)


def _series(rows: Sequence[dict[str, Any]]) -> None:
    """Draw one series. Those of a brand are drawn only where one of their days stands out."""
    names = {_name(row): row for row in rows if row["brand"] is None}
    names |= {_name(row): row for row in rows if row["unlike"]}
    if not names:
        return
    usual = next((_name(row) for row in rows if row["unlike"]), USUAL)
    chosen = choose_one(
        "series",
        t("data.series"),
        list(names),
        usual,
        lambda name: series_title(names[name]["series"], names[name]["brand"]),
        t("data.series_help"),
    )
    drawn = [row for row in rows if _name(row) == chosen]
    picture = daily(
        [row["day"] for row in drawn],
        [row["events"] for row in drawn],
        [None if row["low"] is None else (row["low"], row["high"]) for row in drawn],
        [row["unlike"] for row in drawn],
        (t("data.count"), t("data.usual")),
    )
    show(picture, "days", series_title(names[chosen]["series"], names[chosen]["brand"]))
    small(t("data.days_legend"))


def _name(row: dict[str, Any]) -> str:
    return str(row["series"]) if row["brand"] is None else f"{row['series']} {row['brand']}"


def _cells(row: dict[str, Any]) -> list[Cell]:
    usual = t("data.few") if row["usual"] is None else f"{row['usual']:,.0f}"
    return [
        f"{row['day']}",
        series_title(row["series"], row["brand"]),
        f"{row['events']:,}",
        usual,
        written(row["z"], signed=True),
    ]


def _contexts(unlike: Sequence[dict[str, Any]]) -> None:
    section(t("data.contexts_of_day"))
    known = {f"{row['day']} {_name(row)}": row for row in unlike}
    chosen = choose_one("day", t("data.day_choice"), list(known), "", lambda name: _told(known[name]))
    row = known[chosen]
    context_list.draw(session.behind_day(row["series"], row["brand"], f"{row['day']}"))
