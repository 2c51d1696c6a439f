"""What the Data page shows, one at a time: one file each, whose ``draw()`` answers in a sentence, then shows it.

To add one, add its file here, its name to ``VIEWS`` and its title to the strings ``data.show_NAME``.
"""

from __future__ import annotations

import importlib

from dashboard.session import t
from dashboard.url_choice import choose_view

VIEWS = ("drift", "quality", "days", "accounts", "sources")


def choose() -> str:
    """Draw the choice of the view and return the one the URL names, or the first."""
    return choose_view("view", t("data.show"), VIEWS, lambda name: t(f"data.show_{name}"))


def draw(name: str) -> None:
    """Draw the view called ``name``."""
    importlib.import_module(f"{__name__}.{name}").draw()
