"""The slate, and the choice of the item to explain."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from dashboard.frame import section, small
from dashboard.ranker_words import chosen_from, facts_help
from dashboard.session import t
from dashboard.text import as_text
from explain.money import money

if TYPE_CHECKING:
    from explain.shop import Shop, Slate, SlateRow


def pick(shop: Shop, slate: Slate) -> str:
    """Draw the slate and return the id of the item picked: the URL's, or the first until one is picked.

    A link may name an item that is not on the slate (any more): it is explained all the same.
    """
    section(t("why.slate"), facts_help(shop.ranker))
    small(chosen_from(slate))
    rows = {row.item_id: row for row in slate.rows}
    asked = st.query_params.get("item")
    if asked not in rows and asked in shop.catalogue.item_ids:
        small(t("why.not_shown", title=str(shop.item(asked)["title"]), k=len(rows)))
    elif asked not in rows:
        if asked:
            small(t("why.unknown_item", item=asked))
        asked = slate.rows[0].item_id
    # The URL is where the choice lives; the widget only shows it and writes it there.
    st.session_state["pick"] = asked if asked in rows else None
    st.radio(
        t("why.pick"),
        list(rows),
        index=None,
        format_func=lambda item_id: f"{rows[item_id].rank}\\. {as_text(rows[item_id].title)}",
        captions=[_facts(row) for row in slate.rows],
        key="pick",
        on_change=_remember,
        label_visibility="collapsed",
    )
    return str(asked)


def _remember() -> None:
    st.query_params["item"] = st.session_state["pick"]


def _facts(row: SlateRow) -> str:
    facts = t(
        "why.facts",
        price=as_text(money(row.price, row.currency)),
        score=as_text(f"{row.score:+.2f}".replace("-", "−")),
        chance=f"{row.probability:.1%}",
    )
    return f"{as_text(row.brand)} · {facts}" if row.brand else facts
