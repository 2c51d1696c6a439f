"""How drivers, roles and segments are called on the page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from dashboard import session
from dashboard.session import known, lang, t
from dashboard.text import as_text
from explain.wording import feature_title
from queries.patterns.choosing import ALL, DIMENSIONS


def driver_title(row: Mapping[str, Any]) -> str:
    """Write a driver: a feature's title, or a word and the text it stands in."""
    if row["part"] == "behaviour":
        return feature_title(str(row["word"]), lang())
    if row["role"] == "history":
        return t("patterns.word_in_history", word=row["word"])
    return t("patterns.word_in", word=row["word"], role=role_title(row["role"]).lower())


def role_title(role: str) -> str:
    """Write the role a word plays: the search, what was chosen before, the title …"""
    return t("part.history") if role == "history" else known(f"field.{role}", role)


def segment_title(dimension: str, segment: str | None) -> str:
    """Write a segment; the empty one is where nothing is known."""
    if dimension == ALL:
        return t("patterns.all")
    return known(f"patterns.{dimension}_{(segment or '').replace(' ', '_')}", segment or t("patterns.unknown"))


def choose_dimension(key: str, with_all: bool = True) -> str:
    """Draw the choice of a dimension, kept in the URL under ``key``; over all, where none was chosen."""
    options = [ALL, *DIMENSIONS] if with_all else list(DIMENSIONS)
    asked = st.query_params.get(key, options[0])
    st.session_state[key] = asked if asked in options else options[0]
    st.selectbox(
        t("patterns.dimension"),
        options,
        key=key,
        format_func=lambda name: t(f"patterns.by_{name}"),
        on_change=lambda: st.query_params.update({key: st.session_state[key]}),
        width=260,
    )
    return str(st.session_state[key])


def link_to(facts: Mapping[str, Any], label: str) -> None:
    """Draw a link to the Why page on the context of a stored explanation: its search, user_id and item_id."""
    parameters = {name: facts[column] for name, column in _LINKED.items() if facts[column]}
    st.page_link(
        "app_pages/why_page.py",
        label=as_text(label),
        icon=":material/balance:",
        query_params=session.carried() | {name: str(value) for name, value in parameters.items()},
    )


_LINKED = {"search": "search", "user": "user_id", "item": "item_id"}
