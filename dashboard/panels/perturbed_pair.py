"""A slate before and after a perturbation: what changed and where, both slates, and which words took over."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from math import isfinite
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import streamlit as st

from dashboard import session
from dashboard.edited_text import marked
from dashboard.frame import lead, section, small
from dashboard.metric_words import written
from dashboard.panels import contrast, two_slates
from dashboard.session import lang, t
from explain.edits import PriceEdit, TextEdit
from explain.money import money
from explain.move_answers import change_told
from explain.perturbations import NotApplicable
from explain.wording import driver_name, drivers_listed, feature_title

if TYPE_CHECKING:
    from explain.contrast import ContrastRow
    from explain.explanation import Contribution
    from explain.robustness.slates import Answer
    from explain.robustness.why_broke import Moved, WhyBroke
    from explain.shop import Shop


def draw(shop: Shop, answer: Answer, k: int, key: str) -> None:
    """Draw what became of a case; ``key`` tells its widgets from those of another pair on the page."""
    from explain.robustness.slates import both_slates, candidate

    change = answer.change
    if isinstance(change, NotApplicable):
        st.info(t("robustness.not_applicable", reason=change.reason(lang())), icon=":material/block:")
        return
    item_id = None if answer.at is None else candidate(shop, answer.asked, answer.at)
    st.html(f'<div class="texts">{"".join(_changed(shop, answer, item_id))}</div>')
    if change.nothing:
        small(t("robustness.nothing_changed"))
        return
    before, after = both_slates(shop, answer, k)
    lead(_moved(answer, k, item_id))
    two_slates.draw_places(before, after, item_id, answer.case.perturbation.target == "item")
    st.html(" · ".join(_links(answer)))
    if st.toggle(t("robustness.why_broke"), key=f"{key}_why", bind="query-params"):
        with st.spinner(t("robustness.explaining"), show_time=True):
            found = session.why_broke(shop, answer, k)
        _why(shop, found)


def _changed(shop: Shop, answer: Answer, item_id: str | None) -> list[str]:
    """Return rows of HTML: each text that changed with its edits marked, the price, and what else changed by name."""
    change = answer.change
    if isinstance(change, NotApplicable):
        return []
    texts = {"search": answer.asked.row["search"] or ""}
    if item_id is not None:
        texts |= {each.name: each.text for each in shop.catalogue.texts[shop.catalogue.place(item_id)]}
    rows = []
    for name, text in texts.items():
        edits = [edit for edit in change.edits if isinstance(edit, TextEdit) and edit.field == name]
        if edits:
            rows.append(_row(t(f"field.{name}"), marked(text, edits)))
    for edit in change.edits:
        if isinstance(edit, PriceEdit) and item_id is not None:
            currency = shop.item(item_id)["currency"]
            prices = (escape(money(price, currency)) for price in (edit.before, edit.after))
            rows.append(_row(t("move.price"), "<del>{}</del> <ins>{}</ins>".format(*prices)))
    if change.history is not None:
        titles = [session.item_titles()[each] for each in change.history]
        rows.append(_row(t("robustness.history"), escape(" → ".join(titles)) or escape(t("robustness.history_lost"))))
    if change.touched:
        names = t("app.comma").join(feature_title(name, lang()) for name in change.touched)
        rows.append(_row(t("robustness.features"), escape(names)))
    if change.order is not None:
        rows.append(_row(t("robustness.order"), escape(t("robustness.order_moved"))))
    return rows


def _row(label: str, code: str) -> str:
    return f'<div class="label">{escape(label)}</div><div><p>{code}</p></div>'


def _moved(answer: Answer, k: int, item_id: str | None) -> str:
    before, after = answer.asked.ranks, answer.ranks
    stay = int(((before <= k) & (after <= k)).sum())
    said = t("robustness.stay", stay=stay, k=min(k, len(before)))
    if answer.at is not None and item_id is not None and isfinite(answer.scores[answer.at]):
        said += t(
            "robustness.item_moved",
            item=session.item_titles()[item_id],
            before=int(before[answer.at]),
            after=int(after[answer.at]),
            shift=written(float(answer.scores[answer.at] - answer.asked.scores[answer.at]), signed=True),
        )
    return said


def _links(answer: Answer) -> list[str]:
    """Return links to the Why page on the context before and, where only its search changed, after."""
    row, change = answer.asked.row, answer.change
    asked = {"search": row["search"], "user": row["user_id"], **session.carried()}
    links = [_link(t("robustness.why_before"), asked)]
    if not isinstance(change, NotApplicable) and row["search"]:
        search = change.text("search", row["search"])
        if search != row["search"]:
            links.append(_link(t("robustness.why_after"), {**asked, "search": search}))
    return links


def _link(text: str, parameters: dict[str, str | None]) -> str:
    query = urlencode({name: value for name, value in parameters.items() if value})
    return f'<a href="why?{escape(query, quote=True)}" target="_self">{escape(text)}</a>'


def _why(shop: Shop, found: WhyBroke) -> None:
    fell, rose = found.carried()
    lead(
        t(
            "robustness.took_over",
            fell=session.item_titles()[found.fell.item_id],
            before=found.fell.rank_before,
            after=found.fell.rank_after,
            carried=_drivers(fell),
            lost=_lost(found.lost()),
        )
        + t(
            "robustness.rose",
            rose=session.item_titles()[found.rose.item_id],
            before=found.rose.rank_before,
            after=found.rose.rank_after,
            carried=_drivers(rose),
        )
    )
    for moved, name in ((found.fell, "fell"), (found.rose, "rose_item")):
        _explained(moved, name)


def _drivers(drivers: Sequence[Contribution]) -> str:
    told = [(driver_name(each, lang()), each.contribution) for each in drivers]
    return drivers_listed(told, lang()) if told else t("robustness.nothing")


def _lost(rows: Sequence[ContrastRow]) -> str:
    told = [(change_told(row, lang()), row.difference) for row in rows]
    return drivers_listed(told, lang()) if told else t("robustness.nothing")


def _explained(moved: Moved, name: str) -> None:
    places = f"{moved.rank_before} → {moved.rank_after}"
    section(t(f"robustness.{name}", item=session.item_titles()[moved.item_id], places=places))
    contrast.draw(moved.change, "what_if", change_told, key=name)
