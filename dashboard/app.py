"""The dashboard's entry: language, navigation, and what holds for every page."""

from __future__ import annotations

import streamlit as st

from dashboard import session
from dashboard.app_pages import overview_page, why_page
from dashboard.i18n import LANGUAGES
from dashboard.session import t
from dashboard.styles import PAGE_STYLE
from queries.errors import WhyrankError


def main() -> None:
    """Draw the page the URL names."""
    st.set_page_config("whyrank", page_icon=":material/balance:", layout="wide")
    st.html(PAGE_STYLE)
    st.sidebar.segmented_control(
        "Language · 语言", list(LANGUAGES), default="English", key="lang", required=True, bind="query-params"
    )
    pages = [
        st.Page(overview_page.draw, title=t("nav.overview"), icon=":material/dashboard:", url_path="overview"),
        st.Page(why_page.draw, title=t("nav.why"), icon=":material/help:", url_path="why"),
    ]
    page = st.navigation(pages)
    try:
        if session.is_simulated():
            st.sidebar.badge(
                t("app.simulated"), icon=":material/science:", color="orange", help=t("app.simulated_help")
            )
        page.run()
    except WhyrankError as error:
        st.error(f"**{t('error.title')}.** ", icon=":material/error:")
        st.text(f"{error.problem}\n{error.remedy}")


main()
