"""What every page begins with: its question, the origin of its data, and the answer in a sentence."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import streamlit as st

from dashboard import session
from dashboard.session import t
from dashboard.text import as_text
from queries.errors import WhyrankError


def heading(title: str) -> None:
    """Draw the page's title, and beside it that the data is simulated, where it is."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.title(title, anchor=False, width="content")
        if session.is_simulated():
            st.badge(t("app.simulated"), icon=":material/science:", color="orange", help=t("app.simulated_help"))


def lead(sentence: str) -> None:
    """Draw the answer as plain text, whatever it quotes."""
    st.html(f'<p class="lead">{escape(sentence)}</p>')


def small(sentence: str) -> None:
    """Draw a remark as plain text, whatever it quotes."""
    st.html(f'<p class="small">{escape(sentence)}</p>')


def problem(error: WhyrankError) -> None:
    """Draw what cannot be shown, why, and what to do about it."""
    st.error(f"**{t('app.error')}** {as_text(error.problem)}", icon=":material/error:")
    small(error.remedy)


def section(title: str, hint: str | None = None) -> None:
    """Draw a section's title."""
    st.subheader(title, anchor=False, help=hint)


def figures(shown: Sequence[tuple[str, str, str]]) -> None:
    """Draw figures side by side: each a title, a value and what it means."""
    with st.container(horizontal=True, gap="medium"):
        for title, value, hint in shown:
            st.metric(title, value, help=hint, width="content")


def origin_badge(origin: str | None) -> str:
    """Return the badge of an origin as HTML: simulated ones stand out."""
    known = origin in ("simulated", "recorded", "generated")
    name = t(f"origin.{origin}") if known else origin or "–"
    hint = t(f"origin.{origin}_help") if known else ""
    kind = " simulated" if origin == "simulated" else ""
    return f'<span class="badge{kind}" title="{escape(hint, quote=True)}">{escape(name)}</span>'
