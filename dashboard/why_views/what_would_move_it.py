"""What would move it: the smallest edits of the item or of the search that bring it in or out of the first places."""

from __future__ import annotations

from functools import partial
from typing import get_args

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboard import session
from dashboard.frame import lead, section, small
from dashboard.panels import edit_card, first_places
from dashboard.session import lang, t
from dashboard.what_if_link import to_parameters
from dashboard.why_views import Subject
from explain.counterfactual import Counterfactual, Counterfactuals, CounterfactualSettings, Of
from explain.move_answers import counterfactuals_answer
from explain.what_if import changes_of
from explain.wording import quoted
from models.field import Field


def draw(subject: Subject, beside: DeltaGenerator, below: DeltaGenerator) -> None:
    """Draw the answer and a card for every set of edits that was found."""
    asked, shop = subject.asked, subject.shop
    currency = shop.item(subject.item_id)["currency"]
    with beside:
        settings = CounterfactualSettings(k=first_places.choose(asked.k), of=_choose(subject))
        with st.spinner(t("move.searching"), show_time=True):
            found = session.counterfactuals(
                shop, asked.search, asked.user_id, subject.item_id, asked.platform, settings
            )
        title = quoted(subject.title, lang())
        lead(counterfactuals_answer(found, settings.most_edits, lang(), title, currency))
        _cards(subject, found, currency)
        _limits(subject, settings.of)
    with below, st.expander(t("why.how")):
        st.write(t("move.how", tried=f"{found.tried:,}", most=settings.most_edits))


def _choose(subject: Subject) -> Of:
    """Draw the choice of what is edited, which lives in the URL; the item until the search is chosen."""
    if not subject.asked.search:
        return "item"
    chosen: Of = "search" if st.query_params.get("of") == "search" else "item"
    st.session_state["of"] = chosen
    st.segmented_control(
        t("move.of"),
        get_args(Of),
        key="of",
        format_func=lambda of: t(f"move.of_{of}"),
        required=True,
        on_change=lambda: st.query_params.update(of=st.session_state["of"]),
    )
    return chosen


def _cards(subject: Subject, found: Counterfactuals, currency: str | None) -> None:
    shown = found.found or ((found.closest,) if found.closest else ())
    if not shown:
        return
    section(t("move.sets") if found.found else t("move.nearest"))
    item, context = _texts(subject)
    for number, one in enumerate(shown):
        attempt = partial(_try, subject, one)
        edit_card.draw(one, found.rank, (*context, *item), currency, f"try-{number}", attempt)


def _texts(subject: Subject) -> tuple[tuple[Field, ...], tuple[Field, ...]]:
    shop, asked = subject.shop, subject.asked
    item = shop.catalogue.texts[shop.catalogue.place(subject.item_id)]
    return item, shop.context(asked.search, asked.user_id)


def _try(subject: Subject, one: Counterfactual) -> None:
    """Open the what-if with these edits filled in."""
    changes = changes_of(*_texts(subject), one.edits)
    st.query_params.update({"view": "what_if", **to_parameters(subject.item_id, changes)})


def _limits(subject: Subject, of: Of) -> None:
    small(t(f"move.limits_{of}"))
    if of == "item" and "price" not in subject.shop.ranker.feature_names:
        small(t("move.no_price"))
