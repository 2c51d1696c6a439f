"""What would move an item: counterfactuals, and what-if by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

if TYPE_CHECKING:
    from explain.counterfactual import Counterfactuals, CounterfactualSettings
    from explain.settings import Settings
    from explain.shop import Shop
    from explain.what_if import Changes, WhatIf


@st.cache_data(max_entries=64, show_spinner=False)
def _counterfactuals(  # type: ignore[no-untyped-def]
    _shop: Shop,
    ranker_id: str,
    data_id: str,
    search: str | None,
    user: str | None,
    item: str,
    at: str | None,
    settings: CounterfactualSettings,
):
    return _shop.counterfactuals(search, user, item, at, settings)


def counterfactuals(
    asked: Shop,
    search: str | None,
    user_id: str | None,
    item_id: str,
    platform: str | None,
    settings: CounterfactualSettings,
) -> Counterfactuals:
    """Return the smallest changes found that move an item into the first k or out of them."""
    known = (asked.ranker.identity, asked.data_id)
    found: Counterfactuals = _counterfactuals(asked, *known, search, user_id, item_id, platform, settings)
    return found


@st.cache_data(max_entries=64, show_spinner=False)
def _what_if(  # type: ignore[no-untyped-def]
    _shop: Shop,
    ranker_id: str,
    data_id: str,
    search: str | None,
    user: str | None,
    item: str,
    changes: Changes,
    at: str | None,
    k: int,
    settings: Settings,
):
    return _shop.what_if(search, user, item, changes, at, k, settings)


def what_if(
    asked: Shop,
    search: str | None,
    user_id: str | None,
    item_id: str,
    changes: Changes,
    platform: str | None,
    k: int,
    settings: Settings,
) -> WhatIf:
    """Return both slates and both explanations of an item before and after changes."""
    known = (asked.ranker.identity, asked.data_id)
    found: WhatIf = _what_if(asked, *known, search, user_id, item_id, changes, platform, k, settings)
    return found


@st.cache_data(max_entries=64, show_spinner=False)
def _ranges(  # type: ignore[no-untyped-def]
    _shop: Shop, ranker_id: str, data_id: str, search: str | None, user: str | None, item: str, at: str | None
):
    from explain.scene import scene
    from explain.what_if import ranges

    return ranges(scene(_shop, search, user, item, at))


def ranges(
    asked: Shop, search: str | None, user_id: str | None, item_id: str, platform: str | None
) -> dict[str, tuple[float, float]]:
    """Return the smallest and largest value of every behaviour feature among the candidates of a context."""
    known = (asked.ranker.identity, asked.data_id)
    found: dict[str, tuple[float, float]] = _ranges(asked, *known, search, user_id, item_id, platform)
    return found
