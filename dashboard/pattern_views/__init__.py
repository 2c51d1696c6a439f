"""What is asked of many explanations at once: one file each, shown one at a time.

A view's ``draw(chosen)`` draws what it found in the explanations chosen. To add one, add its file here, its name to
``VIEWS`` and its title to the strings ``patterns.show_NAME``.
"""

from __future__ import annotations

import importlib

import streamlit as st

from dashboard.session import t
from queries.patterns.choosing import Chosen

VIEWS = ("parts", "words", "features", "balance", "wrong", "change")


def choose() -> str:
    """Draw the choice of the view and return the one the URL names, or the first."""
    asked = st.query_params.get("show", VIEWS[0])
    chosen = asked if asked in VIEWS else VIEWS[0]
    st.session_state["show"] = chosen
    st.segmented_control(
        t("patterns.show"),
        VIEWS,
        key="show",
        format_func=lambda name: t(f"patterns.show_{name}"),
        required=True,
        label_visibility="collapsed",
        on_change=lambda: st.query_params.update(show=st.session_state["show"]),
    )
    return chosen


def draw(name: str, chosen: Chosen) -> None:
    """Draw the view called ``name``."""
    importlib.import_module(f"{__name__}.{name}").draw(chosen)
