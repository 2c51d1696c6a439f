"""The single owner of what is kept between reruns: the language, the opened workspace, the loaded shop.

A value that a view depends on exists once, in the URL; the caches here are bounded and shared by all browser sessions.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import streamlit as st

from dashboard.i18n import LANGUAGES, translate
from queries.overview import Overview, overview
from queries.rankers import RankerEntry, list_rankers
from queries.workspace import Workspace, open_workspace

if TYPE_CHECKING:
    from explain.explanation import Explanation
    from explain.shop import Shop, Slate


def lang() -> str:
    """Return the language chosen in the sidebar, "en" or "zh"."""
    return LANGUAGES.get(st.session_state.get("lang") or "English", "en")


def t(key: str, /, **values: object) -> str:
    """Return a string of the interface in the language chosen."""
    return translate(lang(), key, **values)


@st.cache_resource(max_entries=4)
def _opened(path: str) -> Workspace:
    return open_workspace(path)


def workspace() -> Workspace:
    """Return the workspace named by WHYRANK_WORKSPACE, opened for reading."""
    return _opened(os.environ.get("WHYRANK_WORKSPACE", ".whyrank"))


@st.cache_data(max_entries=8, show_spinner=False)
def _overview(path: str, snapshot: int) -> Overview:
    return overview(_opened(path))


def current_overview() -> Overview:
    """Return what the workspace holds; computed once per snapshot."""
    ws = workspace()
    return _overview(str(ws.path), ws.snapshot_id())


def rankers() -> list[RankerEntry]:
    """Return the workspace's rankers, newest first."""
    return list_rankers(workspace())


def is_simulated() -> bool:
    """Say whether any of the workspace's data is simulated."""
    return any(source.origin == "simulated" for source in current_overview().sources)


@st.cache_resource(max_entries=2, show_spinner=False)
def _shop(path: str, snapshot: int, ranker_id: str) -> Shop:
    from explain.shop import open_shop

    return open_shop(path, ranker_id)


def shop() -> Shop:
    """Return the newest ranker with the catalogue it reads, loaded once per snapshot."""
    from queries.rankers import find_ranker

    ws = workspace()
    return _shop(str(ws.path), ws.snapshot_id(), find_ranker(ws).ranker_id)


@st.cache_data(max_entries=256, show_spinner=False)
def slate(_shop: Shop, key: str, search: str | None, user_id: str | None, k: int, platform: str | None) -> Slate:
    """Return the slate of a context; ``key`` says of which ranker and data."""
    return _shop.recommend(search, user_id, k, platform)


@st.cache_data(max_entries=256, show_spinner=False)
def explanation(_shop: Shop, key: str, search: str | None, user_id: str | None, item_id: str) -> Explanation:
    """Return the explanation of one item; ``key`` says of which ranker and data."""
    return _shop.explain(search, user_id, item_id)


def url_value(name: str) -> str | None:
    """Return a parameter of the URL that no widget is bound to."""
    value: Any = st.query_params.get(name)
    return value or None
