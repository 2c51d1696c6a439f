"""What people think of an explanation: asked under it, and what was said before."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from dashboard import session
from dashboard.frame import section, small
from dashboard.session import lang, t
from dashboard.tables import Column, table
from explain.explanation import Contribution, Explanation
from explain.wording import driver_name
from queries.feedback import REASONS, VERDICTS, Feedback

if TYPE_CHECKING:
    from dashboard.why_views import Subject

DRIVERS = 12  # the strongest, that one can speak of
SHOWN = 5


def ask(subject: Subject, explanation: Explanation) -> None:
    """Draw the form, keep what is sent, and show what was said of this item's explanations before."""
    section(t("feedback.title"), t("feedback.title_help"))
    drivers: list[Contribution | None] = [None, *explanation.top(DRIVERS)]
    with st.form("feedback", clear_on_submit=True, border=False):
        verdict = st.segmented_control(
            t("feedback.verdict"), VERDICTS, format_func=lambda one: t(f"feedback.{one.replace(' ', '_')}")
        )
        with st.container(horizontal=True):
            about = st.selectbox(t("feedback.about"), range(len(drivers)), format_func=lambda n: _named(drivers[n]))
            reason = st.selectbox(
                t("feedback.reason"),
                REASONS,
                index=None,
                placeholder=t("feedback.reason_placeholder"),
                format_func=lambda one: t(f"feedback.{one}"),
            )
            author = st.text_input(t("feedback.author"), max_chars=80, placeholder=t("feedback.author_placeholder"))
        comment = st.text_area(t("feedback.comment"), max_chars=1000, height=80)
        sent = st.form_submit_button(t("feedback.send"), icon=":material/send:")
    if sent and verdict is None:
        st.warning(t("feedback.no_verdict"), icon=":material/rule:")
    elif sent and verdict is not None:
        driver = drivers[about]
        session.keep_feedback(
            Feedback(
                verdict,
                item_id=subject.item_id,
                search=subject.asked.search,
                user_id=subject.asked.user_id,
                ranker_id=explanation.ranker_identity,
                data_id=explanation.data_id,
                part=driver.part if driver else None,
                name=driver.name if driver else None,
                reason=reason,
                comment=comment.strip() or None,
                author=author.strip() or None,
                lang=lang(),
            )
        )
        st.success(t("feedback.thanks"), icon=":material/check:")
    _before(subject.item_id)


def _named(driver: Contribution | None) -> str:
    return t("feedback.whole") if driver is None else driver_name(driver, lang())


def _before(item_id: str) -> None:
    said = session.feedback_of(item_id).slice(0, SHOWN).to_pylist()
    if not said:
        return
    small(t("feedback.before"))
    columns = [Column(t(f"feedback.{name}")) for name in ("verdict", "about", "reason", "comment")]
    columns += [Column(t("feedback.author"), extra=True), Column(t("feedback.when"), extra=True)]
    rows = [
        [
            t(f"feedback.{row['verdict'].replace(' ', '_')}"),
            row["name"] or t("feedback.whole"),
            t(f"feedback.{row['reason']}") if row["reason"] else "–",
            row["comment"] or "–",
            row["author"] or "–",
            f"{row['given_at']:%Y-%m-%d %H:%M}",
        ]
        for row in said
    ]
    st.html(table(columns, rows))
