"""Slates, explanations of their items, how far these can be trusted, and what people said of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyarrow as pa
import streamlit as st

from dashboard.recent import Recent
from dashboard.session.core import opened, rankers, workspace
from queries.feedback import Feedback, feedback, give_feedback
from queries.trust import trust_table
from queries.workspace import open_workspace

if TYPE_CHECKING:
    from explain.contrast import Contrast
    from explain.explanation import Explanation
    from explain.margin import Margin
    from explain.match import Match, Side
    from explain.settings import Settings
    from explain.shop import Shop, Slate
    from explain.slate_value import SlateValue
    from explain.trust.measures import Trust
    from models.familiarity import Judgement


@st.cache_data(max_entries=4, show_spinner=False)
def _method_trust(path: str, snapshot: int, ranker_id: str) -> list[dict[str, Any]]:
    return trust_table(opened(path), ranker_id).to_pylist()


def method_trust() -> list[dict[str, Any]]:
    """Return the newest ranker's comparison of explanation methods, see :func:`queries.trust.trust_table`."""
    ws = workspace()
    return _method_trust(str(ws.path), ws.snapshot_id(), rankers()[0].ranker_id)


@st.cache_data(max_entries=256, show_spinner=False)
def _slate(_shop: Shop, ranker_id: str, data_id: str, search: str | None, user: str | None, k: int, at: str | None):  # type: ignore[no-untyped-def]
    return _shop.recommend(search, user, k, at)


def slate(asked: Shop, search: str | None, user_id: str | None, k: int, platform: str | None) -> Slate:
    """Return the slate of a context."""
    found: Slate = _slate(asked, asked.ranker.identity, asked.data_id, search, user_id, k, platform)
    return found


EXPLANATIONS_KEPT = 256


@st.cache_data(max_entries=EXPLANATIONS_KEPT, show_spinner=False)
def _explanation(  # type: ignore[no-untyped-def]
    _shop: Shop,
    ranker_id: str,
    data_id: str,
    search: str | None,
    user: str | None,
    item: str,
    settings: Settings,
    trust: bool,
):
    return _shop.explain(search, user, item, settings, trust)


@st.cache_resource(show_spinner=False)
def _explained() -> Recent:
    return Recent(EXPLANATIONS_KEPT)


def explanation(
    asked: Shop, search: str | None, user_id: str | None, item_id: str, settings: Settings, trust: bool = True
) -> Explanation:
    """Return the explanation of one item of a context, made as ``settings`` say, with ``trust`` measured."""
    key = (asked.ranker.identity, asked.data_id, search, user_id, item_id, settings)
    found: Explanation = _explanation(asked, *key, trust)
    _explained().add(key)
    return found


def is_explained(asked: Shop, search: str | None, user_id: str | None, item_id: str, settings: Settings) -> bool:
    """Say whether :func:`explanation` would answer at once."""
    return (asked.ranker.identity, asked.data_id, search, user_id, item_id, settings) in _explained()


@st.cache_data(max_entries=64, show_spinner=False)
def _closely(
    _shop: Shop, _of: Explanation, made: tuple[str, ...], search: str | None, user: str | None, item: str | None
) -> Trust:
    return _shop.measure_closely(_of, search, user)


def closely(asked: Shop, of: Explanation, search: str | None, user_id: str | None) -> Trust:
    """Return all that can be measured about an explanation ``of`` this context."""
    made = (asked.ranker.identity, asked.data_id, str(of.settings))
    found: Trust = _closely(asked, of, made, search, user_id, of.item_id)
    return found


def keep_feedback(given: Feedback) -> None:
    """Write what somebody said of an explanation into the workspace."""
    with open_workspace(workspace().path, "write") as ws:
        give_feedback(ws, given)


def feedback_of(item_id: str) -> pa.Table:
    """Return what was said of explanations of an item, the newest first."""
    return feedback(workspace(), item_id=item_id)


@st.cache_data(max_entries=8, show_spinner=False)
def _all_feedback(path: str, snapshot: int) -> pa.Table:
    return feedback(opened(path))


def all_feedback() -> pa.Table:
    """Return what was said of explanations, the newest first."""
    ws = workspace()
    return _all_feedback(str(ws.path), ws.snapshot_id())


@st.cache_data(max_entries=64, show_spinner=False)
def _contrast(  # type: ignore[no-untyped-def]
    _shop: Shop, ranker_id: str, data_id: str, search: str | None, user: str | None, a: str, b: str, settings: Settings
):
    return _shop.contrast(search, user, a, b, settings)


def contrast(asked: Shop, search: str | None, user_id: str | None, a: str, b: str, settings: Settings) -> Contrast:
    """Return the contrast of two items of one context."""
    found: Contrast = _contrast(asked, asked.ranker.identity, asked.data_id, search, user_id, a, b, settings)
    return found


@st.cache_data(max_entries=64, show_spinner=False)
def _margin(  # type: ignore[no-untyped-def]
    _shop: Shop,
    ranker_id: str,
    data_id: str,
    search: str | None,
    user: str | None,
    item: str,
    k: int,
    at: str | None,
    settings: Settings,
):
    return _shop.margin(search, user, item, k, at, settings)


def margin(
    asked: Shop,
    search: str | None,
    user_id: str | None,
    item_id: str,
    k: int,
    platform: str | None,
    settings: Settings,
) -> Margin:
    """Return how far an item is from the border of the first k places."""
    known = (asked.ranker.identity, asked.data_id)
    found: Margin = _margin(asked, *known, search, user_id, item_id, k, platform, settings)
    return found


@st.cache_data(max_entries=64, show_spinner=False)
def _place_value(  # type: ignore[no-untyped-def]
    _shop: Shop, ranker_id: str, data_id: str, search: str | None, user: str | None, item: str, at: str | None, n: int
):
    from explain.slate_measures import place_of

    return _shop.slate_value(search, user, place_of(item), n, at)


def place_value(
    asked: Shop, search: str | None, user_id: str | None, item_id: str, platform: str | None, candidates: int
) -> SlateValue:
    """Return what each part is worth to the place of an item among the best ``candidates``."""
    known = (asked.ranker.identity, asked.data_id)
    found: SlateValue = _place_value(asked, *known, search, user_id, item_id, platform, candidates)
    return found


@st.cache_data(max_entries=64, show_spinner=False)
def _match(_shop: Shop, ranker_id: str, data_id: str, search: str | None, user: str | None, item: str, side: Side):  # type: ignore[no-untyped-def]
    return _shop.match(search, user, item, side)


def match(asked: Shop, search: str | None, user_id: str | None, item_id: str, side: Side) -> Match:
    """Return which words of the context met which of the item."""
    found: Match = _match(asked, asked.ranker.identity, asked.data_id, search, user_id, item_id, side)
    return found


@st.cache_data(max_entries=256, show_spinner=False)
def _judgement(_shop: Shop, ranker_id: str, data_id: str, _slate: Slate, of: tuple[Any, ...]) -> Judgement | None:
    from explain.familiarity import judge

    return judge(_shop, _slate)


def judgement(asked: Shop, of: Slate) -> Judgement | None:
    """Return whether the context of a slate is like those the ranker was trained on; None where nobody learned it."""
    known = (of.search, of.user_id, of.platform, len(of.rows))
    found: Judgement | None = _judgement(asked, asked.ranker.identity, asked.data_id, of, known)
    return found
