"""Can the explanation be relied on: the verdict and its reasons, what removing drivers does, and closer checks."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import streamlit as st

from dashboard import session
from dashboard.charts.removal_curves import removal_curve
from dashboard.charts.template import show
from dashboard.frame import section, small
from dashboard.panels.context_choice import Choice
from dashboard.panels.trust_figures import draw_figures
from dashboard.session import lang, t
from dashboard.text import as_text
from explain.explanation import Explanation
from explain.trust.measures import Trust
from explain.trust.removal import Removal
from explain.trust.telling import decisive, headline, told
from explain.trust.verdict import Verdict

if TYPE_CHECKING:
    from explain.shop import Shop

LOOKS = {
    "reliable": ("green", ":material/check_circle:"),
    "care": ("orange", ":material/warning:"),
    "unreliable": ("red", ":material/cancel:"),
}
NOTE = ("gray", ":material/info:")


def draw_line(trust: Trust) -> None:
    """Draw the verdict in one line, with the first reason for it where it is not the best one."""
    verdict = trust.verdict
    why = "" if verdict.level == "reliable" else f" · {as_text(decisive(verdict, lang())[0])}"
    st.markdown(_coloured(verdict.level, f"**{as_text(headline(verdict, lang()))}**") + why)


def checked(shop: Shop, asked: Choice, explanation: Explanation) -> Explanation:
    """Return the explanation measured closely where the URL says that this item was to be checked, else as it is."""
    if st.query_params.get("checked") != explanation.item_id:
        return explanation
    with st.spinner(t("trust.checking"), show_time=True):
        return replace(explanation, trust=session.closely(shop, explanation, asked.search, asked.user_id))


def draw(explanation: Explanation) -> None:
    """Draw everything measured about the explanation, and the button for what can be measured on demand."""
    trust = explanation.trust
    if trust is None:
        return
    section(t("trust.title"), t("trust.title_help"))
    reasons_place, curve_place = st.columns([5, 7], gap="large")
    with reasons_place:
        _reasons(trust.verdict)
        if trust.sanity is None:
            st.button(t("trust.check"), icon=":material/fact_check:", on_click=_ask, args=(explanation.item_id,))
            small(t("trust.check_help"))
        st.page_link(
            "app_pages/trust_page.py",
            label=t("trust.methods"),
            icon=":material/arrow_forward:",
            query_params=session.carried(),
        )
    with curve_place:
        if trust.removal:
            _curves(trust.removal)
    with st.expander(t("trust.how")):
        st.write(t("trust.how_text", orders=trust.settings.random_orders, seed=trust.settings.seed))
        draw_figures(trust)


def _ask(item_id: str) -> None:
    st.query_params["checked"] = item_id


def _reasons(verdict: Verdict) -> None:
    st.markdown(_coloured(verdict.level, f"**{as_text(headline(verdict, lang()))}**"))
    for reason in verdict.reasons:
        if reason.outcome != "unmeasured":
            colour, icon = LOOKS[reason.level] if reason.level else NOTE
            st.markdown(f":{colour}[{icon}] {as_text(told(reason, lang()))}")
    silent = [told(reason, lang()) for reason in verdict.reasons if reason.outcome == "unmeasured"]
    if silent:
        small(("" if lang() == "zh" else " ").join(silent))


def _coloured(level: str, text: str) -> str:
    colour, icon = LOOKS[level]
    return f":{colour}[{icon} {text}]"


def _curves(removal: Removal) -> None:
    names = (t("trust.ours"), t("trust.random"))
    deletion_place, insertion_place = st.columns(2)
    with deletion_place:
        st.caption(t("trust.deletion"), help=t("trust.deletion_help"))
        picture = removal_curve(removal.deletion, *names, t("trust.hidden_axis"), t("trust.kept_axis"))
        show(picture, "deletion", t("trust.deletion"))
    with insertion_place:
        st.caption(t("trust.insertion"), help=t("trust.insertion_help"))
        picture = removal_curve(removal.insertion, *names, t("trust.shown_axis"), t("trust.kept_axis"))
        show(picture, "insertion", t("trust.insertion"))
