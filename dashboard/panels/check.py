"""Is all well: what the last check found, each with its number, its limit and where to look."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from dashboard import check_words, session
from dashboard.frame import lead, small
from dashboard.session import lang, t
from dashboard.tables import Cell, Column, table
from dashboard.why_link import link
from queries.segments import Dimension
from queries.watch.checks import Finding

Names = tuple[Mapping[str, str], Mapping[str, Dimension]]  # of what ranked, and of dimensions


def draw() -> None:
    """Draw the answer in a sentence, what needs a look, what else was checked, and the button that checks again."""
    last = session.last_check()
    if last is None:
        lead(t("check.never"))
        _offer()
        return
    lead(check_words.headline(last.findings, lang()))
    known, _, _ = session.told_apart()
    names = (session.slates_named(), known)
    if last.failed:
        st.html(table(_columns(), [_cells(found, names) for found in last.failed]))
    moment = f"{last.checked_at:%Y-%m-%d %H:%M}"
    if last.current:
        small(t("check.checked", moment=moment, count=len(last.findings)))
    else:
        small(t("check.outdated", moment=moment))
        _offer()
    with st.expander(t("check.others")):
        others = [found for found in last.findings if found.outcome != "fails"]
        st.html(table([*_columns(), Column(t("check.outcome"))], [_with_outcome(found, names) for found in others]))
        if last.current:
            _offer()


def _offer() -> None:
    if st.button(t("check.now"), icon=":material/fact_check:"):
        with st.spinner(t("check.checking"), show_time=True):
            session.check_now()
        st.rerun()


def _columns() -> Sequence[Column]:
    return [
        Column(t("check.what")),
        Column(t("check.value"), number=True),
        Column(t("check.limit"), number=True),
        Column(""),
    ]


def _cells(found: Finding, names: Names) -> list[Cell]:
    place = check_words.place(found)
    return [
        check_words.title(found, lang(), *names),
        check_words.value(found, lang()),
        check_words.limit(found, lang()),
        link(place[0], t("check.look"), **place[1]) if place else "",
    ]


def _with_outcome(found: Finding, names: Names) -> list[Cell]:
    return [*_cells(found, names), t("check.by_chance") if found.noise else t(f"check.outcome_{found.outcome}")]
