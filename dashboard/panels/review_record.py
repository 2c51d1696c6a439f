"""A review that was kept: opened just as it was."""

from __future__ import annotations

import streamlit as st

from dashboard import session
from dashboard.comparison_words import DECISION_KEYS, titles
from dashboard.frame import lead, section, small
from dashboard.panels import compared
from dashboard.session import lang, t
from queries.comparing.records import KeptReview


def draw(kept: KeptReview) -> None:
    """Draw the decision, and everything it was made from, out of the record alone."""
    review = kept.review
    if not kept.intact:
        st.error(t("compare.not_intact"), icon=":material/broken_image:")
    a, b = titles(review.comparison, lang())
    lead(t("compare.record_lead", decision=t(DECISION_KEYS[review.decision]), a=a, b=b, reviewer=review.reviewer))
    small(t("compare.record", review=review.review_id, when=f"{review.made_at:%Y-%m-%d %H:%M:%S}"))
    with st.container(horizontal=True, vertical_alignment="center"):
        name = f"review-{review.review_id}"
        st.download_button(t("compare.download"), kept.pages[lang()], f"{name}.html", "text/html", on_click="ignore")
        st.download_button(
            t("compare.download_json"), kept.document, f"{name}.json", "application/json", on_click="ignore"
        )
        st.page_link("app_pages/compare_page.py", label=t("compare.back"), query_params=session.carried())
    section(t("compare.findings"))
    st.text(review.findings)
    small(t("compare.record_note"))
    found = review.comparison
    compared.draw_answer(found)
    compared.draw_quality(found)
    compared.draw_churn(found)
    compared.draw_losers(found, lambda: review.explanations, frozen=True)
    compared.draw_how(found)
