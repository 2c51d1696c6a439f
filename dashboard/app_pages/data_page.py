"""Data: what changed, which days and accounts are odd, where the data comes from and what was left out."""

import streamlit as st

from dashboard import data_views, session
from dashboard.frame import heading, small
from dashboard.session import t

heading(t("data.title"))
found = session.overview()
if not found.sources and not found.items:
    st.info(t("data.empty"), icon=":material/upload_file:")
    st.stop()

view = data_views.choose()
data_views.draw(view)
if view != "sources":
    with st.expander(t("data.how")):
        st.write(t("data.how_text"))
        small(t("segments.how_snapshot", snapshot=session.workspace().snapshot_id()))
