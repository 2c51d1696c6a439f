"""Overview: what is loaded, is all well, and how good the ranker is."""

from __future__ import annotations

import html
from typing import Any

import pandas as pd
import streamlit as st

from dashboard import charts, session
from dashboard.session import t
from dashboard.text import as_text
from queries.overview import Overview, rejected_rows


def draw() -> None:
    """Draw the page."""
    found = session.current_overview()
    st.title(t("overview.title"), anchor=False)
    _answer(found)
    _counts(found)
    _sources(found)
    _rejects(found)
    _ranker()
    with st.expander(t("overview.how")):
        st.write(t("overview.how_text", snapshot=session.workspace().snapshot_id()))


def _answer(found: Overview) -> None:
    count = len(found.sources)
    sources = t("overview.source_one") if count == 1 else t("overview.source_many", count=count)
    events = found.tables.get("events", 0)
    values = {"items": f"{found.items:,}", "shoppers": f"{found.shoppers:,}", "sources": sources}
    if events and found.first and found.last:
        dates = {"first": f"{found.first:%Y-%m-%d}", "last": f"{found.last:%Y-%m-%d}"}
        sentence = t("overview.answer", **values, **dates, events=f"{events:,}")
    else:
        sentence = t("overview.answer_undated", **values)
    rankers = session.rankers()
    state = t("overview.ready", name=rankers[0].name) if rankers else t("overview.no_ranker")
    st.html(f'<p class="lead">{html.escape(sentence)} {html.escape(state)}</p>')
    if rankers:
        st.page_link(st.Page(_elsewhere, title=t("overview.next"), url_path="why"), icon=":material/arrow_forward:")


def _elsewhere() -> None:
    """Stand for a page of the navigation; the link only needs its address."""


def _counts(found: Overview) -> None:
    counts = [
        ("overview.items", found.items),
        ("overview.shoppers", found.shoppers),
        ("overview.searches", found.tables.get("searches", 0)),
        ("overview.impressions", found.tables.get("impressions", 0)),
        ("overview.events", found.tables.get("events", 0)),
    ]
    with st.container(horizontal=True):
        for key, value in counts:
            st.metric(t(key), f"{value:,}", border=True)
        rejected = sum(rows for _, _, rows in found.rejects)
        st.metric(t("overview.rejects"), f"{rejected:,}", border=True, help=t("overview.rejects_help"))


def _sources(found: Overview) -> None:
    st.subheader(t("overview.sources"), anchor=False)
    known = ("simulated", "recorded", "generated")
    table = pd.DataFrame(
        {
            t("overview.col_source"): source.name,
            t("overview.col_origin"): t(f"overview.origin_{source.origin}")
            if source.origin in known
            else source.origin,
            t("overview.col_licence"): source.licence,
            t("overview.col_read"): source.rows_read,
            t("overview.col_kept"): source.rows_kept,
            t("overview.col_rejected"): source.rows_rejected,
            t("overview.col_loaded"): source.loaded_at,
        }
        for source in found.sources
    )
    st.dataframe(table, hide_index=True)
    if found.missing:
        st.caption(t("overview.missing", what=", ".join(found.missing)))


def _rejects(found: Overview) -> None:
    if not found.rejects:
        st.caption(t("overview.no_rejects"))
        return
    columns = [t("overview.col_source"), t("overview.col_reason"), t("overview.col_rows")]
    st.dataframe(pd.DataFrame(found.rejects, columns=columns), hide_index=True)
    with st.expander(t("overview.reject_examples")):
        reasons = [(source, reason) for source, reason, _ in found.rejects]
        source, reason = (
            st.selectbox(t("overview.col_reason"), reasons, format_func=lambda pair: f"{pair[0]}: {pair[1]}")
            or reasons[0]
        )
        st.dataframe(rejected_rows(session.workspace(), source, reason).to_pandas(), hide_index=True)


def _ranker() -> None:
    rankers = session.rankers()
    if not rankers:
        return
    entry = rankers[0]
    st.subheader(f"{t('overview.ranker')}: {as_text(entry.name)}", anchor=False)
    facts = [t("overview.identity") + f" `{entry.ranker_id}`"]
    if entry.trained_at:
        facts.append(f"{t('overview.trained')} {entry.trained_at:%Y-%m-%d %H:%M} UTC")
    if entry.card.get("parameters"):
        facts.append(f"{t('overview.parameters')} {entry.card['parameters']:,}")
    st.caption(" · ".join(facts))
    _quality(entry.card)
    with st.expander(t("overview.full_card")):
        st.json(entry.card, expanded=1)


def _quality(card: dict[str, Any]) -> None:
    """Draw the ranker beside its baselines: one measure as bars, all of them as a table."""
    figures: dict[str, dict[str, float]] = card.get("figures", {})
    if not figures:
        return
    st.markdown(f"**{t('overview.quality')}**", help=t("overview.quality_help"))
    metric = "ndcg_10"
    ranked = sorted(((name, f[metric]) for name, f in figures.items() if metric in f), key=lambda pair: -pair[1])
    if ranked:
        labels, values = zip(*ranked, strict=True)
        st.plotly_chart(
            charts.bars(labels, values, "ranker"), config={"displayModeBar": False}, alt=t("overview.quality")
        )
    table = pd.DataFrame(figures).T.rename_axis(t("overview.method"))
    st.dataframe(table.style.format("{:.3f}", na_rep="–"))
