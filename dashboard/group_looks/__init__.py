"""Looks at groups of shoppers: one file each, shown one at a time.

A look's ``draw()`` asks, draws and says what is hidden. To add one, add its file here, its name to ``LOOKS`` and its
title to the strings ``groups.look_NAME``.
"""

from __future__ import annotations

import importlib

from dashboard.session import t
from dashboard.url_choice import choose_view

LOOKS = ("rfm", "value", "cohorts", "funnel", "journeys", "affinities", "tastes")


def choose() -> str:
    """Draw the choice of the look and return the one the URL names, or the first."""
    return choose_view("look", t("groups.look"), LOOKS, lambda name: t(f"groups.look_{name}"))


def draw(name: str) -> None:
    """Draw the look called ``name``."""
    importlib.import_module(f"{__name__}.{name}").draw()
