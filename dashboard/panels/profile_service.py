"""How well a shopper is served, by every headline metric that was measured, beside everybody."""

from __future__ import annotations

import streamlit as st

from dashboard import session
from dashboard.frame import section, small
from dashboard.metric_words import metric_meaning, metric_title, written
from dashboard.session import lang, t
from dashboard.tables import Cell, Column, table
from queries.honesty import contexts_needed
from queries.observe import LOGGED
from queries.profiles.shopper import Profile

HEADLINES = (
    "ndcg@10",
    "mrr@10",
    "click_through",
    "add_to_cart",
    "conversion",
    "abandonment",
    "novelty",
    "diversity_category@10",
)


def draw(profile: Profile) -> None:
    """Draw the table of figures, or say what to run."""
    section(t("shoppers.service"), t("shoppers.service_help"))
    wanted = {profile.metric, *HEADLINES}
    rows = [row for row in profile.served.to_pylist() if row["metric"] in wanted]
    if not rows:
        st.info(t("shoppers.not_measured"), icon=":material/straighten:")
        return
    names = {entry.ranker_id: entry.name for entry in session.rankers()} | {LOGGED: t("segments.logged")}
    several = len({row["ranker_id"] for row in rows}) > 1
    columns = [
        *([Column(t("segments.slates"))] if several else []),
        Column(t("segments.metric")),
        Column(t("shoppers.theirs"), number=True),
        Column("95 %", number=True, extra=True),
        Column(t("shoppers.everyone"), number=True),
        Column(t("segments.difference"), number=True, extra=True),
        Column(t("segments.contexts"), number=True),
    ]
    order = {name: place for place, name in enumerate((profile.metric, *HEADLINES))}
    rows.sort(key=lambda row: (row["ranker_id"] != LOGGED, row["ranker_id"], order[row["metric"]]))
    lines: list[list[Cell]] = [
        [
            *([names.get(row["ranker_id"], row["ranker_id"])] if several else []),
            metric_title(row["metric"], lang()),
            written(row["mean"]),
            _interval(row["mean"], row["half"]),
            written(row["everyone"]),
            written(row["difference"], signed=True),
            f"{row['contexts']:,}" + ("" if row["contexts"] >= contexts_needed(row["metric"], False) else "*"),
        ]
        for row in rows
    ]
    st.html(table(columns, lines))
    small(t("shoppers.few_contexts", needed=contexts_needed(profile.metric, False)))
    small(metric_meaning(profile.metric, lang()))


def _interval(mean: float, half: float | None) -> str:
    return "–" if half is None else f"{written(mean - half)} – {written(mean + half)}"
