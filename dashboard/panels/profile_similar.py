"""Shoppers who chose items that the ranker takes for alike."""

from __future__ import annotations

import streamlit as st

from dashboard import session
from dashboard.frame import section, small
from dashboard.session import lang, t
from dashboard.shopper_words import class_title
from dashboard.tables import Cell, Column, table
from dashboard.why_link import shopper_link
from queries.profiles.people import told_of
from queries.profiles.shopper import Profile

NEAREST = 8


def draw(profile: Profile) -> None:
    """Draw the nearest shoppers, once asked for: it needs the ranker."""
    section(t("shoppers.similar"), t("shoppers.similar_help"))
    if not session.rankers():
        st.info(t("why.no_ranker"), icon=":material/model_training:")
        return
    if not st.toggle(t("shoppers.similar_ask"), key="similar", bind="query-params"):
        return
    with st.spinner(t("why.loading"), show_time=True):
        vectors = session.shopper_vectors(session.shop())
    if vectors is None:
        st.info(t("shoppers.no_vectors"), icon=":material/text_fields:")
        return
    near = vectors.nearest(profile.user_id, NEAREST)
    if not near:
        st.info(t("shoppers.no_similar"), icon=":material/person_off:")
        return
    facts = session.answer(told_of, tuple(user_id for user_id, _ in near))
    columns = [
        Column(t("shoppers.shopper")),
        Column(t("shoppers.alike"), number=True, help=t("shoppers.alike_help")),
        Column(t("shoppers.favourite")),
        Column(t("shoppers.rfm"), extra=True),
        Column(t("shoppers.frequency"), number=True, extra=True),
    ]
    lines: list[list[Cell]] = [
        [
            shopper_link(user_id),
            f"{cosine:.2f}",
            facts[user_id]["category"] or "–",
            class_title(facts[user_id]["rfm"], lang()),
            f"{facts[user_id]['orders']:,}",
        ]
        for user_id, cosine in near
    ]
    st.html(table(columns, lines))
    small(t("shoppers.similar_note"))
