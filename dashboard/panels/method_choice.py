"""How it is explained: the methods, their parameters and the background, each chosen here and living in the URL.

The choices and their widgets are drawn from the registry of methods; what is at its default is not in the URL.
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, get_type_hints

import streamlit as st

from dashboard.session import lang, t

if TYPE_CHECKING:
    from explain.methods.method import Method, Players
    from explain.settings import Settings
    from explain.shop import Shop


def ask(shop: Shop) -> Settings:
    """Draw the choices behind a button and return the settings they make."""
    from explain.settings import Settings

    with st.popover(t("method.title"), icon=":material/tune:", help=t("method.title_help")):
        words, words_parameters = _method("words")
        if not shop.ranker.feature_names:
            return Settings(words, words_parameters=words_parameters)
        behaviour, behaviour_parameters = _method("behaviour")
        background = _background()
    return Settings(words, behaviour, words_parameters, behaviour_parameters, background)


def _method(players: Players) -> tuple[str, Any]:
    """Draw the choice of a method and of its parameters; return its name and its parameters."""
    from explain.methods import methods
    from explain.settings import Settings

    known = methods(players)
    chosen = _choose(players, {name: each.title[lang()] for name, each in known.items()}, getattr(Settings(), players))
    method = known[chosen]
    st.caption(("" if lang() == "zh" else " ").join([method.summary[lang()], t(f"method.adds_up_{method.adds_up}")]))
    return chosen, _parameters(method)


def _parameters(method: Method) -> Any:
    fields = dataclasses.fields(method.parameters)
    if not fields:
        return method.parameters()
    with st.expander(t(f"method.{method.players}_parameters")):
        hints = get_type_hints(method.parameters)
        return method.parameters(**{field.name: _number(method, field, hints[field.name]) for field in fields})


def _number(method: Method, field: dataclasses.Field[Any], kind: type) -> Any:
    """Draw the widget of one parameter and return its value; one out of range in a link counts as the default."""
    name = f"{method.players}_{field.name}"
    least, most, default = (kind(value) for value in (field.metadata["least"], field.metadata["most"], field.default))
    value = _read(st.query_params.get(name), kind, default)
    st.session_state[f"choice_{name}"] = value if least <= value <= most else default
    st.number_input(
        t(f"method.{field.name}"),
        min_value=least,
        max_value=most,
        step=1 if kind is int else 10 ** math.floor(math.log10(default)),
        format=None if kind is int else "%g",
        key=f"choice_{name}",
        help=t(f"method.{field.name}_help"),
        on_change=_remember,
        args=(name, default),
    )
    return st.session_state[f"choice_{name}"]


def _read(text: str | None, kind: type, default: Any) -> Any:
    """Return the number that a link holds, or the default where it holds none."""
    try:
        return default if text is None else kind(text)
    except ValueError:
        return default


def _background() -> str:
    from explain.backgrounds import KINDS
    from explain.settings import Settings

    titles = {name: kind.title[lang()] for name, kind in KINDS.items()}
    chosen = _choose("background", titles, Settings().background)
    st.caption(KINDS[chosen].summary[lang()])
    return chosen


def _choose(name: str, titles: Mapping[str, str], default: str) -> str:
    asked = st.query_params.get(name, default)
    # The URL is where the choice lives; the widget only shows it and writes it there.
    st.session_state[f"choice_{name}"] = asked if asked in titles else default
    st.selectbox(
        t(f"method.{name}"),
        list(titles),
        key=f"choice_{name}",
        format_func=lambda each: titles[each],
        on_change=_remember,
        args=(name, default),
    )
    return str(st.session_state[f"choice_{name}"])


def _remember(name: str, default: object) -> None:
    """Write a choice into the URL; parameters of a method that is left go with it."""
    value = st.session_state[f"choice_{name}"]
    if name in ("words", "behaviour"):
        for other in [each for each in st.query_params if each.startswith(f"{name}_")]:
            st.query_params.pop(other)
    if value == default:
        st.query_params.pop(name, None)
    else:
        st.query_params[name] = str(value)
