"""One shopper: who they are to the shop, what they did, what they are shown, how well, and what carries it."""

from __future__ import annotations

import streamlit as st

from dashboard import session
from dashboard.frame import lead, small
from dashboard.panels import (
    profile_affinities,
    profile_contexts,
    profile_facts,
    profile_reasons,
    profile_service,
    profile_similar,
    service_choice,
)
from dashboard.session import lang, t
from dashboard.shopper_words import class_title, summary
from dashboard.text import as_text
from queries.profiles.people import People, busiest
from queries.profiles.shopper import Profile, profile

LISTED = 5_000
EXAMPLES = 6


def draw() -> None:
    """Draw the profile of the shopper that the URL names, or offer some."""
    if not session.people().size:
        st.info(t("shoppers.nobody"), icon=":material/person_off:")
        return
    user_id = _ask()
    if not user_id:
        st.info(t("shoppers.choose"), icon=":material/person_search:")
        return
    asked = service_choice.ask()
    found: Profile = session.answer(profile, user_id, asked.metric, asked.ranker_id)
    lead(summary(found, lang()))
    small(t("shoppers.pseudonym"))
    profile_facts.draw(found)
    profile_contexts.draw(found)
    profile_affinities.draw(found)
    profile_service.draw(found)
    profile_reasons.draw(found)
    profile_similar.draw(found)


def _ask() -> str:
    rows = session.answer(_listed)
    chosen = st.selectbox(
        t("shoppers.shopper"),
        [row["user_id"] for row in rows],
        index=None,
        key="user",
        bind="query-params",
        accept_new_options=True,
        placeholder=t("shoppers.shopper_placeholder"),
        help=t("shoppers.pseudonym"),
    )
    if not chosen:
        first = {row["rfm"]: row["user_id"] for row in reversed(rows)}
        names = {user_id: f"{user_id}: {class_title(rfm, lang())}" for rfm, user_id in first.items()}
        st.pills(
            t("shoppers.examples"),
            list(names)[:EXAMPLES],
            key="example",
            format_func=lambda user_id: as_text(names[user_id]),
            on_change=_take_example,
        )
    return (chosen or "").strip()


def _listed(people: People) -> list[dict[str, str]]:
    return busiest(people, LISTED).to_pylist()


def _take_example() -> None:
    if st.session_state.example:
        st.session_state.user = st.session_state.example
        st.session_state.example = None
