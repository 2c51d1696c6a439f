"""Why this item: the answer, its words, the way from base to score, and what the logs say."""

from __future__ import annotations

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboard import session, words
from dashboard.charts import waterfall
from dashboard.charts.template import show
from dashboard.frame import section, small
from dashboard.panels import answer, behaviour, feedback, take_along, trust
from dashboard.ranker_words import how
from dashboard.session import lang, t
from dashboard.text import as_text
from dashboard.why_views import Subject
from explain.explanation import Explanation
from explain.methods.method import NotApplicable
from explain.reading import reading_notes


def draw(subject: Subject, beside: DeltaGenerator, below: DeltaGenerator) -> None:
    """Draw the whole explanation of the item."""
    place = beside.empty()
    try:
        explanation = _explained(subject, place)
    except NotApplicable as error:
        place.warning(f"{t('method.not_applicable')} {as_text(error.problem)}", icon=":material/block:")
        return
    place.empty()
    with beside:
        explanation = trust.checked(subject.shop, subject.asked, explanation)
        _answer(subject, explanation)
    with below:
        _sum(explanation, f"{subject.shop.store.as_of:%Y-%m-%d %H:%M}")
        trust.draw(explanation)
        take_along.draw(explanation, subject.title, session.judgement(subject.shop, subject.slate))
        feedback.ask(subject, explanation)
        _how(subject, explanation)


def _explained(subject: Subject, place: DeltaGenerator) -> Explanation:
    """Return the explanation; where it is not there yet, a first look at once stands in its place meanwhile."""
    asked = (subject.shop, subject.asked.search, subject.asked.user_id, subject.item_id)
    quick = subject.settings.first_look
    message = t("why.explaining")
    with place.container():
        top = st.container()
        if quick != subject.settings and not session.is_explained(*asked, subject.settings):
            _answer(subject, session.explanation(*asked, quick, trust=False))
            message = t("method.first_look", method=subject.settings.words_method.title[lang()])
        with top, st.spinner(message, show_time=True):
            return session.explanation(*asked, subject.settings)


def _answer(subject: Subject, explanation: Explanation) -> None:
    answer.draw(subject.shop, explanation, subject.title)
    section(t("why.words"))
    st.html(words.texts(explanation))
    st.html(words.legend(explanation))
    notes = reading_notes(explanation, lang())
    if notes:
        small("".join(notes) if lang() == "zh" else " ".join(notes))


def _sum(explanation: Explanation, moment: str) -> None:
    waterfall_place, behaviour_place = st.columns(2, gap="large")
    with waterfall_place:
        section(t("why.waterfall"), t("why.waterfall_help"))
        parts = waterfall.groups(explanation, lang())
        names = (t("why.base"), t("why.score"), t("why.axis"))
        show(waterfall.waterfall(parts, explanation.base, explanation.score, *names), "waterfall", t("why.waterfall"))
    with behaviour_place:
        behaviour.draw(explanation, moment)


def _how(subject: Subject, explanation: Explanation) -> None:
    shop = subject.shop
    with st.expander(t("why.how")):
        small(how(explanation))
        moment = f"{shop.store.as_of:%Y-%m-%d %H:%M}"
        small(t("why.how_identity", model=shop.ranker.identity, snapshot=shop.snapshot_id, moment=moment))
