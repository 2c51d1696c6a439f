"""The dashboard's entry: language, navigation, and what holds for every page."""

import streamlit as st

from dashboard import session
from dashboard.frame import problem
from dashboard.session import t
from dashboard.styles import PAGE_STYLE
from queries.errors import WhyrankError

st.set_page_config("whyrank", page_icon=session.ICON, layout="wide")
st.html(PAGE_STYLE)
pages = [
    st.Page("app_pages/overview_page.py", title=t("nav.overview"), icon=":material/dashboard:", default=True),
    st.Page("app_pages/why_page.py", title=t("nav.why"), icon=":material/balance:", url_path="why"),
    st.Page("app_pages/patterns_page.py", title=t("nav.patterns"), icon=":material/insights:", url_path="patterns"),
    st.Page("app_pages/trust_page.py", title=t("nav.trust"), icon=":material/verified:", url_path="trust"),
    st.Page("app_pages/segments_page.py", title=t("nav.segments"), icon=":material/groups:", url_path="segments"),
    st.Page(
        "app_pages/shoppers_page.py", title=t("nav.shoppers"), icon=":material/person_search:", url_path="shoppers"
    ),
    st.Page("app_pages/data_page.py", title=t("nav.data"), icon=":material/database:", url_path="data"),
    st.Page("app_pages/compare_page.py", title=t("nav.compare"), icon=":material/compare:", url_path="compare"),
    st.Page("app_pages/robustness_page.py", title=t("nav.robustness"), icon=":material/bolt:", url_path="robustness"),
]
# The first page answers to the bare address; who types its name gets it too.
also = st.Page("app_pages/overview_page.py", title=t("nav.overview"), url_path="overview")
page = st.navigation([*pages, also], position="hidden")
with st.sidebar:
    # Links of our own, because those of st.navigation would drop the language from the URL.
    for each in pages:
        st.page_link(each, query_params=session.carried(), width="stretch")
    session.choose_language()
try:
    page.run()
except WhyrankError as error:
    problem(error)
