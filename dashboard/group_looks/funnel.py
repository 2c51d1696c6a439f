"""The funnel from a context to a purchase, for all or by a dimension."""

from __future__ import annotations

from typing import Any

import pyarrow as pa
import streamlit as st

from dashboard import session
from dashboard.charts.shades import shades
from dashboard.charts.shares import shares
from dashboard.charts.template import show
from dashboard.frame import lead, section, small
from dashboard.panels import group_contexts
from dashboard.session import lang, t
from dashboard.url_choice import choose_one
from queries.profiles.groups import STEPS, funnel, stopped
from queries.profiles.people import People
from queries.segments import Dimension

ALL = "all"
SEGMENTS = 15
ROOM = 1.7  # of the axis, in shares: what is written at the ends of bars needs some


def draw() -> None:
    """Draw how far contexts come, then by a dimension, then those that stopped somewhere."""
    rows = session.answer(_funnel, None).to_pylist()
    told = [row for row in rows if row["state"] == "shown"]
    if not told:
        st.info(t("segments.all_silent" if rows else "shoppers.no_contexts"), icon=":material/visibility_off:")
        return
    last = told[-1]
    lead(t("groups.funnel_answer", share=f"{last['share']:.0%}", step=_step(last["step"])))
    section(t("groups.funnel"), t("groups.funnel_help"))
    texts = [_count(row) for row in told]
    names = [_step(row["step"]) for row in told]
    figure = shares(names, [row["share"] for row in told], texts, "")
    figure.update_xaxes(range=[0, ROOM], showticklabels=False, showgrid=False)
    show(figure, "funnel", t("groups.funnel_help"))
    small(t("groups.funnel_note"))
    _by_dimension()
    section(t("groups.contexts"))
    onward = {row["step"]: row["contexts"] for row in told}
    ended = [step for step, count in onward.items() if count > onward.get(step + 1, 0)]
    chosen = group_contexts.ask({str(step): t("groups.stopped_at", step=_step(step)) for step in ended})
    if chosen:
        group_contexts.draw(lambda: session.answer(stopped, int(chosen)), None, t("groups.stopped_note"))


def _by_dimension() -> None:
    known = {name: each for name, each in session.told_apart()[0].items() if each.key == "context"}
    if not known:
        return
    section(t("groups.funnel_by"))
    by = choose_one("by", t("segments.by"), list(known), "device", lambda name: known[name].title[lang()])
    rows = session.answer(_funnel, by).to_pylist()
    sizes = {row["segment"]: row["contexts"] or 0 for row in rows if row["step"] == 1}
    names = sorted(sizes, key=lambda name: -sizes[name])[:SEGMENTS]
    cells = {(row["segment"], row["step"]): row for row in rows}
    steps = range(2, len(STEPS) + 1)
    grid = [[cells[name, step] for step in steps] for name in names]
    titles = [f"{known[by].segment_title(name, lang())} ({sizes[name]:,})" for name in names]
    values = [[row["share"] for row in line] for line in grid]
    texts = [[_share(row) for row in line] for line in grid]
    show(shades(titles, [_step(step) for step in steps], values, texts), "funnel by", t("groups.funnel_by"))
    small(t("groups.funnel_by_note"))


def _funnel(people: People, by: str | None) -> pa.Table:
    known: dict[str, Dimension] = session.told_apart()[0]
    return funnel(people, known[by] if by else None)


def _step(step: int) -> str:
    return t(f"groups.step_{STEPS[step - 1]}")


def _count(row: dict[str, Any]) -> str:
    onward = "" if row["onward"] is None else f" ({t('groups.onward', share=format(row['onward'], '.0%'))})"
    return f"{row['contexts']:,} · {row['share']:.0%}{onward}"


def _share(row: dict[str, Any]) -> str:
    return "×" if row["state"] == "hidden" else f"{row['share']:.0%}"
