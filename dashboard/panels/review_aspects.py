"""Which words of reviews go with fewer stars, and which with more: in a language, or typical of a category."""

from __future__ import annotations

from typing import Any

import streamlit as st

from dashboard.frame import section, small
from dashboard.metric_words import written
from dashboard.session import known, t
from dashboard.tables import Cell, Column, table
from dashboard.url_choice import choose_one
from queries.profiles.reviews import TYPICAL, Aspects

LISTED = 8
EXAMPLE = 110  # characters of a review that are quoted


def draw(aspects: Aspects) -> None:
    """Draw the words of what the URL names, complaints beside praise."""
    section(t("reviews.aspects"), t("reviews.aspects_help"))
    rows = [row for row in aspects.words.to_pylist() if row["significant"]]
    if not rows:
        st.info(t("reviews.no_aspects"), icon=":material/text_fields:")
        return
    options = sorted({_key(row) for row in rows}, key=lambda key: (not key.endswith("|"), key))
    chosen = choose_one("words", t("reviews.words_of"), options, _usual(rows), _title)
    own = [row for row in rows if _key(row) == chosen]
    for place, worse in zip(st.columns(2, gap="large"), (True, False), strict=True):
        with place:
            _side([row for row in own if (row["difference"] < 0) == worse], worse)
    small(t("reviews.aspects_note", read=f"{aspects.read:,}", typical=written(TYPICAL)))


def _side(rows: list[dict[str, Any]], worse: bool) -> None:
    st.markdown(f"**{t('reviews.complaints' if worse else 'reviews.praise')}**")
    if not rows:
        small(t("reviews.nothing"))
        return
    rows.sort(key=lambda row: (row["difference"] if worse else -row["difference"], row["words"]))
    columns = [
        Column(t("reviews.word")),
        Column(t("reviews.reviews"), number=True),
        Column(t("reviews.stars"), number=True),
        Column(t("reviews.without"), number=True, help=t("reviews.without_help")),
    ]
    lines: list[list[Cell]] = []
    for row in rows[:LISTED]:
        lines.append([" ".join(row["words"]), f"{row['reviews']:,}", written(row["stars"]), written(row["rest_stars"])])
    st.html(table(columns, lines))
    small(t("reviews.for_example", said=_quoted(rows[0]["example"])))


def _quoted(said: str | None) -> str:
    text = said or "–"
    return text if len(text) <= EXAMPLE else text[:EXAMPLE].rstrip() + "…"


def _key(row: dict[str, Any]) -> str:
    return f"{row['lang']}|{row['category']}"


def _usual(rows: list[dict[str, Any]]) -> str:
    """Return the category with the most words that go with fewer stars."""
    counts: dict[str, int] = {}
    for row in rows:
        counts[_key(row)] = counts.get(_key(row), 0) + (row["category"] != "")
    return max(counts, key=lambda key: (counts[key], key))


def _title(key: str) -> str:
    lang, _, category = key.partition("|")
    return category or t("reviews.all_of", language=known(f"reviews.lang_{lang}", lang or t("reviews.lang_unknown")))
