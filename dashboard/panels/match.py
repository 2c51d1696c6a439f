"""The match of a context's words with an item's: a heat map, and the pairs that need each other most."""

from __future__ import annotations

import streamlit as st

from dashboard.charts.heat import heat
from dashboard.charts.shares import shares
from dashboard.charts.template import show
from dashboard.frame import section, small
from dashboard.session import lang, t
from dashboard.tables import Cell, Column, bar, table
from dashboard.words import FIELDS
from explain.answers import match_word
from explain.match import Match, MatchWord
from explain.wording import signed

SHOWN = 12


def picture(match: Match) -> None:
    """Draw a row per word of the item, a column per word of the context."""
    section(t("match.picture"), t("match.picture_help"))
    strongest = [abs(value) for _, _, value in match.pairs(1)]
    rows = [_item_word(word) for word in match.item_words]
    columns = [match_word(word, lang()) for word in match.words]
    # Groups of words may add more than any pair; the colours are for the pairs.
    show(heat(rows, columns, match.values.T, max([*strongest, 0.01])), "match", t("match.picture"))
    small(t("match.together", together=signed(match.together)))


def pairs(match: Match) -> None:
    """Draw the pairs of the largest values as a table."""
    section(t("match.pairs"), t("match.pairs_help"))
    found = match.pairs(SHOWN)
    largest = max((abs(value) for _, _, value in found), default=0.0)
    columns = [
        Column(t(f"part.{match.side}")),
        Column(t("match.item_word")),
        Column(t("match.together_title"), number=True),
        Column(""),
    ]
    cells: list[list[Cell]] = [
        [word.name.strip(), _item_word(other), signed(value), bar(value, largest)] for word, other, value in found
    ]
    st.html(table(columns, cells))


def alone(match: Match) -> None:
    """Draw what hiding each of the words of the context that do most takes from the score."""
    section(t("match.alone"), t("match.alone_help"))
    most = sorted(match.words, key=lambda word: -abs(word.alone))[:SHOWN]
    labels, values = [match_word(word, lang()) for word in most], [word.alone for word in most]
    show(shares(labels, values, [signed(value) for value in values], t("why.axis")), "alone", t("match.alone"))


def _item_word(word: MatchWord) -> str:
    """Name a word of the item, and its text where that is not the title."""
    name = match_word(word, lang())
    if word.count > 1 or word.field == "title":
        return name
    return f"{name} · {t(f'field.{word.field}') if word.field in FIELDS else word.field}"
