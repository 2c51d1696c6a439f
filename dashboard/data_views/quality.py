"""Quality week by week and between the windows, with and without the flagged accounts."""

from __future__ import annotations

from typing import Any

import streamlit as st

from dashboard import session
from dashboard.charts.intervals import line
from dashboard.charts.template import show
from dashboard.data_views.wording import spans
from dashboard.frame import lead, small
from dashboard.metric_words import metric_meaning, metric_title, written
from dashboard.panels import leave_out
from dashboard.panels.segment_choice import direction
from dashboard.session import lang, t
from dashboard.tables import Column, table
from dashboard.url_choice import choose_one
from queries.observe import LOGGED
from queries.shown import SHOWN_METRICS
from queries.watch.windows import Windows

USUAL = "ndcg@10"


def draw() -> None:
    """Draw the choice of the metric, the answer, the weeks, and their table."""
    _, _, measured = session.told_apart()
    named = session.slates_named()
    ids = [ranker_id for ranker_id in named if ranker_id == LOGGED or measured.get(ranker_id)]
    over = session.watched_windows()
    answer = st.container()
    with st.container(horizontal=True, vertical_alignment="bottom"):
        slates = LOGGED
        if len(ids) > 1:
            slates = choose_one(
                "slates", t("data.slates"), ids, LOGGED, lambda each: _slates(each, named), t("data.slates_help")
            )
        labels = [label for label in measured.get(slates, []) if direction(label) != "neither"]
        labels += list(SHOWN_METRICS) if slates == LOGGED else []
        metric = choose_one(
            "metric",
            t("data.metric"),
            labels,
            USUAL,
            lambda label: metric_title(label, lang()),
            t("data.metric_help"),
        )
        without = leave_out.ask()
    with st.spinner(t("segments.comparing")):
        weeks, sides = session.over_time(metric, slates, without, over)
    with answer:
        lead(_answer(metric, {row["segment"]: row for row in sides}, over))
    small(metric_meaning(metric, lang()))
    shown = [row for row in weeks if row["state"] == "shown"]
    if shown:
        intervals = [(row["mean"], row["low"], row["high"]) for row in shown]
        show(line([row["segment"] for row in shown], intervals, t("data.week")), "weeks", metric_title(metric, lang()))
    columns = [
        Column(t("data.week")),
        Column(t("data.contexts"), number=True),
        Column(t("data.mean"), number=True),
        Column("95 %", number=True),
    ]
    st.html(table(columns, [_cells(row) for row in weeks]))
    st.page_link(
        "app_pages/segments_page.py",
        label=t("data.explore"),
        icon=":material/groups:",
        query_params={**session.carried(), "metric": metric, "slates": slates, "look": "contexts"},
    )


def _slates(ranker_id: str, named: dict[str, str]) -> str:
    return t("segments.logged") if ranker_id == LOGGED else named[ranker_id]


def _answer(metric: str, sides: dict[str, dict[str, Any]], over: Windows) -> str:
    title = metric_title(metric, lang())
    now, before = sides.get("current"), sides.get("reference")
    if now is None or before is None or now["mean"] is None or before["mean"] is None:
        return t("data.quality_silent", metric=title)
    told = {"metric": title, "now": written(now["mean"]), "before": written(before["mean"]), **spans(over)}
    if not now["significant"]:
        return t("data.quality_held", difference=written(now["difference"], signed=True), **told)
    return t("data.quality_rose" if now["difference"] > 0 else "data.quality_fell", **told)


def _cells(row: dict[str, Any]) -> list[str]:
    if row["state"] == "hidden":
        return [row["segment"], "–", t("segments.hidden"), "–"]
    if row["state"] == "few":
        return [row["segment"], f"{row['contexts']:,}", t("segments.few"), "–"]
    interval = f"{written(row['low'])} – {written(row['high'])}"
    return [row["segment"], f"{row['contexts']:,}", written(row["mean"]), interval]
