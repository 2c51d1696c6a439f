"""The answer: which segments are served worst, what it costs, and a way to look closer at each."""

from __future__ import annotations

from typing import Any

import streamlit as st

from dashboard import session
from dashboard.frame import lead, section, small
from dashboard.metric_words import metric_title, written
from dashboard.panels.segment_choice import SegmentChoice
from dashboard.segment_words import conditions, finding
from dashboard.session import lang, t
from dashboard.tables import Cell, Column, Html, bar, table
from dashboard.text import as_text
from dashboard.url_choice import write
from queries.honesty import LEVEL


def draw(choice: SegmentChoice) -> None:
    """Draw the worst segments of what is asked: a sentence, then a table, the dearest first."""
    with st.spinner(t("segments.searching"), show_time=True):
        answer = session.worst(choice.asked)
    rows = answer.found.to_pylist()
    metric = metric_title(choice.asked.metric, lang())
    tried = f"{answer.tried:,}"
    if not rows:
        lead(t("segments.none_worse", tried=tried, metric=metric))
        return
    told = finding(choice.known, rows[0], choice.asked.metric, 1.0, lang())
    key = "segments.one_worse" if len(rows) == 1 else "segments.some_worse"
    lead(t(key, tried=tried, count=len(rows), metric=metric, finding=told))
    section(t("segments.worst"), t("segments.worst_help", level=f"{LEVEL:.0%}"))
    most = max(abs(row["difference"]) for row in rows)
    columns = [
        Column(t("segments.segment")),
        Column(metric, number=True),
        Column(t("segments.elsewhere"), number=True, extra=True),
        Column(t("segments.own"), number=True, help=t("segments.own_help")),
        Column("", extra=True),
        Column(t("segments.contexts"), number=True, extra=True),
        Column(t("segments.cost"), number=True, help=t("segments.cost_help")),
    ]
    st.html(table(columns, [_cells(choice, row, most) for row in rows]))
    _offer(choice, rows)


def _cells(choice: SegmentChoice, row: dict[str, Any], most: float) -> list[Cell]:
    better = row["difference"] if choice.higher_is_better else -row["difference"]
    return [
        conditions(choice.known, row["dimensions"], row["segments"], lang()),
        written(row["mean"]),
        written(row["rest_mean"]),
        written(row["difference"], signed=True),
        Html(bar(better, most).code),
        f"{row['contexts']:,}",
        written(row["cost"]),
    ]


def _offer(choice: SegmentChoice, rows: list[dict[str, Any]]) -> None:
    small(t("segments.closer"))
    with st.container(horizontal=True, gap="small"):
        for place, row in enumerate(rows):
            filters = [f"{name}={segment}" for name, segment in zip(row["dimensions"], row["segments"], strict=True)]
            st.button(
                as_text(" · ".join(_short(choice, *each.split("=", 1)) for each in filters)),
                key=f"closer {place}",
                on_click=write,
                args=("only", filters),
            )


def _short(choice: SegmentChoice, name: str, segment: str) -> str:
    return choice.known[name].segment_title(segment, lang())
