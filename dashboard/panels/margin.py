"""An item at the border of the first k: the answer's figures, the places around it, and what moved it there."""

from __future__ import annotations

import streamlit as st

from dashboard import frame
from dashboard.charts.ladder import Rung, ladder
from dashboard.charts.shares import shares
from dashboard.charts.template import show
from dashboard.frame import lead, section, small
from dashboard.session import lang, t
from explain.answers import value_answer
from explain.margin import Margin
from explain.slate_value import SlateValue
from explain.wording import signed, wording


def figures(margin: Margin, chances: bool) -> None:
    """Draw the item's place and its distance from the border; in chance too where ``chances`` were checked."""
    shown = [(t("margin.place"), f"{margin.place:,}", t("margin.place_help", candidates=f"{margin.candidates:,}"))]
    if margin.lead is not None:
        shown.append((t("margin.lead"), signed(margin.lead), t("margin.lead_help")))
    if chances and margin.chance_lead is not None:
        points = f"{100 * margin.chance_lead:+.1f}".replace("-", "−")
        shown.append((t("margin.chance_lead"), t("margin.points", points=points), t("margin.chance_lead_help")))
    frame.figures(shown)


def places(margin: Margin, title: str) -> None:
    """Draw the scores around the border and around the item called ``title``."""
    section(t("margin.places"), t("margin.places_help"))
    own, rival = margin.explanation.item_id, margin.rival.item_id if margin.rival else None
    rungs = [
        Rung(row.rank, row.title, row.score, ours=row.item_id == own, rival=row.item_id == rival)
        for row in margin.around
    ]
    if not margin.is_candidate:
        small(t("margin.elsewhere"))
        rungs.append(Rung(margin.place, title, margin.explanation.score, ours=True))
    rungs.sort(key=lambda rung: (rung.place, not rung.ours))
    show(ladder(rungs, margin.k, t("margin.border", k=margin.k), t("why.axis")), "ladder", t("margin.places"))


def value(found: SlateValue) -> None:
    """Draw how many places each part moves the item up or down."""
    section(t("margin.parts"), t("margin.parts_help", candidates=found.candidates))
    words = wording(lang())
    labels = [words[f"part_{part}"] for part in found.by_part]
    values = list(found.by_part.values())
    figure = shares(labels, values, [signed(each) for each in values], t("margin.parts_axis"))
    picture_place, words_place = st.columns(2, gap="large", vertical_alignment="center")
    with picture_place:
        show(figure, "parts", t("margin.parts"))
    with words_place:
        lead(value_answer(found, lang()))
