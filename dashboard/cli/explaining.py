"""The flags of how to explain, drawn from the registry: methods, background, and the parameters of every method."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Any, TypeVar, get_type_hints

import click

from explain.backgrounds import KINDS
from explain.methods import Method, find_method, methods
from explain.settings import PLAYERS, Settings

F = TypeVar("F", bound=Callable[..., Any])

_DEFAULT = Settings()
_CHOICES = {
    "words": (list(methods("words")), "Method that splits the text's share (see `whyrank methods`)."),
    "behaviour": (list(methods("behaviour")), "Method that splits the behaviour's share (see `whyrank methods`)."),
    "background": (list(KINDS), "Whose behaviour to compare with."),
}


def flags(without: type | None = None) -> Callable[[F], F]:
    """Draw the flags of how to explain; :func:`settings` makes Settings of what was given.

    A parameter that several methods have is one flag, which goes to those that are chosen. ``without``: the command's
    own settings, whose flags of the same names stay theirs.
    """
    own = {field.name for field in dataclasses.fields(without)} if without else set()

    def decorate(function: F) -> F:
        for name, takers in reversed(_takers().items()):
            if name not in own:
                function = click.option(_flag(name), name, type=_range(takers[0], name), help=_help(takers, name))(
                    function
                )
        for name, (choices, text) in reversed(_CHOICES.items()):
            default = getattr(_DEFAULT, name)
            function = click.option(
                _flag(name), name, type=click.Choice(choices), default=default, show_default=True, help=text
            )(function)
        return function

    return decorate


def settings(given: dict[str, Any], without: type | None = None) -> Settings:
    """Return the settings that the parsed flags ``given`` ask for.

    Raises :class:`click.UsageError` for a parameter that neither of the chosen methods takes.
    """
    own = {field.name for field in dataclasses.fields(without)} if without else set()
    asked = {name: given[name] for name in _takers() if name not in own and given[name] is not None}
    chosen = {players: find_method(players, given[players]) for players in PLAYERS}
    for name in asked:
        if not any(name in _defaults(method) for method in chosen.values()):
            raise click.UsageError(
                f"{_flag(name)} belongs to {', '.join(method.name for method in _takers()[name])}; "
                f"{' and '.join(method.name for method in chosen.values())} do not take it."
            )
    parameters = {
        f"{players}_parameters": method.parameters(**{n: asked[n] for n in _defaults(method) if n in asked})
        for players, method in chosen.items()
    }
    return Settings(given["words"], given["behaviour"], background=given["background"], **parameters)


def _takers() -> dict[str, list[Method]]:
    """Return the methods that take each parameter."""
    takers: dict[str, list[Method]] = {}
    for players in PLAYERS:
        for method in methods(players).values():
            for name in _defaults(method):
                takers.setdefault(name, []).append(method)
    return takers


def _defaults(method: Method) -> dict[str, Any]:
    return {field.name: field.default for field in dataclasses.fields(method.parameters)}


def _flag(name: str) -> str:
    return f"--{name.replace('_', '-')}"


def _field(method: Method, name: str) -> dataclasses.Field[Any]:
    return next(field for field in dataclasses.fields(method.parameters) if field.name == name)


def _range(method: Method, name: str) -> click.ParamType:
    within = click.IntRange if get_type_hints(method.parameters)[name] is int else click.FloatRange
    metadata = _field(method, name).metadata
    return within(metadata["least"], metadata["most"])


def _help(takers: list[Method], name: str) -> str:
    by_default: dict[Any, list[str]] = {}
    for method in takers:
        by_default.setdefault(_defaults(method)[name], []).append(method.name)
    known = "; ".join(f"{value} in {', '.join(names)}" for value, names in by_default.items())
    return f"{_field(takers[0], name).metadata['help']} [default: {known}]"
