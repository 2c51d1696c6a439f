"""Options that several commands share, each declared once."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Literal, TypeVar, get_args, get_origin, get_type_hints

import click

F = TypeVar("F", bound=Callable[..., Any])

workspace = click.option(
    "--workspace",
    type=click.Path(path_type=Path, file_okay=False),
    envvar="WHYRANK_WORKSPACE",
    default=Path(".whyrank"),
    show_default=True,
    show_envvar=True,
    help="The folder of the workspace.",
)
as_json = click.option("--json", "as_json", is_flag=True, help="Answer as one JSON document on standard output.")
ranker = click.option("--ranker", "ranker_name", help="Name of a ranker in the workspace [default: the newest].")
search = click.option("--search", help="What the shopper typed.")
user = click.option("--user", "user_id", help="The shopper's id.")
platform = click.option("--platform", help="Only items sold there [default: the shopper's own platform].")
lang = click.option(
    "--lang", type=click.Choice(["en", "zh"]), default="en", show_default=True, help="Language of the answer."
)
top = click.option("--top", type=click.IntRange(1, 200), default=15, show_default=True, help="How many drivers.")


def example(*lines: str) -> str:
    """Format example calls for a command's ``epilog``; ``\\b`` keeps click from re-wrapping them.

    >>> print(example("whyrank doctor").replace(chr(8), ""))
    <BLANKLINE>
    Example:
      whyrank doctor
    """
    return "\b\nExample:\n" + "\n".join(f"  {line}" for line in lines)


def settings(kind: type) -> Callable[[F], F]:
    """Draw one flag per field of a frozen settings dataclass; a field's ``metadata["help"]`` is its help text.

    The command receives the flags under the fields' names; :func:`build` turns them back into the dataclass.
    """
    hints = get_type_hints(kind)

    def decorate(function: F) -> F:
        for field in reversed(dataclasses.fields(kind)):
            flag = field.name.replace("_", "-")
            is_switch = hints[field.name] is bool
            function = click.option(
                f"--{flag}/--no-{flag}" if is_switch else f"--{flag}",
                field.name,
                default=field.default,
                show_default=True,
                type=_parameter_type(hints[field.name]),
                help=field.metadata.get("help", ""),
            )(function)
        return function

    return decorate


def _parameter_type(hint: Any) -> Any:
    """A Literal becomes a choice of its values, any other hint is its own parser."""
    return click.Choice(get_args(hint)) if get_origin(hint) is Literal else hint


def until(flag: str, help_text: str) -> Callable[[F], F]:
    """Declare a date option (YYYY-MM-DD)."""
    return click.option(flag, type=click.DateTime(["%Y-%m-%d"]), help=help_text)


def build(kind: type, flags: dict[str, Any]) -> Any:
    """Return the settings dataclass ``kind`` from parsed flags, taking only its own fields."""
    return kind(**{f.name: flags[f.name] for f in dataclasses.fields(kind)})


def print_json(document: object) -> None:
    """Write ``document`` as JSON with Chinese characters left readable and NaN refused."""
    click.echo(json.dumps(document, ensure_ascii=False, indent=2, default=str, allow_nan=False))


def print_counts(counts: Mapping[str, int], title: str, counted: str, as_json: bool) -> None:
    """Write how many ``counted`` each name has, as a table whose names are headed ``title``, or as JSON."""
    if as_json:
        print_json(counts)
        return
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    table = Table(title, box=None, header_style="bold")
    table.add_column(counted, justify="right")
    for name, count in counts.items():
        table.add_row(escape(name), f"{count:,}")
    Console().print(table)
