"""An explanation to take along: as one page, as data, as a table."""

from __future__ import annotations

import csv
import io
import json

import streamlit as st

from dashboard import session
from dashboard.downloads import as_cell
from dashboard.frame import section, small
from dashboard.session import lang, t
from explain.explanation import Explanation
from explain.html import to_html
from explain.odd_input import odd_notes
from explain.picture import to_png
from explain.wording import driver_name
from models.familiarity import Judgement


def draw(explanation: Explanation, title: str, judgement: Judgement | None = None) -> None:
    """Draw the downloads of the explanation of the item called ``title``; ``judgement``: of its context."""
    section(t("why.take"))
    language, simulated = lang(), session.is_simulated()
    page = to_html(explanation, language, title, simulated, odd_notes(judgement, language) if judgement else ())
    familiarity = judgement.to_dict() if judgement else None
    document = json.dumps({**explanation.to_dict(), "familiarity": familiarity}, ensure_ascii=False, indent=2)
    name = f"why-{explanation.item_id}"
    with st.container(horizontal=True):
        st.download_button(t("why.download_html"), page, f"{name}.html", "text/html", on_click="ignore")
        st.download_button(
            t("why.download_png"),
            lambda: to_png(explanation, language, title, simulated),
            f"{name}.png",
            "image/png",
            on_click="ignore",
        )
        st.download_button(t("why.download_json"), document, f"{name}.json", "application/json", on_click="ignore")
        st.download_button(t("why.download_csv"), _csv(explanation), f"{name}.csv", "text/csv", on_click="ignore")
    small(t("why.link"))


def _csv(explanation: Explanation) -> str:
    """Return the contributions as CSV; the first character lets spreadsheets read Chinese."""
    file = io.StringIO("\ufeff")
    file.seek(1)
    writer = csv.writer(file)
    writer.writerow([t("why.part"), t("why.driver"), t("why.value"), t("why.contribution")])
    for c in explanation.contributions:
        value = "" if c.value is None else c.value
        writer.writerow([t(f"part.{c.part}"), as_cell(driver_name(c, lang())), value, c.contribution])
    return file.getvalue()
