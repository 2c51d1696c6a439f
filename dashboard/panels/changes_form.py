"""The form of a what-if: everything as it is, to be edited; what is changed on "Apply" goes into the address."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice

import numpy as np
import streamlit as st

from dashboard import session
from dashboard.session import lang, t
from dashboard.text import as_text
from dashboard.what_if_link import NAMES, TEXTS, to_parameters
from dashboard.why_views import Subject
from explain.price import FOLLOWING
from explain.what_if import Changes
from explain.wording import feature_title, listed
from models.text import HISTORY_LENGTH
from queries.features import FEATURES

LISTED = 5000  # items that the history can be chosen from, beside those of the slate
_BY_NAME = {feature.name: feature for feature in FEATURES}


@dataclass(frozen=True)
class Values:
    """What the form holds; ``price`` None where none can be set, a feature's None for "no record"."""

    search: str
    history: tuple[str, ...]
    texts: Mapping[str, str]
    price: float | None
    features: Mapping[str, float | None]


def draw(subject: Subject, changes: Changes) -> None:
    """Draw the form with the changes filled in; nothing is computed until it is sent."""
    now = _now(subject)
    _fill(now, changes)
    with st.form("what_if", border=True):
        _context(subject)
        _item(subject, now)
        _features(subject, now)
        with st.container(horizontal=True):
            st.form_submit_button(
                t("what_if.apply"), key="apply", type="primary", on_click=_apply, args=(subject.item_id, now)
            )
            st.form_submit_button(t("what_if.reset"), key="reset", disabled=changes.nothing, on_click=_forget)


def _now(subject: Subject) -> Values:
    shop, asked = subject.shop, subject.asked
    texts = {field.name: field.text for field in shop.catalogue.texts[shop.catalogue.place(subject.item_id)]}
    features = shop.features(asked.user_id, [subject.item_id])[0]
    values = {
        name: None if np.isnan(value) else float(value)
        for name, value in zip(shop.ranker.feature_names, features, strict=True)
    }
    price = shop.item(subject.item_id)["price"] if "price" in values else None
    history = shop.store.history(asked.user_id) if asked.user_id else ()
    return Values(
        search=asked.search or "",
        history=tuple(islice((each for each in history if each in shop.catalogue.places), HISTORY_LENGTH)),
        texts={name: texts.get(name, "") for name in TEXTS},
        price=price,
        features={name: value for name, value in values.items() if name != "price"},
    )


def _fill(now: Values, changes: Changes) -> None:
    """Show what the address says: the widgets only show it, and write there when the form is sent."""
    state = st.session_state
    state["if_search"] = now.search if changes.search is None else changes.search
    state["if_history"] = list(now.history if changes.history is None else changes.history)
    for name, text in now.texts.items():
        state[f"if_{name}"] = changes.texts.get(name, text)
    state["if_price"] = now.price if changes.price is None else changes.price
    for name, value in now.features.items():
        state[f"if_feature_{name}"] = changes.features.get(name, value)


def _context(subject: Subject) -> None:
    shop = subject.shop
    titles = dict.fromkeys([*st.session_state["if_history"], *(row.item_id for row in subject.slate.rows)])
    titles |= dict.fromkeys(shop.catalogue.item_ids[:LISTED])
    st.text_input(t("field.search"), key="if_search", max_chars=200)
    st.multiselect(
        t("part.history"),
        list(titles),
        key="if_history",
        format_func=lambda item_id: f"{shop.item(item_id)['title']} ({item_id})",
        max_selections=HISTORY_LENGTH,
        placeholder=t("what_if.history_placeholder"),
        help=t("what_if.history_help", most=HISTORY_LENGTH),
    )


def _item(subject: Subject, now: Values) -> None:
    st.text_input(t("field.title"), key="if_title")
    st.text_input(t("field.attributes"), key="if_attributes")
    if now.price is not None:
        names = subject.shop.ranker.feature_names
        following = listed((feature_title(name, lang()) for name in FOLLOWING if name in names), lang())
        currency = subject.shop.item(subject.item_id)["currency"]
        label = f"{t('move.price')} ({as_text(currency)})" if currency else t("move.price")
        st.number_input(
            label, key="if_price", min_value=0.0, value=None, help=t("what_if.price_help", features=following)
        )


def _features(subject: Subject, now: Values) -> None:
    if not now.features:
        return
    asked = subject.asked
    seen = session.ranges(subject.shop, asked.search, asked.user_id, subject.item_id, asked.platform)
    with st.expander(t("what_if.features", count=len(now.features))):
        places = st.columns(2)
        for number, name in enumerate(now.features):
            places[number % 2].number_input(
                feature_title(name, lang()),
                key=f"if_feature_{name}",
                value=None,
                format="%.6g",
                placeholder=t("what_if.no_record"),
                help=_help(name, seen.get(name)),
            )


def _help(name: str, seen: tuple[float, float] | None) -> str:
    feature = _BY_NAME.get(name)
    meaning = f"{feature.meaning[lang()]} ({feature.unit[lang()]}) " if feature else ""
    if seen is None:
        return meaning + t("what_if.never_seen")
    return meaning + t("what_if.seen", low=f"{seen[0]:,.4g}", high=f"{seen[1]:,.4g}")


def _apply(item_id: str, now: Values) -> None:
    """Write what differs from how it is into the address."""
    state = st.session_state
    search, history = state["if_search"].strip(), tuple(state["if_history"])
    texts = {name: state[f"if_{name}"].strip() for name in now.texts}
    features = {name: state[f"if_feature_{name}"] for name in now.features}
    price = state.get("if_price")
    changes = Changes(
        search=None if search == now.search else search,
        history=None if history == now.history else history,
        texts={name: text for name, text in texts.items() if text != now.texts[name].strip()},
        price=None if _same(price, now.price) else price,
        features={name: value for name, value in features.items() if not _same(value, now.features[name])},
    )
    _forget()
    st.query_params.update(to_parameters(item_id, changes))


def _same(one: float | None, other: float | None) -> bool:
    """Whether two values are one as the form writes them."""
    if one is None or other is None:
        return one is other
    return f"{one:.6g}" == f"{other:.6g}"


def _forget() -> None:
    for name in NAMES:
        st.query_params.pop(name, None)
