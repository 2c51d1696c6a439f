"""The questions that the Why page answers about the item picked: one file each, shown one at a time.

A view's ``draw(subject, beside, below)`` draws beside the slate and below it. To add a question,
add its file here, its name to ``VIEWS`` and its title to the strings ``view.NAME``.
"""

from __future__ import annotations

import importlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

import streamlit as st

from dashboard.panels.context_choice import Choice
from dashboard.session import t

if TYPE_CHECKING:
    from streamlit.delta_generator import DeltaGenerator

    from explain.settings import Settings
    from explain.shop import Shop, Slate

VIEWS = ("this_item", "contrast", "margin", "match", "what_would_move_it", "what_if")


@dataclass(frozen=True)
class Subject:
    """What a view is about: an item of a slate, the context it was ranked for, and how it is to be explained."""

    shop: Shop
    asked: Choice
    slate: Slate
    item_id: str
    title: str
    settings: Settings


def choose() -> str:
    """Draw the choice of the question and return the one the URL names, or the first."""
    asked = st.query_params.get("view", VIEWS[0])
    chosen = asked if asked in VIEWS else VIEWS[0]
    if len(VIEWS) > 1:
        # The URL is where the choice lives; the widget only shows it and writes it there.
        st.session_state["view"] = chosen
        st.segmented_control(
            t("view.choose"),
            VIEWS,
            key="view",
            format_func=lambda name: t(f"view.{name}"),
            required=True,
            wrap=True,
            label_visibility="collapsed",
            on_change=lambda: st.query_params.update(view=st.session_state["view"]),
        )
    return chosen


def draw(name: str, subject: Subject, beside: DeltaGenerator, below: DeltaGenerator) -> None:
    """Draw the view called ``name``."""
    importlib.import_module(f"{__name__}.{name}").draw(subject, beside, below)
