"""Overview: what is loaded, is all well, and how good the ranker is."""

import streamlit as st

from dashboard import session
from dashboard.frame import heading
from dashboard.panels import check, ranker_card, sources, verdict
from dashboard.session import t

heading(t("overview.title"))
found = session.overview()
rankers = session.rankers()
if not found.sources and not found.items:
    st.info(t("overview.empty"), icon=":material/upload_file:")
    st.stop()

check.draw()
verdict.draw(found, rankers)
if rankers:
    st.page_link(
        "app_pages/why_page.py",
        label=t("overview.next"),
        icon=":material/arrow_forward:",
        query_params=session.carried(),
    )

counts = [
    ("items", found.items, None),
    ("shoppers", found.shoppers, None),
    ("searches", found.tables["searches"], None),
    ("impressions", found.tables["impressions"], t("overview.impressions_help")),
    ("events", found.tables["events"], t("overview.events_help")),
    ("rejects", sum(source.rows_rejected for source in found.sources), t("overview.rejects_help")),
]
with st.container(horizontal=True):
    for name, count, hint in counts:
        st.metric(t(f"overview.{name}"), f"{count:,}", help=hint, border=True)

sources.draw_sources(found)
sources.draw_rejects(found)
if rankers:
    ranker_card.draw(rankers[0])
with st.expander(t("overview.how")):
    st.write(t("overview.how_text", snapshot=session.workspace().snapshot_id()))
