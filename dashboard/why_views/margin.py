"""Why in the first k, or why not."""

from __future__ import annotations

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboard import session
from dashboard.frame import lead
from dashboard.panels import contrast as contrast_panel
from dashboard.panels import first_places
from dashboard.panels import margin as panel
from dashboard.session import lang, t
from dashboard.why_views import Subject
from explain.answers import margin_answer
from explain.wording import quoted

MOST_CANDIDATES = 200


def draw(subject: Subject, beside: DeltaGenerator, below: DeltaGenerator) -> None:
    """Draw how far the item is from the border, and why."""
    asked, shop = subject.asked, subject.shop
    with beside:
        k = first_places.choose(asked.k)
        with st.spinner(t("margin.measuring")):
            found = session.margin(
                shop, asked.search, asked.user_id, subject.item_id, k, asked.platform, subject.settings
            )
        lead(margin_answer(found, lang(), quoted(subject.title, lang())))
        panel.figures(found, shop.ranker.calibration_known)
        panel.places(found, subject.title)
    with below:
        if found.contrast is not None:
            contrast_panel.draw(found.contrast)
        with st.spinner(t("margin.valuing")):
            value = session.place_value(
                shop, asked.search, asked.user_id, subject.item_id, asked.platform, _candidates(found.place)
            )
        panel.value(value)
        with st.expander(t("why.how")):
            st.write(t("margin.how", candidates=value.candidates))


def _candidates(place: int) -> int:
    """Return how many candidates an item at ``place`` is ranked among: some behind it too, where that is affordable."""
    return min(max(50, place + 10), MOST_CANDIDATES)
