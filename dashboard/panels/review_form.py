"""The end of a comparison: what was found, what is decided, by whom; kept for good."""

from __future__ import annotations

from datetime import UTC, datetime
from html import escape

import streamlit as st

from dashboard import session
from dashboard.comparison_words import DECISION_KEYS, findings
from dashboard.frame import section, small
from dashboard.panels.compared import Told
from dashboard.session import lang, t
from dashboard.tables import Cell, Column, Html, table
from queries.comparing.comparison import Comparison
from queries.comparing.records import DECISIONS, FINDINGS_LENGTH, RankerReview


def ask(found: Comparison, told: Told) -> None:
    """Draw the form, its findings begun with what was measured; keep what is signed and open it."""
    section(t("compare.review"))
    small(t("compare.review_lead"))
    begun = findings(found, lang())
    with st.form("ranker review", border=False):
        written = st.text_area(
            t("compare.findings"), begun, height=180, max_chars=FINDINGS_LENGTH, key=f"findings {hash(begun)}"
        )
        decision = st.segmented_control(
            t("compare.decision"), DECISIONS, format_func=lambda one: t(DECISION_KEYS[one]), key="decision"
        )
        reviewer = st.text_input(
            t("compare.reviewer"), max_chars=80, placeholder=t("compare.reviewer_placeholder"), key="reviewer"
        )
        sent = st.form_submit_button(t("compare.keep"), icon=":material/edit_document:")
    if sent and decision is None:
        st.warning(t("compare.no_decision"), icon=":material/rule:")
    elif sent and decision is not None:
        now = datetime.now(UTC).replace(tzinfo=None, microsecond=0)
        review = RankerReview(found, decision, written, reviewer, now, told, session.is_simulated())
        st.query_params["review"] = session.keep_review(review)
        st.rerun()


def earlier() -> None:
    """Draw the reviews that were kept, each a link."""
    rows = session.reviews()
    if not rows:
        return
    section(t("compare.earlier"))
    columns = [
        Column(t("compare.when")),
        Column(t("compare.decision")),
        Column(t("compare.b"), extra=True),
        Column(t("compare.a"), extra=True),
        Column(t("compare.reviewer")),
        Column(""),
    ]
    cells: list[list[Cell]] = [
        [
            f"{row['made_at']:%Y-%m-%d %H:%M}",
            t(DECISION_KEYS[row["decision"]]),
            row["b"],
            row["a"],
            row["reviewer"],
            Html(_link(row["review_id"])),
        ]
        for row in rows
    ]
    st.html(table(columns, cells))


def _link(review_id: str) -> str:
    return f'<a href="compare?review={review_id}&lang={lang()}" target="_self">{escape(t("compare.open"))}</a>'
