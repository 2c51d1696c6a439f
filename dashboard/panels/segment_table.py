"""The segments of one dimension: a picture of means and intervals, and the table behind it."""

from __future__ import annotations

from typing import Any

import streamlit as st

from dashboard import session
from dashboard.charts.intervals import forest
from dashboard.charts.palette import AGAINST, FOR, NEUTRAL
from dashboard.charts.template import show
from dashboard.frame import section, small
from dashboard.metric_words import metric_title, written
from dashboard.panels.segment_choice import SegmentChoice
from dashboard.session import lang, t
from dashboard.tables import Cell, Column, table

DRAWN = 30  # segments; the table has all of them


def draw(choice: SegmentChoice) -> None:
    """Draw how each segment is served, beside the rest."""
    section(t("segments.each", dimension=choice.by.title[lang()]), choice.by.meaning[lang()])
    with st.spinner(t("segments.comparing")):
        rows = session.figures(choice.asked, choice.by.name).to_pylist()
    shown = [row for row in rows if row["state"] == "shown"]
    if not shown:
        st.info(t("segments.all_silent"), icon=":material/visibility_off:")
        return
    small(_sentence(choice, shown))
    drawn = shown[:DRAWN]
    labels = [choice.by.segment_title(row["segment"], lang()) for row in drawn]
    intervals = [(row["mean"], row["low"], row["high"]) for row in drawn]
    colours = [_colour(choice, row) for row in drawn]
    metric = metric_title(choice.asked.metric, lang())
    show(forest(labels, intervals, colours, _overall(shown)), "forest", f"{metric}: {', '.join(labels)}")
    small(t("segments.forest_legend"))
    with st.expander(t("segments.table"), expanded=True):
        st.html(table(_columns(), [_cells(choice, row) for row in rows]))
        small(choice.by.missing[lang()])


def _sentence(choice: SegmentChoice, shown: list[dict[str, Any]]) -> str:
    real = sum(row["significant"] for row in shown)
    return t("segments.real", real=real, count=len(shown), dimension=choice.by.title[lang()])


def _overall(shown: list[dict[str, Any]]) -> float:
    """Return the mean over the segments shown, each as often as it has contexts."""
    return float(sum(row["mean"] * row["contexts"] for row in shown) / sum(row["contexts"] for row in shown))


def _colour(choice: SegmentChoice, row: dict[str, Any]) -> str:
    if not row["significant"]:
        return NEUTRAL
    return FOR if (row["difference"] > 0) == choice.higher_is_better else AGAINST


def _columns() -> list[Column]:
    return [
        Column(t("segments.segment")),
        Column(t("segments.contexts"), number=True),
        Column(t("segments.shoppers"), number=True, extra=True),
        Column(t("segments.mean"), number=True),
        Column("95 %", number=True, extra=True),
        Column(t("segments.difference"), number=True, help=t("segments.difference_help")),
        Column(t("segments.effect"), number=True, help=t("segments.effect_help")),
        Column("q", number=True, help=t("segments.q_help")),
        Column(t("segments.detectable"), number=True, help=t("segments.detectable_help")),
    ]


def _cells(choice: SegmentChoice, row: dict[str, Any]) -> list[Cell]:
    name = choice.by.segment_title(row["segment"], lang())
    if row["state"] == "hidden":
        return [name, t("segments.hidden"), *["–"] * 7]
    counts = [f"{row['contexts']:,}", f"{row['shoppers']:,}"]
    if row["state"] == "few":
        return [name, *counts, t("segments.few"), *["–"] * 5]
    return [
        name,
        *counts,
        written(row["mean"]),
        f"{written(row['low'])} – {written(row['high'])}",
        written(row["difference"], signed=True) + ("*" if row["significant"] else ""),
        written(row["effect"], signed=True),
        written(row["q"]),
        written(row["least_detectable"]),
    ]
