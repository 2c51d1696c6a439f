"""What people said of explanations, for those who review them: how often, of what, and each word with its link."""

from __future__ import annotations

from typing import Any

import streamlit as st

from dashboard import session
from dashboard.downloads import as_csv
from dashboard.frame import section, small
from dashboard.session import t
from dashboard.tables import Cell, Column, table
from dashboard.why_link import link
from queries.feedback import VERDICTS

SHOWN = 30


def draw() -> None:
    """Draw counts of the verdicts, the latest of what was said, and all of it to take along."""
    section(t("feedback.review"), t("feedback.review_help"))
    said = session.all_feedback()
    if not said.num_rows:
        small(t("feedback.none"))
        return
    verdicts = said["verdict"].to_pylist()
    st.write(t("feedback.review_sentence", all=len(verdicts), **{_key(one): verdicts.count(one) for one in VERDICTS}))
    columns = [
        Column(t("feedback.verdict")),
        Column(t("feedback.of")),
        Column(t("feedback.about")),
        Column(t("feedback.reason"), extra=True),
        Column(t("feedback.comment")),
        Column(t("feedback.author"), extra=True),
        Column(t("feedback.when"), extra=True),
    ]
    st.html(table(columns, [_cells(row) for row in said.slice(0, SHOWN).to_pylist()]))
    if said.num_rows > SHOWN:
        small(t("feedback.latest", shown=SHOWN))
    st.download_button(t("feedback.all_csv"), as_csv(said), "feedback.csv", "text/csv", icon=":material/table:")


def _cells(row: dict[str, Any]) -> list[Cell]:
    said_of = " · ".join(part for part in (row["search"], row["item_id"]) if part)
    return [
        t(f"feedback.{_key(row['verdict'])}"),
        link("why", said_of, search=row["search"], user=row["user_id"], item=row["item_id"]),
        row["name"] or t("feedback.whole"),
        t(f"feedback.{row['reason']}") if row["reason"] else "–",
        row["comment"] or "–",
        row["author"] or "–",
        f"{row['given_at']:%Y-%m-%d %H:%M}",
    ]


def _key(verdict: str) -> str:
    return verdict.replace(" ", "_")
