"""Choices that live in the URL by code, whatever they are called in the language chosen.

A widget only shows what the URL says and writes there; Streamlit's own binding would write translated names.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st


def choose_one(
    key: str, title: str, options: Sequence[str], usual: str, names: Callable[[str], str], hint: str | None = None
) -> str:
    """Draw a select box and return the option the URL names under ``key``, else ``usual``, else the first."""
    asked = st.query_params.get(key, usual)
    st.session_state[key] = next((option for option in (asked, usual) if option in options), options[0])
    st.selectbox(title, options, key=key, format_func=names, help=hint, on_change=_write, args=(key,))
    return str(st.session_state[key])


def choose_several(
    key: str, title: str, options: Sequence[str], names: Callable[[str], str], placeholder: str, hint: str | None = None
) -> list[str]:
    """Draw a multiple choice and return the options the URL names under ``key``."""
    st.session_state[key] = [option for option in st.query_params.get_all(key) if option in options]
    st.multiselect(
        title, options, key=key, format_func=names, placeholder=placeholder, help=hint, on_change=_write, args=(key,)
    )
    return list(st.session_state[key])


def choose_view(key: str, title: str, options: Sequence[str], names: Callable[[str], str]) -> str:
    """Draw options side by side and return the one the URL names under ``key``, else the first."""
    asked = st.query_params.get(key, options[0])
    st.session_state[key] = asked if asked in options else options[0]
    st.segmented_control(
        title,
        options,
        key=key,
        format_func=names,
        required=True,
        label_visibility="collapsed",
        on_change=_write,
        args=(key,),
    )
    return str(st.session_state[key])


def write(key: str, values: list[str]) -> None:
    """Let the URL name these under ``key``: for the callback of a button."""
    st.query_params[key] = values


def _write(key: str) -> None:
    st.query_params[key] = st.session_state[key]
