"""Where the data comes from, and what could not be used of it."""

from __future__ import annotations

from html import escape

import streamlit as st

from dashboard import session
from dashboard.frame import origin_badge, section, small
from dashboard.session import known, t
from dashboard.tables import Cell, Column, Html, table
from dashboard.text import reason_key, share
from queries.overview import Overview


def draw_sources(found: Overview) -> None:
    """Draw a row per import with its origin, licence and rows."""
    section(t("overview.sources"))
    columns = [
        Column(t("overview.source")),
        Column(t("overview.origin")),
        Column(t("overview.licence"), extra=True),
        Column(t("overview.read"), number=True),
        Column(t("overview.kept"), number=True, extra=True),
        Column(t("overview.rejected"), number=True),
        Column(t("overview.loaded"), extra=True),
    ]
    rows: list[list[Cell]] = [
        [
            source.name,
            Html(origin_badge(source.origin)),
            source.licence or "–",
            f"{source.rows_read:,}",
            f"{source.rows_kept:,}",
            f"{source.rows_rejected:,}",
            f"{source.loaded_at:%Y-%m-%d %H:%M}",
        ]
        for source in found.sources
    ]
    st.html(table(columns, rows))
    if found.missing:
        small(t("overview.missing", what=t("app.comma").join(t(f"table.{name}") for name in found.missing)))


def in_words(reason: str) -> str:
    """Write a reason for which rows were set aside in the language chosen; one we do not know stays as it is."""
    return known(f"reason.{reason_key(reason)}", reason)


def draw_rejects(found: Overview) -> None:
    """Draw how many rows were set aside for which reason, with some of them as they were."""
    if not found.rejects:
        return
    section(t("overview.reasons"), t("overview.rejects_help"))
    read = {source.name: source.rows_read for source in found.sources}
    columns = [
        Column(t("overview.source")),
        Column(t("overview.reason")),
        Column(t("overview.rows"), number=True),
        Column("%", number=True),
    ]
    rows = [
        [source, in_words(reason), f"{count:,}", share(count, read.get(source, 0))]
        for source, reason, count in found.rejects
    ]
    st.html(table(columns, rows))
    _draw_examples([(source, reason) for source, reason, _ in found.rejects])


def _draw_examples(reasons: list[tuple[str, str]]) -> None:
    chosen = st.selectbox(
        t("overview.examples"),
        reasons,
        index=None,
        key="rejects",
        placeholder=t("overview.reason"),
        format_func=lambda pair: f"{pair[0]}: {in_words(pair[1])}",
    )
    if chosen is None:
        return
    columns = [
        Column(t("overview.file")),
        Column(t("overview.row"), number=True),
        Column(t("overview.column")),
        Column(t("overview.raw")),
    ]
    examples: list[list[Cell]] = [
        [
            row["file"] or "–",
            "–" if row["row"] is None else f"{row['row']:,}",
            row["column"] or "–",
            Html(f"<code>{escape(row['raw'] or '')}</code>"),
        ]
        for row in session.rejected_rows(*chosen).to_pylist()
    ]
    st.html(table(columns, examples))
