"""Two slates side by side: as it is and with the changes, what moved where, the item itself standing out."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import streamlit as st

from dashboard.frame import section
from dashboard.move_words import Direction, came, went
from dashboard.session import lang, t
from dashboard.tables import Cell, Column, Html, table
from explain.what_if import Place, WhatIf


def draw(found: WhatIf) -> None:
    """Draw both slates with the moves between them."""
    draw_places(found.before, found.after, found.item_id)


def draw_places(before: Sequence[Place], after: Sequence[Place], item_id: str | None, edited: bool = True) -> None:
    """Draw two lists of places with the moves between them; ``item_id`` stands out, with a mark if ``edited``."""
    before_place, after_place = st.columns(2, gap="large")
    with before_place:
        section(t("move.before"))
        st.html(_slate(before, item_id, edited, [went(place, after, lang()) for place in before]))
    with after_place:
        section(t("move.after"))
        st.html(_slate(after, item_id, edited, [came(place, before, lang()) for place in after]))


def _slate(places: Sequence[Place], item_id: str | None, edited: bool, moves: Sequence[tuple[Direction, str]]) -> str:
    columns = [Column(t("move.place"), number=True), Column(t("move.item")), Column("")]
    rows: list[list[Cell]] = [
        [str(place.rank), _title(place, item_id if edited else None), _move(place, *move)]
        for place, move in zip(places, moves, strict=True)
    ]
    strong = next((row for row, place in enumerate(places) if place.item_id == item_id), None)
    return table(columns, rows, strong=strong)


def _title(place: Place, item_id: str | None) -> Cell:
    if place.item_id != item_id:
        return place.title
    return Html(f'{escape(place.title)} <span class="badge">{escape(t("move.edited"))}</span>')


def _move(place: Place, direction: Direction, text: str) -> Html:
    came_from = direction == "new" and place.rank_before
    hint = escape(t("move.from", place=place.rank_before), quote=True) if came_from else ""
    return Html(f'<span class="move {direction}" title="{hint}">{escape(text)}</span>')
