"""Which part decides: search, history, item text or behaviour, by segment and over time."""

from __future__ import annotations

import streamlit as st

from dashboard.charts.stacked import stacked
from dashboard.charts.template import show
from dashboard.frame import lead, section, small
from dashboard.pattern_views.wording import choose_dimension, segment_title
from dashboard.session import t
from explain.explanation import PARTS
from queries.patterns.choosing import Chosen
from queries.patterns.parts import interaction, part_shares

SHOWN = 12


def draw(chosen: Chosen) -> None:
    """Draw the shares of the parts over all, by a dimension, and by week."""
    total = {row["part"]: row["share"] for row in part_shares(chosen).to_pylist()}
    together = interaction(chosen).to_pylist()
    first = max(total, key=lambda part: total[part])
    lead(t("patterns.parts_answer", part=t(f"part.{first}"), share=f"{total[first]:.0%}"))
    if together and together[0]["relative"] is not None:
        small(t("patterns.interaction", share=f"{together[0]['relative']:.0%}"))
    section(t("patterns.by_segment"), t("patterns.parts_help"))
    dimension = choose_dimension("parts_by")
    _picture(part_shares(chosen, dimension).to_pylist(), "segment", lambda value: segment_title(dimension, value))
    weeks = part_shares(chosen, period="week").to_pylist()
    if len({row["since"] for row in weeks}) > 1:
        section(t("patterns.by_week"))
        _picture(weeks, "since", lambda since: t("patterns.week_of", day=f"{since:%Y-%m-%d}"), "weeks")


def _picture(rows: list[dict], key: str, title, name: str = "parts") -> None:  # type: ignore[no-untyped-def]
    counts: dict = {}
    for row in rows:
        counts[row[key]] = row["explanations"]
    order = sorted(counts) if key == "since" else sorted(counts, key=lambda value: -counts[value])[:SHOWN]
    shares: dict[str, list[float]] = {
        part: [next((r["share"] for r in rows if r[key] == value and r["part"] == part), 0.0) for value in order]
        for part in PARTS
    }
    labels = [f"{title(value)} ({counts[value]:,})" for value in order]
    titles: dict[str, str] = {part: t(f"part.{part}") for part in PARTS}
    show(stacked(labels, shares, titles), name, t("patterns.parts_help"))
    if len(counts) > len(order):
        st.caption(t("patterns.largest", shown=len(order), all=len(counts)))
