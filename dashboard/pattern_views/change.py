"""What changed: two halves of the time, or two rankers, driver by driver."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import streamlit as st

from dashboard import pattern_filters, session
from dashboard.charts.means import means
from dashboard.charts.template import show
from dashboard.frame import lead, section, small
from dashboard.pattern_views.wording import driver_title
from dashboard.session import t
from dashboard.tables import Column, table
from explain.wording import signed
from queries.patterns.choosing import Choice, Chosen

SHOWN = 20


def draw(chosen: Chosen) -> None:
    """Draw the drivers whose mean contribution changed most surely."""
    sides = _sides()
    if sides is None:
        st.info(t("patterns.change_one"), icon=":material/compare_arrows:")
        return
    names, (a, b) = sides
    rows = session.pattern_change(a, b).to_pylist()
    tested = [row for row in rows if row["difference"] is not None]
    sure = [row for row in tested if row["significant"]]
    if not tested:
        st.info(t("patterns.change_few"), icon=":material/hourglass_empty:")
        return
    lead(_answer(names, sure, len(tested)))
    first = (sure or tested)[:SHOWN]
    section(t("patterns.change_title", a=names[0], b=names[1]), t("patterns.change_help"))
    labels = [driver_title(row) for row in first]
    bounds = ([row["low"] for row in first], [row["high"] for row in first])
    certain = [bool(row["significant"]) for row in first]
    axis = t("patterns.change_axis")
    show(means(labels, [row["difference"] for row in first], *bounds, axis, certain), "change", axis)
    st.html(_table(first, names))
    small(t("patterns.change_how"))


def _answer(names: tuple[str, str], sure: list[dict], tested: int) -> str:
    if not sure:
        return t("patterns.change_none", a=names[0], b=names[1], tested=tested)
    top = sure[0]
    change = signed(top["difference"])
    return t(
        "patterns.change_answer", count=len(sure), tested=tested, driver=driver_title(top), change=change, b=names[1]
    )


def _sides() -> tuple[tuple[str, str], tuple[Choice, Choice]] | None:
    """Return the two sides to compare with their names: two rankers where there are, else two halves of the time."""
    base = pattern_filters.choice()
    rankers = session.explained_rankers()
    if len(rankers) > 1:
        (new, new_name), (old, old_name) = rankers[:2]
        return (old_name, new_name), (replace(base, ranker_id=old), replace(base, ranker_id=new))
    span = session.explained_span()
    if span is None or span[0] == span[1]:
        return None
    middle = span[0] + (span[1] - span[0]) / 2
    names = (f"{span[0]:%Y-%m-%d} – {middle - timedelta(days=1):%Y-%m-%d}", f"{middle:%Y-%m-%d} – {span[1]:%Y-%m-%d}")
    return names, (replace(base, end=middle), replace(base, start=middle))


def _table(rows: list[dict], names: tuple[str, str]) -> str:
    columns = [
        Column(t("why.driver")),
        Column(names[0], number=True),
        Column(names[1], number=True),
        Column(t("patterns.difference"), number=True),
        Column("q", number=True, help=t("patterns.q_help"), extra=True),
    ]
    cells = [
        [
            driver_title(row),
            signed(row["mean_a"]),
            signed(row["mean_b"]),
            signed(row["difference"]),
            "–" if row["q"] is None else f"{row['q']:.3f}",
        ]
        for row in rows
    ]
    return table(columns, cells)
