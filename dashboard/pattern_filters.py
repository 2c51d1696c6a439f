"""Which stored explanations the Patterns page is about: asked on the page, kept in the URL."""

from __future__ import annotations

import streamlit as st

from dashboard import session
from dashboard.pattern_views.wording import segment_title
from dashboard.session import t
from dashboard.text import as_text
from queries.patterns.choosing import DIMENSIONS, Choice

SEPARATOR = "="


def ask() -> Choice:
    """Draw the filter and return what is chosen."""
    counted = session.pattern_segments()
    options = [f"{dimension}{SEPARATOR}{segment}" for dimension, segment in counted]
    st.session_state["only"] = [value for value in st.query_params.get_all("only") if value in options]
    st.multiselect(
        t("patterns.only"),
        options,
        key="only",
        format_func=lambda value: _told(value, counted),
        placeholder=t("patterns.only_placeholder"),
        help=t("patterns.only_help"),
        on_change=_remember,
    )
    return choice()


def choice() -> Choice:
    """Return the choice that the URL holds; what names no dimension is passed over."""
    asked = [value.partition(SEPARATOR) for value in st.query_params.get_all("only")]
    return Choice(segments=tuple((name, segment) for name, _, segment in asked if name in DIMENSIONS))


def _remember() -> None:
    st.query_params["only"] = st.session_state["only"]


def _told(value: str, counted: dict[tuple[str, str], int]) -> str:
    dimension, _, segment = value.partition(SEPARATOR)
    count = counted[dimension, segment]
    return f"{t(f'patterns.by_{dimension}')}: {as_text(segment_title(dimension, segment))} ({count:,})"
