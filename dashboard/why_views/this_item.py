"""Why this item: the answer, its words, the way from base to score, and what the logs say."""

from __future__ import annotations

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboard import session, words
from dashboard.charts import waterfall
from dashboard.charts.template import show
from dashboard.frame import section, small
from dashboard.panels import answer, behaviour, feedback, take_along
from dashboard.ranker_words import how
from dashboard.session import lang, t
from dashboard.why_views import Subject
from explain.explanation import Explanation
from explain.reading import reading_notes


def draw(subject: Subject, beside: DeltaGenerator, below: DeltaGenerator) -> None:
    """Draw the whole explanation of the item."""
    asked, shop = subject.asked, subject.shop
    with beside:
        with st.spinner(t("why.explaining")):
            explanation = session.explanation(shop, asked.search, asked.user_id, subject.item_id)
        answer.draw(shop, explanation, subject.title)
        section(t("why.words"))
        st.html(words.texts(explanation))
        st.html(words.legend(explanation))
        notes = reading_notes(explanation, lang())
        if notes:
            small("".join(notes) if lang() == "zh" else " ".join(notes))
    with below:
        _sum(explanation, f"{shop.store.as_of:%Y-%m-%d %H:%M}")
        take_along.draw(explanation, subject.title)
        feedback.ask(subject, explanation)
        _how(subject)


def _sum(explanation: Explanation, moment: str) -> None:
    waterfall_place, behaviour_place = st.columns(2, gap="large")
    with waterfall_place:
        section(t("why.waterfall"), t("why.waterfall_help"))
        parts = waterfall.groups(explanation, lang())
        names = (t("why.base"), t("why.score"), t("why.axis"))
        show(waterfall.waterfall(parts, explanation.base, explanation.score, *names), "waterfall", t("why.waterfall"))
    with behaviour_place:
        behaviour.draw(explanation, moment)


def _how(subject: Subject) -> None:
    shop = subject.shop
    with st.expander(t("why.how")):
        st.write(how(shop.ranker))
        moment = f"{shop.store.as_of:%Y-%m-%d %H:%M}"
        small(t("why.how_identity", model=shop.ranker.identity, snapshot=shop.snapshot_id, moment=moment))
