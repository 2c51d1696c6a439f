"""Groups of shoppers: one look at a time."""

from __future__ import annotations

import streamlit as st

from dashboard import group_looks, session
from dashboard.session import t


def draw() -> None:
    """Draw the look that the URL names."""
    if not session.people().size:
        st.info(t("shoppers.nobody"), icon=":material/person_off:")
        return
    group_looks.draw(group_looks.choose())
