"""Which columns drifted, how each looked before and now, where it drifted, and the contexts behind it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import streamlit as st

from dashboard import session
from dashboard.charts.before_now import before_now
from dashboard.charts.template import show
from dashboard.data_views.wording import bin_title, spans
from dashboard.frame import lead, section, small
from dashboard.metric_words import written
from dashboard.panels import context_list
from dashboard.session import lang, t
from dashboard.tables import Cell, Column, table
from dashboard.url_choice import choose_one
from queries.watch.drift import MODERATE, STRONG
from queries.watch.windows import Windows
from queries.watched import WATCHED

DRAWN = 15  # bins of names; the table of numbers has ten or so
USUAL_BY = "item_category"


def draw() -> None:
    """Draw the answer, the table of columns, and one column closely."""
    over = session.watched_windows()
    with st.spinner(t("segments.comparing")):
        rows = session.drifted(over)
    drifted = [row for row in rows if row["band"] in ("moderate", "strong")]
    lead(_answer(rows, drifted, over))
    st.html(table(_columns(t("data.column")), [_cells(WATCHED[row["column"]].title[lang()], row) for row in rows]))
    names = [row["column"] for row in rows]
    if not names:
        return
    name = choose_one(
        "column",
        t("data.column"),
        names,
        names[0],
        lambda column: WATCHED[column].title[lang()],
        t("data.column_help"),
    )
    _closely(name, over)


def _answer(rows: Sequence[dict[str, Any]], drifted: Sequence[dict[str, Any]], over: Windows) -> str:
    if not drifted:
        return t("data.none_drifted", count=len(rows), **spans(over))
    furthest = {"column": WATCHED[drifted[0]["column"]].title[lang()], "psi": written(drifted[0]["psi"])}
    key = "data.one_drifted" if len(drifted) == 1 else "data.some_drifted"
    return t(key, count=len(rows), drifted=len(drifted), **furthest, **spans(over))


def _columns(first: str) -> list[Column]:
    return [
        Column(first),
        Column(t("data.band")),
        Column(t("data.psi"), number=True, help=t("data.psi_help", moderate=MODERATE, strong=STRONG)),
        Column(t("data.of_chance"), number=True, help=t("data.of_chance_help")),
        Column(t("data.js"), number=True, help=t("data.js_help"), extra=True),
        Column(t("data.observations"), number=True, extra=True),
    ]


def _cells(title: str, row: dict[str, Any]) -> list[Cell]:
    return [
        title,
        t(f"data.band_{row['band']}"),
        written(row["psi"]),
        written(row["expected"]),
        written(row["jensen_shannon"]),
        f"{row['reference']:,} / {row['current']:,}",
    ]


def _closely(name: str, over: Windows) -> None:
    column = WATCHED[name]
    title = t("data.shares_of", column=column.title[lang()])
    section(title, column.meaning[lang()])
    bins = session.column_shares(name, over)
    drawn = bins if column.kind == "numeric" else _most_moved(bins)
    picture = before_now(
        [bin_title(row) for row in drawn],
        [row["reference"] for row in drawn],
        [row["current"] for row in drawn],
        (t("data.before"), t("data.now")),
    )
    show(picture, "shares", title)
    if any(row["psi"] is None for row in drawn):
        small(t("data.small_bins"))
    _where(name, over)
    _behind(name, bins, over)


def _most_moved(bins: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the bins that make most of the drift."""
    return sorted(bins, key=lambda row: -(row["psi"] or 0))[:DRAWN]


def _where(name: str, over: Windows) -> None:
    known, _, _ = session.told_apart()
    kinds = ("context", "item") if WATCHED[name].of == "item" else ("context",)
    fitting = [each.name for each in known.values() if each.key in kinds]
    if not fitting:
        return
    section(t("data.where"))
    by = choose_one("by", t("data.by"), fitting, USUAL_BY, lambda each: known[each].title[lang()], t("data.by_help"))
    rows = session.drifted_by(name, by, over)
    st.html(
        table(
            _columns(t("data.segment")),
            [_cells(known[by].segment_title(row["part"], lang()), row) for row in rows[:DRAWN]],
        )
    )


def _behind(name: str, bins: Sequence[dict[str, Any]], over: Windows) -> None:
    section(t("data.behind"))
    occurring = [row for row in bins if row["current"]]
    if not occurring:
        small(t("data.no_contexts"))
        return
    titles = {str(row["bin"]): bin_title(row) for row in occurring}
    usual = str(max(occurring, key=lambda row: (row["current"] > (row["reference"] or 0), row["psi"] or 0))["bin"])
    place = choose_one("bin", t("data.which"), list(titles), usual, titles.__getitem__, t("data.which_help"))
    context_list.draw(session.behind_drift(name, place, over))
