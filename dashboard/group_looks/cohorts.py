"""Cohorts: who came first in a week or month, and how many of them were back later."""

from __future__ import annotations

from typing import Any

import streamlit as st

from dashboard import session
from dashboard.charts.shades import shades
from dashboard.charts.template import show
from dashboard.frame import lead, section, small
from dashboard.metric_words import metric_title
from dashboard.panels import group_contexts, service_choice
from dashboard.session import lang, t
from dashboard.url_choice import choose_one
from queries.profiles.groups import behind, cohorts

AGES = 13
SHOWN = 26


def draw() -> None:
    """Draw retention by cohort and age, and the contexts of a cohort."""
    of_place, grain_place, _ = st.columns([3, 3, 4])
    with of_place:
        of = choose_one("cohort", t("groups.cohort_of"), ("visit", "purchase"), "visit", lambda n: t(f"groups.of_{n}"))
    with grain_place:
        grain = choose_one("grain", t("groups.grain"), ("week", "month"), _usual(), lambda n: t(f"groups.{n}"))
    rows = [row for row in session.answer(cohorts, grain, of).to_pylist() if row["age"] < AGES]
    names = list(dict.fromkeys(row["cohort"] for row in rows))[-SHOWN:]
    if not names:
        st.info(t("groups.no_cohorts"), icon=":material/group_off:")
        return
    if all(row["state"] == "hidden" for row in rows):
        st.info(t("segments.all_silent"), icon=":material/visibility_off:")
        return
    known = [row for row in rows if row["state"] == "shown" and row["age"] == 1]
    if known:
        back = sum(row["shoppers"] for row in known) / sum(row["size"] for row in known)
        lead(t(f"groups.back_after_{grain}", share=f"{back:.0%}", shoppers=f"{sum(r['size'] for r in known):,}"))
    section(t("groups.retention"), t("groups.retention_help"))
    by_place = {(row["cohort"], row["age"]): row for row in rows}
    ages = list(range(max(row["age"] for row in rows) + 1))
    grid = [[by_place.get((name, age)) for age in ages] for name in names]
    titles = [_title(line[0]) for line in grid]
    values = [[row["retention"] if row else None for row in line] for line in grid]
    texts = [[_text(row) for row in line] for line in grid]
    axis = t(f"groups.age_{grain}")
    show(shades(titles, [str(age) for age in ages], values, texts, axis), "cohorts", t("groups.retention_help"))
    small(t("groups.retention_legend"))
    if of == "visit":
        _contexts(grain, [line[0] for line in grid if line[0]])


def _usual() -> str:
    overview = session.overview()
    if overview.first is None or overview.last is None:
        return "month"
    return "week" if (overview.last - overview.first).days <= 7 * 26 else "month"


def _contexts(grain: str, first: list[dict[str, Any]]) -> None:
    asked = service_choice.ask()
    groups = {f"{row['cohort']:%Y-%m-%d}": _title(row) for row in first if row["state"] == "shown"}
    chosen = group_contexts.ask(groups)
    if chosen:
        found = lambda: session.answer(behind, grain, chosen, asked.metric, asked.ranker_id)  # noqa: E731
        group_contexts.draw(found, asked.metric, t("groups.worst_of_each", metric=metric_title(asked.metric, lang())))


def _title(row: dict[str, Any] | None) -> str:
    if row is None:
        return ""
    size = "×" if row["size"] is None else f"{row['size']:,}"
    return f"{row['cohort']:%Y-%m-%d} ({size})"


def _text(row: dict[str, Any] | None) -> str:
    if row is None:
        return ""
    return "×" if row["state"] == "hidden" else f"{row['retention']:.0%}"
