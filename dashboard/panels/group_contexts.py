"""The contexts behind a group of shoppers, each with the way to its shopper and to Why."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import pyarrow as pa
import streamlit as st

from dashboard.frame import problem, small
from dashboard.metric_words import metric_title, written
from dashboard.session import lang, t
from dashboard.tables import Cell, Column, table
from dashboard.url_choice import choose_one
from dashboard.why_link import shopper_link, why_link
from queries.errors import WhyrankError


def ask(names: Mapping[str, str]) -> str | None:
    """Draw the choice of a group among those that are shown, and return its key; None where there is none."""
    if not names:
        return None
    return choose_one("group", t("groups.behind"), list(names), next(iter(names)), names.__getitem__)


def draw(found: Callable[[], pa.Table], metric: str | None, note: str) -> None:
    """Draw the contexts ``found`` answers; ``metric`` is what their value is of, ``note`` says which they are."""
    try:
        rows = found().to_pylist()
    except WhyrankError as error:
        problem(error)
        return
    if not rows:
        st.info(t("groups.no_contexts"), icon=":material/search_off:")
        return
    if metric and all(row["value"] is None for row in rows):
        metric, note = None, t("groups.latest_of_each")
    small(note)
    columns: Sequence[Column] = [
        Column(t("segments.when"), extra=True),
        Column(t("segments.search")),
        Column(t("segments.shopper")),
        *([Column(metric_title(metric, lang()), number=True)] if metric else []),
        Column(""),
    ]
    lines: list[list[Cell]] = [
        [
            f"{row['ts']:%Y-%m-%d %H:%M}",
            row["search"] or t("segments.rare" if row["rare"] else "segments.no_search"),
            shopper_link(row["user_id"]) if row["user_id"] else "–",
            *([written(row["value"])] if metric else []),
            why_link(search=row["search"], user=row["user_id"]),
        ]
        for row in rows
    ]
    st.html(table(columns, lines))
