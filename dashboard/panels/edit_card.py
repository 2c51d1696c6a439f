"""One set of edits: what is edited, marked in its text, what it does to the item's place, what it costs, how usual."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape

import streamlit as st

from dashboard.edited_text import marked
from dashboard.move_words import usual
from dashboard.session import lang, t
from explain.counterfactual import Counterfactual
from explain.edits import PriceEdit, WordEdit
from explain.money import money
from models.field import Field


def draw(
    one: Counterfactual, rank: int, texts: Sequence[Field], currency: str | None, key: str, attempt: Callable[[], None]
) -> None:
    """Draw a set of edits of ``texts`` for the item at place ``rank``; a button calls ``attempt`` before the rerun."""
    with st.container(border=True, horizontal=True, vertical_alignment="center"):
        st.html(f'<div class="texts">{"".join(_edited(one, texts, currency))}</div>{_facts(one, rank)}')
        st.button(t("move.try"), key=key, icon=":material/play_arrow:", on_click=attempt)


def _edited(one: Counterfactual, texts: Sequence[Field], currency: str | None) -> list[str]:
    rows = []
    for field in texts:
        edits = [edit for edit in one.edits if isinstance(edit, WordEdit) and edit.field == field.name]
        if edits:
            rows.append(_row(t(f"field.{field.name}"), marked(field.text, edits)))
    for edit in one.edits:
        if isinstance(edit, PriceEdit):
            before, after = (escape(money(price, currency)) for price in (edit.before, edit.after))
            change = f"{edit.after / edit.before - 1:+.0%}".replace("-", "−")
            rows.append(_row(t("move.price"), f"<del>{before}</del> <ins>{after}</ins> ({change})"))
    return rows


def _row(label: str, code: str) -> str:
    return f'<div class="label">{escape(label)}</div><div><p>{code}</p></div>'


def _facts(one: Counterfactual, rank: int) -> str:
    facts = [
        (f"{t('move.place')} {rank} → {one.rank}", t("move.place_help")),
        (f"{t('move.cost')} {one.cost:.1f}", t("move.cost_help")),
        (usual(one.plausibility, lang()), t("move.usual_help")),
    ]
    return f'<p class="small facts">{" · ".join(_fact(*fact) for fact in facts)}</p>'


def _fact(text: str, hint: str) -> str:
    mark = f'<span class="hint" title="{escape(hint, quote=True)}">?</span>' if hint else ""
    return f"<span>{escape(text)}{mark}</span>"
