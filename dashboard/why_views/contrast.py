"""Why above another item, or below it."""

from __future__ import annotations

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboard import session
from dashboard.frame import lead
from dashboard.panels import contrast as panel
from dashboard.session import lang, t
from dashboard.why_views import Subject
from explain.answers import contrast_answer
from explain.wording import quoted


def draw(subject: Subject, beside: DeltaGenerator, below: DeltaGenerator) -> None:
    """Draw the contrast of the item with another one."""
    with beside:
        other = _choose(subject)
        if other is None:
            st.info(t("contrast.alone"), icon=":material/filter_1:")
            return
        asked, shop = subject.asked, subject.shop
        with st.spinner(t("contrast.measuring")):
            found = session.contrast(shop, asked.search, asked.user_id, subject.item_id, other, subject.settings)
        names = (quoted(subject.title, lang()), quoted(str(shop.item(other)["title"]), lang()))
        lead(contrast_answer(found, lang(), *names))
        panel.figures(found)
    with below:
        panel.draw(found)
        with st.expander(t("why.how")):
            st.write(t("contrast.how"))


def _choose(subject: Subject) -> str | None:
    """Draw the choice of the other item, which lives in the URL; the item below in the slate until one is chosen."""
    titles = {row.item_id: f"{row.rank}. {row.title}" for row in subject.slate.rows if row.item_id != subject.item_id}
    asked = st.query_params.get("over")
    if asked in subject.shop.catalogue.places and asked != subject.item_id:
        titles.setdefault(asked, str(subject.shop.item(asked)["title"]))
    if not titles:
        return None
    chosen = asked if asked in titles else _next(subject, list(titles))
    st.session_state["over"] = chosen
    st.selectbox(
        t("contrast.over"),
        list(titles),
        key="over",
        format_func=titles.__getitem__,
        on_change=lambda: st.query_params.update(over=st.session_state["over"]),
    )
    return chosen


def _next(subject: Subject, others: list[str]) -> str:
    """Return the item behind this one in the slate, or the last one where there is none."""
    order = [row.item_id for row in subject.slate.rows]
    behind = order[order.index(subject.item_id) + 1 :] if subject.item_id in order else []
    return next((item_id for item_id in behind if item_id in others), others[-1])
