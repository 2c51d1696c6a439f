"""An option to repair the spelling of a search before it is ranked, and what was searched for instead, said openly."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import streamlit as st

from dashboard import session
from dashboard.frame import small
from dashboard.panels.context_choice import Choice
from dashboard.session import t

if TYPE_CHECKING:
    from explain.shop import Shop


def read(shop: Shop, asked: Choice) -> Choice:
    """Draw the option and return what is searched for: what was typed, unless it is to be repaired."""
    if not asked.search:
        return asked
    if not st.toggle(t("why.repair"), key="repair", bind="query-params", help=t("why.repair_help")):
        return asked
    with st.spinner(t("why.repairing")):
        repair = session.repairer(shop).repair(asked.search)
    said = t("why.repaired", read=repair.read, typed=repair.typed) if repair.changed else t("why.not_repaired")
    small(said)
    return replace(asked, search=repair.read)
