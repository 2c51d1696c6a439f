"""What is asked of shoppers: one file each, shown one at a time.

A view's ``draw()`` asks for what it needs and draws it. To add one, add its file here, its name to ``VIEWS`` and its
title to the strings ``shoppers.show_NAME``.
"""

from __future__ import annotations

import importlib

from dashboard.session import t
from dashboard.url_choice import choose_view

VIEWS = ("one", "groups", "reviews")


def choose() -> str:
    """Draw the choice of the view and return the one the URL names, or the first."""
    return choose_view("show", t("shoppers.show"), VIEWS, lambda name: t(f"shoppers.show_{name}"))


def draw(name: str) -> None:
    """Draw the view called ``name``."""
    importlib.import_module(f"{__name__}.{name}").draw()
