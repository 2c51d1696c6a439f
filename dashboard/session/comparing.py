"""Two rankers side by side, and the reviews that end in a record."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

from dashboard.i18n import LANGUAGES
from dashboard.session.core import opened, opened_shop, rankers, workspace
from dashboard.session.segments import names_of_slates
from queries.comparing import Measurable
from queries.comparing import measurable as find_measurable
from queries.comparing.comparison import Comparison, compare
from queries.comparing.records import KeptReview, RankerReview, list_reviews, read_review
from queries.comparing.records import keep_review as keep_ranker_review
from queries.workspace import open_workspace

if TYPE_CHECKING:
    from dashboard.panels.compare_choice import CompareChoice
    from explain.shop import Shop


@st.cache_data(max_entries=8, show_spinner=False)
def _measurable(path: str, snapshot: int) -> tuple[Measurable, dict[str, str]]:
    return find_measurable(opened(path)), names_of_slates(path, snapshot)


def measurable() -> tuple[Measurable, dict[str, str]]:
    """Return what was measured of whose slates, and the names of those."""
    ws = workspace()
    return _measurable(str(ws.path), ws.snapshot_id())


@st.cache_data(max_entries=32, show_spinner=False)
def _comparison(path: str, snapshot: int, choice: CompareChoice) -> Comparison:
    return compare(opened(path), choice.a, choice.b, choice.metric, choice.k, choice.by, choice.within)


def comparison(choice: CompareChoice) -> Comparison:
    """Return two rankers beside each other, compared once per snapshot."""
    ws = workspace()
    return _comparison(str(ws.path), ws.snapshot_id(), choice)


@st.cache_data(max_entries=16, show_spinner=False)
def _explained_losers(path: str, data_id: str, _found: Comparison, of: tuple[str, ...]) -> dict[str, Any]:
    from explain.losers import explain_losers

    known = {entry.ranker_id for entry in rankers()}

    def shop_of(ranker_id: str) -> Shop | None:
        own = ranker_id.partition(":")[0]
        return opened_shop(path, data_id, own) if own in known else None

    return explain_losers(opened(path), _found, shop_of)


def explained_losers(found: Comparison) -> dict[str, Any]:
    """Return what both rankers say of the item that each of the biggest losses turned on, as plain data."""
    ws = workspace()
    of = (found.a, found.b, *(f"{loser.context_id} {loser.turned_on.item_id}" for loser in found.losers))
    told: dict[str, Any] = _explained_losers(str(ws.path), ws.data_id(), found, of)
    return told


def keep_review(review: RankerReview) -> str:
    """Write a review of a ranker with its pages into the workspace, and return its id."""
    from dashboard.review_html import to_html

    with open_workspace(workspace().path, "write") as ws:
        return keep_ranker_review(ws, review, {code: to_html(review, code) for code in LANGUAGES.values()})


@st.cache_data(max_entries=8, show_spinner=False)
def _reviews(path: str, snapshot: int) -> list[dict[str, Any]]:
    return list_reviews(opened(path))


def reviews() -> list[dict[str, Any]]:
    """Return the reviews of rankers that were kept, the newest first."""
    ws = workspace()
    return _reviews(str(ws.path), ws.snapshot_id())


def review(review_id: str) -> KeptReview:
    """Return a review of a ranker as it was kept."""
    return read_review(workspace(), review_id)
