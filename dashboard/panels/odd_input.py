"""A warning where a ranker is asked what it was not trained for: what is odd, and how often that is a false alarm."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from dashboard import session
from dashboard.session import lang, t
from dashboard.text import as_text
from explain.odd_input import alarms_told, odd_notes

if TYPE_CHECKING:
    from explain.shop import Shop, Slate


def draw(shop: Shop, slate: Slate) -> None:
    """Draw the warning; nothing where nothing is odd, or where nobody learned what is familiar to the ranker."""
    judgement = session.judgement(shop, slate)
    if shop.familiarity is None or judgement is None or not judgement.odd:
        return
    space = "" if lang() == "zh" else " "
    said = space.join(odd_notes(judgement, lang()))
    st.warning(f"**{t('why.odd')}**\n\n{as_text(said)}", icon=":material/radar:")
    st.caption(as_text(alarms_told(shop.familiarity, lang())))
