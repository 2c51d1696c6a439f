"""Attacks: the ranker's resistance, and one item attacked."""

from __future__ import annotations

import streamlit as st

from dashboard import session
from dashboard.frame import small
from dashboard.panels import attack_case, resistance
from dashboard.session import t
from queries.privacy import MIN_SHOPPERS


def draw() -> None:
    """Draw the resistance, where one was measured, one attack, and how both were computed."""
    found = session.resistances()
    chosen = None
    if found:
        chosen, dimension = resistance.ask(found)
        resistance.draw(chosen, dimension, found)
    else:
        st.info(t("attack.empty"), icon=":material/shield:")
        st.code(f"whyrank attack --sample 100 --workspace {session.workspace().path}", language="sh")
    attack_case.draw(chosen)
    with st.expander(t("robustness.how")):
        st.write(t("attack.how_text", shoppers=MIN_SHOPPERS))
        if chosen is not None:
            small(
                t(
                    "attack.how_identity",
                    ranker=chosen.ranker_id,
                    data=chosen.data_id,
                    scored=f"{chosen.scored:,}",
                    contexts=f"{chosen.done:,}",
                )
            )
