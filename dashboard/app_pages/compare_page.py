"""Compare & review: is one ranker better than another, how much changes, where does it lose, and may it ship."""

import streamlit as st

from dashboard import session
from dashboard.frame import heading
from dashboard.panels import compare_choice, compared, review_form, review_record
from dashboard.session import t

heading(t("compare.title"))
if asked := st.query_params.get("review"):
    review_record.draw(session.review(asked))
    st.stop()
choice = compare_choice.ask()
if choice is None:
    st.info(t("compare.empty"), icon=":material/compare_arrows:")
    review_form.earlier()
    st.stop()

with st.spinner(t("compare.comparing"), show_time=True):
    found = session.comparison(choice)
compared.draw_answer(found)
compared.draw_quality(found)
compared.draw_churn(found)
told = compared.draw_losers(found, lambda: session.explained_losers(found))
compared.draw_how(found)
review_form.ask(found, told)
review_form.earlier()
