"""Asks for whom and for what to rank; every answer lives in the URL."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import streamlit as st

from dashboard.session import lang, t
from dashboard.text import as_text

if TYPE_CHECKING:
    from explain.shop import Shop

LISTED_SHOPPERS = 5000  # the busiest; any other id can be typed
SIZES = (5, 10, 20, 50)
EXAMPLES = 4  # searches offered per language


@dataclass(frozen=True)
class Choice:
    """A context as it was asked for, and how many items to show."""

    search: str | None
    user_id: str | None
    platform: str | None
    k: int

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to rank for yet."""
        return not self.search and not self.user_id


def ask(shop: Shop) -> Choice:
    """Draw the questions and return the answers."""
    search_place, user_place, platform_place, k_place = st.columns([5, 3, 2, 1.5], vertical_alignment="bottom")
    search = search_place.text_input(
        t("why.search"),
        key="search",
        bind="query-params",
        type="search",
        placeholder=t("why.search_placeholder"),
        max_chars=200,
        on_change=_forget_item,
    )
    user_id = user_place.selectbox(
        t("why.shopper"),
        list(shop.shoppers)[:LISTED_SHOPPERS],
        index=None,
        key="user",
        bind="query-params",
        accept_new_options=True,
        placeholder=t("why.shopper_placeholder"),
        help=t("why.shopper_help"),
        on_change=_forget_item,
    )
    platform = platform_place.selectbox(
        t("why.platform"),
        shop.platforms,
        index=None,
        key="platform",
        bind="query-params",
        placeholder=t("why.platform_own") if user_id else t("why.platform_placeholder"),
        disabled=len(shop.platforms) < 2,
        on_change=_forget_item,
    )
    k = k_place.selectbox(t("why.k"), SIZES, index=SIZES.index(10), key="k", bind="query-params")
    choice = Choice((search or "").strip() or None, (user_id or "").strip() or None, platform, k)
    _offer_examples(shop, choice)
    _introduce(shop, choice.user_id)
    return choice


def _offer_examples(shop: Shop, choice: Choice) -> None:
    by_language = sorted(shop.frequent_searches.items(), key=lambda pair: pair[0] != lang())
    examples = [text for _, texts in by_language for text in texts[:EXAMPLES] if text != choice.search]
    if examples:
        st.pills(t("why.examples"), examples, key="example", format_func=as_text, on_change=_take_example)


def _introduce(shop: Shop, user_id: str | None) -> None:
    shopper = shop.shoppers.get(user_id or "")
    if shopper is None:
        return
    facts = [
        t("why.shopper_facts", user=as_text(user_id), actions=f"{shopper.actions:,}", searches=f"{shopper.searches:,}")
    ]
    if shopper.platform:
        facts.append(t("why.shopper_on", platform=as_text(shopper.platform)))
    st.caption(" · ".join(facts))


def _take_example() -> None:
    if st.session_state.example:
        st.session_state.search = st.session_state.example
        st.session_state.example = None
        _forget_item()


def _forget_item() -> None:
    """Another context has another slate: the item picked from the last one means nothing in it."""
    st.query_params.pop("item", None)
