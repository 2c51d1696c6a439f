"""Asks what to compare and by what; every answer lives in the URL."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import streamlit as st

from dashboard import session
from dashboard.comparison_words import slate_title
from dashboard.definition_table import definition_table
from dashboard.metric_words import metric_meaning, metric_title
from dashboard.panels import leave_out
from dashboard.session import lang, t
from dashboard.text import as_text
from dashboard.url_choice import choose_one, choose_several
from queries.codes import OF_ITEMS
from queries.comparing.definitions import definition_of
from queries.metrics import METRICS
from queries.observe import LOGGED, Asked
from queries.segments import Dimension
from queries.shown import SHOWN_METRICS

USUAL_METRIC, USUAL_DIMENSION, USUAL_ACROSS = "click_through", "intent", "device"


@dataclass(frozen=True)
class SegmentChoice:
    """What is asked, the dimensions it can be told apart by, and the two that are looked at."""

    asked: Asked
    known: Mapping[str, Dimension]
    by: Dimension
    across: Dimension

    @property
    def higher_is_better(self) -> bool:
        """Whether more of the metric is better."""
        return higher_is_better(self.asked.metric)


def direction(metric: str) -> str:
    """Return "higher", "lower" or "neither": which end of a metric is better."""
    name = metric.partition("@")[0].partition("[")[0]
    if name in SHOWN_METRICS:
        return SHOWN_METRICS[name].direction
    return METRICS[name].direction if name in METRICS else "higher"


def higher_is_better(metric: str) -> bool:
    """Say whether more of a metric is better."""
    return direction(metric) == "higher"


def ask() -> SegmentChoice | None:
    """Draw the questions and return the answers; None where nothing was told apart yet."""
    known, names, measured = session.told_apart()
    if not known:
        return None
    several = len({LOGGED, *measured}) > 1
    places = st.columns([3, 4, 3, 3] if several else [4, 3, 3], vertical_alignment="bottom")
    metric_place, by_place, across_place = places[-3:]
    with places[0]:
        ranker_id = _ask_slates(measured) if several else LOGGED
    labels = [label for label in measured.get(ranker_id, []) if direction(label) != "neither"]
    labels += list(SHOWN_METRICS) if ranker_id == LOGGED else []
    with metric_place:
        metric = _pick("metric", labels, USUAL_METRIC, lambda label: metric_title(label, lang()))
    asked = Asked(metric, ranker_id)
    fitting = {name: each for name, each in known.items() if asked.is_of_items or each.key not in OF_ITEMS}
    with by_place:
        by = _pick("by", list(fitting), USUAL_DIMENSION, lambda name: fitting[name].title[lang()])
    others = [name for name in fitting if name != by]
    with across_place:
        across = _pick("across", others, USUAL_ACROSS, lambda name: fitting[name].title[lang()])
    filters = _ask_filters(fitting, names)
    without = leave_out.ask()
    _define(asked)
    return SegmentChoice(Asked(metric, ranker_id, filters, without), fitting, fitting[by], fitting[across])


def _pick(key: str, options: list[str], usual: str, names: Callable[[str], str]) -> str:
    return choose_one(key, t(f"segments.{key}"), options, usual, names, t(f"segments.{key}_help"))


def _ask_slates(measured: Mapping[str, list[str]]) -> str:
    """Ask whose slates."""
    _, called = session.measurable()
    ids = [LOGGED, *(ranker_id for ranker_id in measured if ranker_id != LOGGED)]
    names = {
        ranker_id: t("segments.logged") if ranker_id == LOGGED else slate_title(ranker_id, called[ranker_id], lang())
        for ranker_id in ids
    }
    return _pick("slates", ids, LOGGED, names.__getitem__)


def _ask_filters(known: Mapping[str, Dimension], names: Mapping[str, list[str]]) -> tuple[tuple[str, str], ...]:
    options = [
        f"{name}={segment}"
        for name, each in known.items()
        for segment in dict.fromkeys([*names.get(name, []), each.absent])
    ]
    chosen = choose_several(
        "only",
        t("segments.only"),
        options,
        lambda option: _condition(known, option),
        t("segments.only_placeholder"),
        t("segments.only_help"),
    )
    pairs = (option.partition("=") for option in chosen)
    return tuple((name, segment) for name, _, segment in pairs)


def _define(asked: Asked) -> None:
    """Draw what the metric means, its definition and the version of that."""
    st.caption(as_text(metric_meaning(asked.metric, lang())))
    known, _ = session.measurable()
    stated = next((each for each in known.of.get(asked.ranker_id, ()) if each.metric == asked.metric), None)
    if stated is None:
        return
    title = t("segments.definition", metric=metric_title(asked.metric, lang()), version=stated.version)
    with st.expander(title, icon=":material/straighten:"):
        st.html(definition_table(definition_of(asked.metric), stated.version, stated.grading, lang()))


def _condition(known: Mapping[str, Dimension], option: str) -> str:
    name, _, segment = option.partition("=")
    each = known[name]
    return t("segments.condition", dimension=each.title[lang()], segment=each.segment_title(segment, lang()))
