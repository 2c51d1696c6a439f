"""Patterns: what drives the ranker in general, over all explanations that are stored."""

import streamlit as st

from dashboard import pattern_filters, pattern_views, session
from dashboard.frame import heading
from dashboard.panels import explain_now
from dashboard.session import t
from queries.patterns.choosing import choose

heading(t("patterns.title"))
if not session.rankers():
    st.info(t("why.no_ranker"), icon=":material/model_training:")
    st.stop()
if not session.pattern_segments():
    st.info(t("patterns.empty"), icon=":material/hourglass_empty:")
    explain_now.draw()
    st.stop()

chosen = choose(session.workspace(), pattern_filters.ask())
if not chosen.explanations:
    st.info(t("patterns.nothing_chosen"), icon=":material/filter_alt_off:")
    st.stop()
stale = chosen.explanations - chosen.states.get("fresh", 0)
st.caption(t("patterns.about", explanations=f"{chosen.explanations:,}", contexts=f"{chosen.contexts:,}"))
if stale:
    st.warning(t("patterns.stale", stale=f"{stale:,}"), icon=":material/history:")
pattern_views.draw(pattern_views.choose(), chosen)
with st.expander(t("patterns.more")):
    explain_now.draw()
with st.expander(t("why.how")):
    st.write(t("patterns.how"))
