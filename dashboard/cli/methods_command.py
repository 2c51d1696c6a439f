"""``whyrank methods``: the ways to explain, what each promises and costs; with a name, all about it."""

from __future__ import annotations

import shutil
import textwrap
from dataclasses import fields
from typing import TYPE_CHECKING, Any

import click

from dashboard.cli import options

if TYPE_CHECKING:
    from explain.methods import Method

ADDS_UP = {"exact": "exactly", "measured": "up to a measured gap", "no": "no"}


@click.command(epilog=options.example("whyrank methods", "whyrank methods shap_owen", "whyrank methods --json"))
@click.argument("name", required=False)
@click.option("--lang", type=click.Choice(["en", "zh"]), default="en", show_default=True, help="Language of titles.")
@options.as_json
def command(name: str | None, lang: str, as_json: bool) -> None:
    """List the explanation methods, or print the help and the parameters of the one called NAME."""
    from explain.methods import methods
    from explain.settings import PLAYERS
    from queries.errors import UnknownName

    found = {each.name: each for players in PLAYERS for each in methods(players).values()}
    if name is not None and name not in found:
        raise UnknownName("method", name, found)
    shown = list(found.values()) if name is None else [found[name]]
    if as_json:
        options.print_json([_as_data(method) for method in shown])
    elif name is None:
        _list(shown, lang)
    else:
        click.echo(_whole(found[name], lang))


def _as_data(method: Method) -> dict[str, Any]:
    return {
        "name": method.name,
        "players": method.players,
        "title": dict(method.title),
        "summary": dict(method.summary),
        "adds_up": method.adds_up,
        "cost": method.cost,
        "parameters": [
            {"name": field.name, "default": field.default, **field.metadata} for field in fields(method.parameters)
        ],
        "help": method.help,
    }


def _list(shown: list[Method], lang: str) -> None:
    width = shutil.get_terminal_size().columns
    for players in dict.fromkeys(method.players for method in shown):
        click.echo(f"Over {players}:")
        for method in shown:
            if method.players == players:
                text = f"{method.summary[lang]} Adds up: {ADDS_UP[method.adds_up]}. Cost: {method.cost}"
                click.echo(f"\n  {method.name}")
                click.echo(textwrap.fill(text, min(width, 100), initial_indent="    ", subsequent_indent="    "))
        click.echo()


def _whole(method: Method, lang: str) -> str:
    lines = [f"{method.title[lang]} ({method.name}), over {method.players}", "", method.help.strip(), ""]
    lines.append(f"Adds up: {ADDS_UP[method.adds_up]}.")
    for field in fields(method.parameters):
        within = f"{field.metadata['least']:,} to {field.metadata['most']:,}"
        flag = field.name.replace("_", "-")
        lines.append(f"--{flag}: {field.metadata['help']} {within}, {field.default:,} by default.")
    return "\n".join(lines)
