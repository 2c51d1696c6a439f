"""What drives the ranker in one segment beside the rest, over the explanations that are stored."""

from __future__ import annotations

from typing import Any

import streamlit as st

from dashboard import session
from dashboard.charts.means import means
from dashboard.charts.template import show
from dashboard.frame import lead, small
from dashboard.panels import explain_now
from dashboard.panels.segment_choice import SegmentChoice
from dashboard.session import lang, t
from dashboard.tables import Column, table
from dashboard.url_choice import choose_one
from queries.patterns.segment_reasons import SegmentReasons
from queries.privacy import GroupTooSmall

SHOWN = 15


def draw(choice: SegmentChoice) -> None:
    """Ask for a segment of the dimension and draw the drivers that weigh differently in it."""
    if not session.rankers():
        st.info(t("why.no_ranker"), icon=":material/model_training:")
        return
    if not session.pattern_segments():
        st.info(t("segments.no_reasons"), icon=":material/hourglass_empty:")
        explain_now.draw()
        return
    rows = session.figures(choice.asked, choice.by.name).to_pylist()
    names = [row["segment"] for row in rows if row["state"] == "shown"]
    if not names:
        st.info(t("segments.all_silent"), icon=":material/visibility_off:")
        return
    segment = choose_one(
        "of", t("segments.of"), names, _farthest(rows), lambda name: choice.by.segment_title(name, lang())
    )
    try:
        found = session.segment_reasons(choice.by.name, segment)
    except GroupTooSmall:
        st.info(t("segments.few_reasons"), icon=":material/visibility_off:")
        with st.expander(t("patterns.more")):
            explain_now.draw()
        return
    _draw(choice.by.segment_title(segment, lang()), found)
    with st.expander(t("patterns.more")):
        explain_now.draw()


def _farthest(rows: list[dict[str, Any]]) -> str:
    """Return the segment that is furthest from the rest."""
    shown = [row for row in rows if row["state"] == "shown"]
    return str(max(shown, key=lambda row: abs(row["effect"] or 0.0))["segment"])


def _draw(name: str, found: SegmentReasons) -> None:
    from dashboard.pattern_views.wording import driver_title
    from explain.wording import signed

    tested = [row for row in found.rows.to_pylist() if row["difference"] is not None and row["q"] is not None]
    if not tested:
        st.info(t("patterns.change_few"), icon=":material/hourglass_empty:")
        return
    sure = [row for row in tested if row["significant"]]
    counts = {"contexts": f"{found.contexts:,}", "rest": f"{found.rest:,}", "tested": len(tested)}
    if sure:
        first = sure[0]
        told = {"driver": driver_title(first), "own": signed(first["mean_b"]), "other": signed(first["mean_a"])}
        lead(t("segments.reasons", segment=name, count=len(sure), **told, **counts))
    else:
        lead(t("segments.same_reasons", segment=name, **counts))
    rows = (sure or tested)[:SHOWN]
    labels = [driver_title(row) for row in rows]
    bounds = ([row["low"] for row in rows], [row["high"] for row in rows])
    axis = t("segments.reasons_axis")
    show(
        means(labels, [row["difference"] for row in rows], *bounds, axis, [bool(row["significant"]) for row in rows]),
        "reasons",
        axis,
    )
    columns = [
        Column(t("why.driver")),
        Column(name, number=True),
        Column(t("segments.rest"), number=True),
        Column(t("segments.difference"), number=True),
        Column("q", number=True, help=t("segments.q_help"), extra=True),
    ]
    cells = [
        [
            label,
            signed(row["mean_b"]),
            signed(row["mean_a"]),
            signed(row["difference"]) + ("*" if row["significant"] else ""),
            f"{row['q']:.3f}",
        ]
        for label, row in zip(labels, rows, strict=True)
    ]
    st.html(table(columns, cells))
    small(t("segments.reasons_how"))
