"""Explain more contexts from the page: with progress, and a way to stop."""

from __future__ import annotations

import streamlit as st

from dashboard import session
from dashboard.frame import small
from dashboard.session import t

SIZES = (20, 50, 100, 200, 500)


def draw() -> None:
    """Draw the choice of how many contexts, the button, and the progress while it runs.

    Whatever else is clicked interrupts the job between two groups of contexts; those that are done are kept.
    """
    with st.container(horizontal=True, vertical_alignment="bottom"):
        contexts = st.selectbox(t("patterns.contexts"), SIZES, key="explain_contexts", width=200)
        start = st.button(t("patterns.explain"), icon=":material/play_arrow:", type="primary")
    small(t("patterns.explain_help"))
    if not start:
        return
    with st.spinner(t("why.loading"), show_time=True):
        shop = session.shop()
    bar = st.progress(0.0, t("patterns.explaining"))
    st.button(t("patterns.stop"), icon=":material/stop:")

    def report(label: str, share: float) -> None:
        bar.progress(share, _told(label))

    found = session.explain_more(shop, contexts, report)
    bar.empty()
    st.success(t("patterns.explained", made=f"{found.explanations:,}"), icon=":material/check:")
    st.rerun()


def _told(label: str) -> str:
    numbers = [word for word in label.split() if word[0].isdigit()]
    return t("patterns.progress", explanations=numbers[0], contexts=numbers[1])
