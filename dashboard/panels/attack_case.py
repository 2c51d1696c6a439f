"""One item attacked: of the sample, or of whatever is typed; the edits, both slates, and which words took over."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

from dashboard import session
from dashboard.attack_words import answer, edit_row
from dashboard.frame import lead, problem, section, small
from dashboard.panels import context_choice, perturbed_pair
from dashboard.session import lang, t
from dashboard.text import ABSENT
from dashboard.url_choice import choose_one, choose_view
from explain.wording import quoted
from queries.attacks.reading import Resistance
from queries.errors import WhyrankError

if TYPE_CHECKING:
    from explain.attack.attack import Attack
    from explain.shop import Shop


def draw(resistance: Resistance | None) -> None:
    """Draw the choice of a case, an attack that was found before or one to look for now, and the attack."""
    section(t("attack.one"), t("attack.one_help"))
    cases = session.attack_cases(resistance.resistance_id) if resistance else []
    source = "own"
    if cases:
        source = choose_view("of", t("attack.source"), ("sample", "own"), lambda of: t(f"attack.source_{of}"))
    if resistance is None or source == "own":
        _of_own(resistance)
    else:
        _of_sample(resistance, cases)


def _of_sample(resistance: Resistance, cases: list[dict[str, Any]]) -> None:
    by_key = {f"{row['context_id']}.{row['direction']}": row for row in cases}
    key = choose_one("case", t("attack.case"), list(by_key), next(iter(by_key)), lambda key: _told(by_key[key]))
    with st.spinner(t("why.loading"), show_time=True):
        shop = session.shop_of(resistance.ranker_id)
        try:
            found = session.attack_again(shop, resistance, by_key[key])
        except WhyrankError as error:
            problem(error)
            return
    _draw(shop, found)


def _of_own(resistance: Resistance | None) -> None:
    with st.spinner(t("why.loading"), show_time=True):
        shop = session.shop_of(resistance.ranker_id) if resistance else session.shop()
    asked = context_choice.ask(shop)
    search = asked.search
    if asked.is_empty:
        often = shop.frequent_searches
        search = next((texts[0] for texts in (often.get(lang(), []), *often.values()) if texts), None)
        if search is None:
            small(t("robustness.bench_empty"))
            return
        small(t("attack.example", search=search))
    try:
        rows = {
            row.item_id: row for row in session.slate(shop, search, asked.user_id, 2 * asked.k, asked.platform).rows
        }
        usual = list(rows)[min(asked.k, len(rows) - 1)]
        item_id = choose_one(
            "item",
            t("attack.item"),
            list(rows),
            usual,
            lambda key: f"{rows[key].rank} · {rows[key].title}",
            t("attack.item_help", k=asked.k),
        )
        with st.spinner(t("attack.looking"), show_time=True):
            found = session.attack_now(shop, search, asked.user_id, item_id, asked.platform, asked.k)
    except WhyrankError as error:
        problem(error)
        return
    _draw(shop, found)


def _told(row: dict[str, Any]) -> str:
    return t(
        "attack.case_told",
        direction=t(f"attack.direction_{row['direction']}"),
        search=row["search"] or t("robustness.no_search"),
        item=session.item_titles()[row["item_id"]],
        count=row["edits"],
    )


def _draw(shop: Shop, found: Attack) -> None:
    lead(answer(found, lang(), quoted(session.item_titles()[found.item_id], lang())))
    if found.answer is not None:
        edits = [edit_row(edit, lang()) for edit in found.edits]
        small(
            " · ".join(
                t("attack.edit_told", kind=kind, out=out or ABSENT, put=put or ABSENT) for kind, out, put in edits
            )
        )
        perturbed_pair.draw(shop, found.answer, found.settings.k, "attack")
    small(t("attack.scored", count=f"{found.scored:,}"))
