"""What if: edit the search, the history or the item, and see both slates and what in the explanation changed."""

from __future__ import annotations

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboard import session
from dashboard.frame import lead, problem, small
from dashboard.panels import changes_form, contrast, two_slates
from dashboard.session import lang, t
from dashboard.what_if_link import NAMES, from_parameters
from dashboard.why_views import Subject
from explain.move_answers import change_told, what_if_answer
from explain.what_if import Changes, WhatIf
from explain.wording import feature_title, listed, quoted
from queries.errors import WhyrankError


def draw(subject: Subject, beside: DeltaGenerator, below: DeltaGenerator) -> None:
    """Draw the form, and where something is changed, what comes of it."""
    changes = _changes(subject)
    with beside:
        answer_place = st.container()
        changes_form.draw(subject, changes)
        small(t("what_if.limits"))
    with answer_place:
        if changes.nothing:
            lead(t("what_if.nothing"))
            return
        found = _answer(subject, changes)
    if found is None:
        return
    with below:
        two_slates.draw(found)
        contrast.draw(found.change, "what_if", change_told)
        with st.expander(t("why.how")):
            st.write(t("what_if.how"))


def _changes(subject: Subject) -> Changes:
    shop = subject.shop
    parameters = {name: st.query_params.get_all(name) for name in NAMES}
    return from_parameters(subject.item_id, parameters, shop.catalogue.places, shop.ranker.feature_names)


def _answer(subject: Subject, changes: Changes) -> WhatIf | None:
    """Draw the answer in a sentence, or why there is none."""
    asked = subject.asked
    try:
        with st.spinner(t("what_if.working"), show_time=True):
            found = session.what_if(
                *(subject.shop, asked.search, asked.user_id, subject.item_id, changes),
                *(asked.platform, asked.k, subject.settings),
            )
    except WhyrankError as error:
        problem(error)
        return None
    lead(what_if_answer(found, lang(), quoted(subject.title, lang())))
    if unusual := _unusual(subject, changes):
        small(t("what_if.unusual", features=listed((feature_title(name, lang()) for name in unusual), lang())))
    return found


def _unusual(subject: Subject, changes: Changes) -> list[str]:
    """Return the features that were set to what none of the slate's candidates has."""
    asked = subject.asked
    seen = session.ranges(subject.shop, asked.search, asked.user_id, subject.item_id, asked.platform)
    outside = []
    for name, value in {**changes.features, "price": changes.price}.items():
        low, high = seen.get(name, (None, None))
        if value is not None and (low is None or high is None or not low <= value <= high):
            outside.append(name)
    return outside
