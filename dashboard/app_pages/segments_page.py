"""Segments: who is served well, who is not, and is it real."""

import streamlit as st

from dashboard import session
from dashboard.frame import heading, small
from dashboard.panels import segment_choice, segment_looks, segment_table, worst_list
from dashboard.session import t
from queries.honesty import LEVEL, MIN_CONTEXTS, MIN_CONTEXTS_OF_RATES, RESAMPLES
from queries.privacy import MIN_SHOPPERS

heading(t("segments.title"))
choice = segment_choice.ask()
if choice is None:
    st.info(t("segments.empty"), icon=":material/groups:")
    st.stop()

worst_list.draw(choice)
segment_table.draw(choice)
segment_looks.draw(segment_looks.choose(), choice)

with st.expander(t("segments.how")):
    st.write(
        t(
            "segments.how_text",
            contexts=MIN_CONTEXTS,
            rates=MIN_CONTEXTS_OF_RATES,
            shoppers=MIN_SHOPPERS,
            resamples=RESAMPLES,
            level=f"{LEVEL:.0%}",
        )
    )
    small(t("segments.how_snapshot", snapshot=session.workspace().snapshot_id()))
