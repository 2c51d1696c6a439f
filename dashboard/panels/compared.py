"""Two rankers beside each other: what the change is worth, how much changes, and where it loses most."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import streamlit as st

from dashboard import comparison_tables, frame, loser_blocks
from dashboard.comparison_words import answer, churn_answer, segments_answer, titles
from dashboard.frame import lead, section, small
from dashboard.metric_words import metric_title, written
from dashboard.session import lang, t
from dashboard.text import as_text
from dashboard.url_choice import choose_one
from queries.comparing.comparison import Comparison

EVERYTHING = ""
Told = Mapping[str, Mapping[str, Any]]


def draw_answer(found: Comparison) -> None:
    """Draw the answer in a sentence, and its figures."""
    lead(answer(found, lang()))
    if found.quality["state"] != "shown":
        return
    a, b = (as_text(title) for title in titles(found, lang()))
    metric, row, signs = metric_title(found.metric, lang()), found.quality, found.signs
    change = f"{_between(row)}, p {written(row['p'])}"
    net = f"{_between(signs)}, p {written(signs['p'])}"
    frame.figures(
        [
            (f"{metric}: {a}", written(row["mean_a"]), ""),
            (f"{metric}: {b}", written(row["mean_b"]), ""),
            (
                t("compare.difference"),
                written(row["difference"], signed=True),
                f"{t('compare.difference_help')} {change}",
            ),
            (t("compare.net_wins"), written(signs["difference"], signed=True), f"{t('compare.net_wins_help')} {net}"),
            (t("compare.effect"), written(row["effect"], signed=True), t("compare.effect_help")),
            (t("compare.detectable"), written(row["least_detectable"]), t("compare.detectable_help")),
        ]
    )


def _between(row: Mapping[str, Any]) -> str:
    return f"{written(row['low'], signed=True)} – {written(row['high'], signed=True)}"


def draw_quality(found: Comparison) -> None:
    """Draw the differences of the segments."""
    if not found.segments:
        return
    section(f"{t('compare.quality')} · {found.titles[''][lang()]}")
    if said := segments_answer(found, lang()):
        small(said)
    st.html(comparison_tables.quality_table(found, lang()))
    small(t("compare.legend"))


def draw_churn(found: Comparison) -> None:
    """Draw how much of the slates changes, apart from what it is worth."""
    section(t("compare.change"), t("compare.change_help"))
    if said := churn_answer(found, lang()):
        small(said)
    figures_place, depths_place = st.columns(2, gap="large")
    with figures_place:
        st.html(comparison_tables.churn_table(found, lang()))
        small(t("compare.churn_how", persistence=f"{found.persistence:.2g}", k=found.k))
    with depths_place:
        if found.depths:
            st.html(comparison_tables.depths(found, lang()))
    if found.churn_segments:
        with st.expander(t("compare.churn_by")):
            st.html(comparison_tables.churn_segments(found, lang()))


def draw_losers(found: Comparison, told: Callable[[], Told], frozen: bool = False) -> Told:
    """Draw one of the losing contexts with both slates and both explanations; return what ``told`` explains of all."""
    if found.quality["state"] != "shown":
        return {}
    section(t("compare.losers"), t("compare.losers_help"))
    which_place, within_place = st.columns([3, 2], vertical_alignment="bottom")
    if found.segments and not frozen:
        with within_place:
            _ask_within(found)
    if not found.losers:
        small(t("compare.no_losers"))
        return {}
    of = {loser.context_id: loser for loser in found.losers}
    place = {context_id: number for number, context_id in enumerate(of, start=1)}
    with which_place:
        chosen = choose_one(
            "loser",
            t("compare.context"),
            list(of),
            found.losers[0].context_id,
            lambda context_id: loser_blocks.loser_title(place[context_id], of[context_id], lang()),
        )
    loser = of[chosen]
    st.html(loser_blocks.slates(found, loser, lang()))
    st.html(f'<p class="small">{loser_blocks.turned_on(loser, lang())} {loser_blocks.why_link(loser, lang())}</p>')
    with st.spinner(t("compare.explaining"), show_time=True):
        explained = told()
    if explained.get(chosen):
        from explain.markup import STYLE  # brings torch, which whoever explains has loaded by now

        st.html(f"<style>{STYLE}</style>{loser_blocks.explanations(found, loser, explained[chosen], lang())}")
    return explained


def _ask_within(found: Comparison) -> None:
    shown = [row["segment"] for row in found.segments if row["state"] == "shown"]
    choose_one(
        "within",
        t("compare.within"),
        [EVERYTHING, *shown],
        EVERYTHING,
        lambda segment: found.titles[segment][lang()] if segment else t("compare.everything"),
    )


def draw_how(found: Comparison) -> None:
    """Draw the definition with its version, the identities, and how the figures were computed."""
    from queries.honesty import FLIPS, MIN_CONTEXTS, MIN_CONTEXTS_OF_RATES, RESAMPLES
    from queries.privacy import MIN_SHOPPERS

    with st.expander(t("compare.how")):
        st.html(comparison_tables.definition(found, lang()))
        counts = {"flips": f"{FLIPS:,}", "resamples": RESAMPLES, "shoppers": MIN_SHOPPERS}
        small(t("compare.how_text", needed=MIN_CONTEXTS, rates=MIN_CONTEXTS_OF_RATES, **counts))
