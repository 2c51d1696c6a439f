"""Affinities: which groups of shoppers care for which categories and brands."""

from __future__ import annotations

from typing import Any, get_args

import streamlit as st

from dashboard import session
from dashboard.charts.cells import cells
from dashboard.charts.template import show
from dashboard.frame import lead, section, small
from dashboard.metric_words import metric_title
from dashboard.panels import group_contexts, service_choice
from dashboard.session import lang, t
from dashboard.shopper_words import group_title
from dashboard.url_choice import choose_one
from queries.profiles.groups import AffinityOf, GroupBy, affinities, behind

GROUPS = 8


def draw() -> None:
    """Draw a map of groups and what they care for, and the contexts of a group."""
    by_place, of_place, _ = st.columns([3, 3, 4])
    with by_place:
        by = choose_one("people", t("groups.people"), get_args(GroupBy), "rfm", lambda name: t(f"groups.by_{name}"))
    with of_place:
        of = choose_one("of", t("groups.of"), get_args(AffinityOf), "category", lambda name: t(f"shoppers.{name}"))
    rows = session.answer(affinities, by, of).to_pylist()
    shown = [row for row in rows if row["state"] == "shown"]
    if not shown:
        st.info(t("segments.all_silent" if rows else "shoppers.no_affinities"), icon=":material/visibility_off:")
        return
    names = {segment: group_title(by, segment, lang()) for segment in {row["segment"] for row in rows}}
    most = max(shown, key=lambda row: row["lift"])
    lead(
        t(
            "groups.affinity_answer",
            group=names[most["segment"]],
            subject=most["subject"],
            share=f"{most['share']:.0%}",
            everyone=f"{most['everyone']:.0%}",
        )
    )
    section(t("groups.affinities"), t("groups.affinities_help"))
    _map(rows, names)
    small(t("groups.affinities_legend"))
    section(t("groups.contexts"))
    asked = service_choice.ask()
    groups = {row["segment"]: names[row["segment"]] for row in shown}
    chosen = group_contexts.ask(groups)
    if chosen is not None:
        note = t("groups.worst_of_each", metric=metric_title(asked.metric, lang()))
        answer = lambda: session.answer(behind, by, chosen, asked.metric, asked.ranker_id)  # noqa: E731
        group_contexts.draw(answer, asked.metric, note)


def _map(rows: list[dict[str, Any]], names: dict[str, str]) -> None:
    sizes = {row["segment"]: row["size"] or 0 for row in rows}
    groups = sorted(sizes, key=lambda name: -sizes[name])[:GROUPS]
    subjects = list(dict.fromkeys(row["subject"] for row in rows))
    by_place = {(row["subject"], row["segment"]): row for row in rows}
    grid = [[by_place[subject, group] for group in groups] for subject in subjects]
    better = [[row["share"] - row["everyone"] if row["state"] == "shown" else None for row in line] for line in grid]
    texts = [[f"{row['share']:.0%}" if row["state"] == "shown" else "×" for row in line] for line in grid]
    heads = [names[group].partition(" (")[0].partition("（")[0] for group in groups]
    hovers = [[f"{row['subject']} · {names[row['segment']]}: {_hover(row)}" for row in line] for line in grid]
    show(cells(subjects, heads, better, texts, hovers), "affinities", t("groups.affinities_help"))


def _hover(row: dict[str, Any]) -> str:
    if row["state"] != "shown":
        return t("segments.hidden")
    return t("groups.affinity_hover", shoppers=f"{row['shoppers']:,}", lift=f"{row['lift']:.2f}")
