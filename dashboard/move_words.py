"""How moves and changes are written, on the pages and in the terminal alike."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal

from dashboard.i18n import translate
from dashboard.text import share

if TYPE_CHECKING:
    from explain.what_if import Place

# From this share of the category on, an edit is as the category usually is; below the second, it stands out.
COMMON, UNCOMMON = 0.2, 0.05

Direction = Literal["up", "down", "same", "new", "out"]


def usual(plausibility: float, lang: str) -> str:
    """Say how usual a set of edits is in its category, in a word and as a share.

    >>> usual(0.92, "en"), usual(0.1, "zh")
    ('common (92.0%)', '不多见（10.0%）')
    """
    word = "common" if plausibility >= COMMON else "uncommon" if plausibility >= UNCOMMON else "rare"
    return translate(lang, f"move.{word}", share=share(plausibility, 1.0))


def came(place: Place, before: Sequence[Place], lang: str) -> tuple[Direction, str]:
    """Say how an item of the slate after came to its place: up or down by so many, or new to the places shown."""
    shown = {other.item_id for other in before}
    if place.item_id not in shown or place.rank_before is None:
        return "new", translate(lang, "move.new")
    climbed = place.rank_before - place.rank
    return ("up", f"↑{climbed}") if climbed > 0 else ("down", f"↓{-climbed}") if climbed else ("same", "")


def went(place: Place, after: Sequence[Place], lang: str) -> tuple[Direction, str]:
    """Say of an item of the slate before whether it left the places shown."""
    stays = any(other.item_id == place.item_id for other in after)
    return ("same", "") if stays else ("out", translate(lang, "move.out"))
