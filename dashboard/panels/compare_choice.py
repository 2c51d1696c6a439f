"""Asks what to compare with what, and by what; every answer lives in the URL."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from dashboard import session
from dashboard.comparison_words import slate_title
from dashboard.metric_words import metric_meaning, metric_title
from dashboard.session import lang, t
from dashboard.text import as_text
from dashboard.url_choice import choose_one
from queries.codes import OF_ITEMS
from queries.comparing.definitions import cut_off
from queries.slates import FLOOR, LOGGED

SIZES = ("5", "10", "20")
USUAL_METRIC, USUAL_DIMENSION = "ndcg@10", "intent"


@dataclass(frozen=True)
class CompareChoice:
    """Ranker ``b`` beside ``a`` by a metric.

    ``by``: the dimension whose segments are compared, None where there is none; ``within``: the segment of it whose
    losers are looked at, None for all.
    """

    a: str
    b: str
    metric: str
    k: int
    by: str | None
    within: str | None


def ask() -> CompareChoice | None:
    """Draw the questions and return the answers; None where there are no two to compare."""
    known, names = session.measurable()
    able = [ranker_id for ranker_id in known.of if known.others(ranker_id)]
    if not able:
        return None
    titles = {ranker_id: slate_title(ranker_id, names.get(ranker_id, ranker_id), lang()) for ranker_id in known.of}
    newest = [entry.ranker_id for entry in session.rankers() if entry.ranker_id in able]
    b_place, a_place, metric_place, k_place, by_place = st.columns([3, 3, 3, 1.6, 3], vertical_alignment="bottom")
    with b_place:
        usual = newest[0] if newest else able[-1]
        b = choose_one("b", t("compare.b"), able, usual, titles.__getitem__, t("compare.b_help"))
    others = known.others(b)
    with a_place:
        a = choose_one(
            "a", t("compare.a"), others, _usual_other(others, newest), titles.__getitem__, t("compare.a_help")
        )
    with metric_place:
        metrics = list(known.shared(a, b))
        metric = choose_one("metric", t("compare.metric"), metrics, USUAL_METRIC, _metric, t("compare.metric_help"))
    with k_place:
        sizes = sorted({*SIZES, str(cut_off(metric))}, key=int)
        k = choose_one("k", t("compare.k"), sizes, str(cut_off(metric)), str, t("compare.k_help"))
    with by_place:
        by, within = _ask_segment()
    st.caption(as_text(metric_meaning(metric, lang())))
    return CompareChoice(a, b, metric, int(k), by, within)


def _metric(label: str) -> str:
    return metric_title(label, lang())


def _usual_other(others: list[str], newest: list[str]) -> str:
    """Return what is most worth beating: an earlier ranker, else an order without a model, else what was shown."""
    rankers = [ranker_id for ranker_id in newest if ranker_id in others]
    floors = [ranker_id for ranker_id in others if ranker_id.startswith(FLOOR)]
    return next(iter([*rankers, *floors]), LOGGED)


def _ask_segment() -> tuple[str | None, str | None]:
    dimensions, *_ = session.told_apart()
    fitting = {name: each for name, each in dimensions.items() if each.key not in OF_ITEMS}
    if not fitting:
        return None, None
    by = choose_one(
        "by",
        t("compare.by"),
        list(fitting),
        USUAL_DIMENSION,
        lambda name: fitting[name].title[lang()],
        t("compare.by_help"),
    )
    return by, st.query_params.get("within")
