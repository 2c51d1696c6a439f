"""The behaviour features: what the logs say, in plain words and units, and what each adds to the score."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import streamlit as st

from dashboard.frame import section, small
from dashboard.session import lang, t
from dashboard.tables import Cell, Column, Html, bar, table
from explain.explanation import Contribution, Explanation
from explain.wording import feature_title, feature_value, signed
from queries.features import FEATURES

SHOWN = 9


def draw(explanation: Explanation, moment: str) -> None:
    """Draw the strongest features, the others folded away."""
    section(t("why.features"), t("why.features_help", moment=moment))
    found = explanation.features
    if not found:
        small(t("why.no_features"))
        return
    largest = abs(found[0].contribution)
    st.html(_table(found[:SHOWN], largest))
    if others := found[SHOWN:]:
        size = max(0.01, abs(others[0].contribution))
        with st.expander(t("why.more_features", count=len(others), size=f"{size:.2f}")):
            st.html(_table(others, largest))


def _table(found: Sequence[Contribution], largest: float) -> str:
    columns = [
        Column(t("why.feature")),
        Column(t("why.value"), number=True),
        Column(t("why.contribution"), number=True),
        Column(""),
    ]
    meaning = {feature.name: feature.meaning[lang()] for feature in FEATURES}
    rows: list[list[Cell]] = [
        [
            _titled(feature_title(c.name, lang()), meaning.get(c.name, "")),
            feature_value(c.name, c.value, lang()),
            signed(c.contribution),
            bar(c.contribution, largest),
        ]
        for c in found
    ]
    return table(columns, rows)


def _titled(title: str, meaning: str) -> Html:
    return Html(f'{escape(title)}<span class="under">{escape(meaning)}</span>')
