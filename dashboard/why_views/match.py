"""Which word of the search, or of what was chosen before, met which word of the item."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboard import session
from dashboard.frame import lead
from dashboard.panels import match as panel
from dashboard.session import lang, t
from dashboard.why_views import Subject
from explain.answers import match_answer

if TYPE_CHECKING:
    from explain.match import Side

SIDES: tuple[Side, ...] = ("search", "history")


def draw(subject: Subject, beside: DeltaGenerator, below: DeltaGenerator) -> None:
    """Draw the match of the context's words with the item's."""
    asked, shop = subject.asked, subject.shop
    with beside:
        side = _choose(subject)
        if side is None:
            st.info(t("match.nothing"), icon=":material/match_word:")
            return
        with st.spinner(t("match.measuring")):
            found = session.match(shop, asked.search, asked.user_id, subject.item_id, side)
        lead(match_answer(found, lang()))
        panel.picture(found)
    with below:
        pairs_place, alone_place = st.columns(2, gap="large")
        with pairs_place:
            panel.pairs(found)
        with alone_place:
            panel.alone(found)
        with st.expander(t("why.how")):
            st.write(t("match.how"))


def _choose(subject: Subject) -> Side | None:
    """Draw the choice of whose words, which lives in the URL; the search's where there is one."""
    parts = {field.part for field in subject.shop.context(subject.asked.search, subject.asked.user_id)}
    sides = [side for side in SIDES if side in parts]
    if not sides:
        return None
    asked = st.query_params.get("of")
    chosen = next((side for side in sides if side == asked), sides[0])
    if len(sides) > 1:
        st.session_state["of"] = chosen
        st.segmented_control(
            t("match.of"),
            sides,
            key="of",
            format_func=lambda side: t(f"part.{side}"),
            required=True,
            on_change=lambda: st.query_params.update(of=st.session_state["of"]),
        )
    return chosen
