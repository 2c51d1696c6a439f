"""The choice to leave flagged accounts out of the figures; it lives in the URL."""

from __future__ import annotations

import streamlit as st

from dashboard import session
from dashboard.session import t
from queries.privacy import MIN_SHOPPERS


def ask() -> bool:
    """Draw the switch and say whether they are left out; nothing is drawn where too few are flagged to be left out."""
    kept, _ = session.odd_accounts()
    if kept["flagged"] < MIN_SHOPPERS:
        return False
    st.session_state["without"] = st.query_params.get("without") == "flagged"
    st.toggle(t("data.leave_out"), key="without", help=t("data.leave_out_help"), on_change=_remember)
    return bool(st.session_state["without"])


def _remember() -> None:
    if st.session_state["without"]:
        st.query_params["without"] = "flagged"
    else:
        st.query_params.pop("without", None)
