"""The answer: why the item has its score in two sentences, the figures behind them, and how complete they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from dashboard.frame import lead, small
from dashboard.ranker_words import base_help, chance_help, chance_name
from dashboard.session import lang, t
from explain.explanation import Explanation
from explain.reasons import reason
from explain.wording import signed

if TYPE_CHECKING:
    from explain.shop import Shop


def draw(shop: Shop, explanation: Explanation, title: str) -> None:
    """Draw the answer for the item called ``title``."""
    lead(reason(explanation, lang(), f"“{title}”"))
    gap = f"{explanation.relative_gap:.2%}"
    figures = [
        ("score", signed(explanation.score), t("why.score_help")),
        ("base", signed(explanation.base), base_help(shop.ranker)),
        (chance_name(shop.ranker), f"{explanation.probability:.1%}", chance_help(shop.ranker)),
        ("gap", gap, t("why.gap_help")),
    ]
    with st.container(horizontal=True, gap="medium"):
        for name, value, hint in figures:
            st.metric(t(f"why.{name}"), value, help=hint, width="content")
    verdict = "why.gap_good" if explanation.converged else "why.gap_bad"
    small(t(verdict, gap=gap, steps=explanation.steps))
