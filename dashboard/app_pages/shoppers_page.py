"""Shoppers: one of them closely, groups of them, and what they write."""

import streamlit as st

from dashboard import session, shopper_views
from dashboard.frame import heading, small
from dashboard.session import t
from queries.privacy import MIN_SHOPPERS

heading(t("shoppers.title"))
view = shopper_views.choose()
shopper_views.draw(view)
with st.expander(t("shoppers.how")):
    st.write(t(f"shoppers.how_{view}", shoppers=MIN_SHOPPERS))
    small(t("segments.how_snapshot", snapshot=session.workspace().snapshot_id()))
