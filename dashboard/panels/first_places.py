"""Asks how many of the first places count; the answer lives in the URL, so that it stays from question to question."""

from __future__ import annotations

import streamlit as st

from dashboard.session import t

FIRST = (1, 3, 5, 10, 20, 50)


def choose(shown: int) -> int:
    """Draw the choice of how many places count, which lives in the URL; as many as are shown until one is chosen."""
    asked = st.query_params.get("first", "")
    chosen = int(asked) if asked.isdigit() and int(asked) in FIRST else shown
    st.session_state["first"] = chosen
    st.segmented_control(
        t("why.first"),
        FIRST,
        key="first",
        required=True,
        on_change=lambda: st.query_params.update(first=str(st.session_state["first"])),
    )
    return chosen
