"""Trust: which explanation method can be relied on with this ranker, by evidence."""

import streamlit as st

from dashboard import session
from dashboard.frame import heading, small
from dashboard.method_trust import method_rows
from dashboard.panels import feedback_review, method_comparison
from dashboard.session import t
from explain.settings import BEHAVIOUR, WORDS

heading(t("methods.title"))
if not session.rankers():
    st.info(t("why.no_ranker"), icon=":material/model_training:")
    st.stop()
table = session.method_trust()
if not table:
    st.info(t("methods.empty"), icon=":material/fact_check:")
    st.code(f"whyrank trust --workspace {session.workspace().path}", language="sh")
    feedback_review.draw()
    st.stop()

if {row["data_id"] for row in table} != {session.workspace().data_id()}:
    small(t("methods.stale"))
rows = method_rows(table)
method_comparison.draw(rows, "words", WORDS)
if any(row.players == "behaviour" for row in rows):
    method_comparison.draw(rows, "behaviour", BEHAVIOUR)
feedback_review.draw()
with st.expander(t("methods.how")):
    st.write(t("methods.how_text"))
    small(t("methods.how_identity", model=session.rankers()[0].ranker_id, moment=f"{max(r['made_at'] for r in table)}"))
