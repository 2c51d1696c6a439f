"""What every page asks: its language, the workspace, what is imported and who shops there."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import pyarrow as pa
import streamlit as st

from dashboard.i18n import LANGUAGES, catalogue, translate
from queries import overview as overview_queries
from queries.contexts import items
from queries.overview import Overview
from queries.profiles.people import People, chosen_items, gather
from queries.rankers import RankerEntry, list_rankers
from queries.workspace import Workspace, open_workspace

if TYPE_CHECKING:
    from explain.repair import Repairer
    from explain.shop import Shop
    from explain.similar import ShopperVectors


T = TypeVar("T")
ICON = Path(__file__).parent.with_name("static") / "icon.png"


def lang() -> str:
    """Return the language the URL names, "en" or "zh"."""
    asked = st.query_params.get("lang", "en")
    return asked if asked in LANGUAGES.values() else "en"


def choose_language() -> None:
    """Draw the language switch: it shows what the URL says, and writes there."""
    names = {code: name for name, code in LANGUAGES.items()}
    st.session_state["language"] = names[lang()]
    st.segmented_control(
        t("app.language"),
        list(LANGUAGES),
        key="language",
        required=True,
        label_visibility="collapsed",
        on_change=lambda: st.query_params.update(lang=LANGUAGES[st.session_state["language"]]),
    )


def carried() -> dict[str, str]:
    """Return what a link from one page to another takes along."""
    return {"lang": lang()} if "lang" in st.query_params else {}


def t(key: str, /, **values: object) -> str:
    """Return a string of the interface in the language chosen."""
    return translate(lang(), key, **values)


def known(key: str, otherwise: str, **values: object) -> str:
    """Return the string of ``key`` where the catalogue has it, else ``otherwise``: for names that data bring along."""
    return t(key, **values) if key in catalogue(lang()) else otherwise


@st.cache_resource(max_entries=4, show_spinner=False)
def opened(path: str) -> Workspace:
    """Return the workspace in the folder ``path``, opened once for reading."""
    return open_workspace(path)


def workspace() -> Workspace:
    """Return the workspace named by WHYRANK_WORKSPACE, opened for reading."""
    return opened(os.environ.get("WHYRANK_WORKSPACE", ".whyrank"))


@st.cache_data(max_entries=8, show_spinner=False)
def _overview(path: str, snapshot: int) -> Overview:
    return overview_queries.overview(opened(path))


def overview() -> Overview:
    """Return what the workspace holds; counted once per snapshot."""
    ws = workspace()
    return _overview(str(ws.path), ws.snapshot_id())


@st.cache_resource(max_entries=2, show_spinner=False)
def _people(path: str, snapshot: int) -> People:
    return gather(opened(path))


def people() -> People:
    """Return everybody who shops here, gathered once per snapshot."""
    ws = workspace()
    return _people(str(ws.path), ws.snapshot_id())


@st.cache_data(max_entries=256, show_spinner=False)
def _answer(path: str, snapshot: int, name: str, arguments: tuple[Any, ...], _ask: Callable[[], Any]) -> Any:
    return _ask()


def answer(question: Callable[..., T], *arguments: Any) -> T:
    """Return what ``question(people, *arguments)`` answers, asked once per snapshot.

    Arguments are names and numbers; ``question`` is a function of a module, told from others by its name.
    """
    ws = workspace()
    name = f"{question.__module__}.{question.__qualname__}"
    found: T = _answer(str(ws.path), ws.snapshot_id(), name, arguments, lambda: question(people(), *arguments))
    return found


@st.cache_resource(max_entries=2, show_spinner=False)
def _shopper_vectors(path: str, snapshot: int, ranker_id: str, _shop: Shop) -> ShopperVectors | None:
    from explain.similar import has_vectors, shopper_vectors

    return shopper_vectors(_shop.catalogue, chosen_items(people())) if has_vectors(_shop.catalogue) else None


def shopper_vectors(asked: Shop) -> ShopperVectors | None:
    """Return everybody's vector by what they chose; None where the ranker makes no vectors of items."""
    ws = workspace()
    return _shopper_vectors(str(ws.path), ws.snapshot_id(), asked.ranker.identity, asked)


def rejected_rows(source: str, reason: str) -> pa.Table:
    """Return some rows of a source that were set aside for a reason."""
    return overview_queries.rejected_rows(workspace(), source, reason)


@st.cache_data(max_entries=8, show_spinner=False)
def _rankers(path: str, snapshot: int) -> list[RankerEntry]:
    return list_rankers(opened(path))


def rankers() -> list[RankerEntry]:
    """Return the workspace's rankers, newest first."""
    ws = workspace()
    return _rankers(str(ws.path), ws.snapshot_id())


def ranker_name(ranker_id: str) -> str:
    """Return what a ranker of the workspace is called, the newest of its names; its id where it is gone."""
    return next((entry.name for entry in rankers() if entry.ranker_id == ranker_id), ranker_id)


def is_simulated() -> bool:
    """Say whether any of the workspace's data is simulated."""
    return any(source.origin == "simulated" for source in overview().sources)


@st.cache_resource(max_entries=2, show_spinner=False)
def opened_shop(path: str, data_id: str, ranker_id: str) -> Shop:
    """Return the shop of one ranker and state of the data, opened once; ``path``: the workspace's folder."""
    from explain.methods.shap_permutation import warm_up
    from explain.shop import open_shop  # torch and all it brings: only pages that ask a ranker wait for it

    threading.Thread(target=warm_up, daemon=True).start()  # while the catalogue is read and a context is chosen
    return open_shop(path, ranker_id)


def shop() -> Shop:
    """Return the newest ranker with the catalogue it reads, loaded once for the data there is."""
    ws = workspace()
    return opened_shop(str(ws.path), ws.data_id(), rankers()[0].ranker_id)


@st.cache_resource(max_entries=4, show_spinner=False)
def _titles(path: str, data_id: str) -> Mapping[str, str]:
    rows = items(opened(path)).select(["item_id", "title"]).to_pylist()
    return {row["item_id"]: row["title"] or row["item_id"] for row in rows}


def item_titles() -> Mapping[str, str]:
    """Return the title of every item by its id; the id itself where it has none."""
    ws = workspace()
    return _titles(str(ws.path), ws.data_id())


def shop_of(ranker_id: str) -> Shop:
    """Return a ranker of the workspace with the catalogue it reads; the newest where it is gone."""
    ws = workspace()
    known = {entry.ranker_id for entry in rankers()}
    return opened_shop(str(ws.path), ws.data_id(), ranker_id if ranker_id in known else rankers()[0].ranker_id)


@st.cache_resource(max_entries=2, show_spinner=False)
def _repairer(path: str, ranker_id: str, data_id: str, _shop: Shop) -> Repairer:
    from explain.repair import Repairer

    return Repairer.of(opened(path), _shop)


def repairer(asked: Shop) -> Repairer:
    """Return what repairs spelling by the words of a shop, learned once for the data there is."""
    found: Repairer = _repairer(str(workspace().path), asked.ranker.identity, asked.data_id, asked)
    return found
