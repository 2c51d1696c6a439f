"""The methods as Markdown, from the registry itself: ``python -m dashboard.cli.methods_reference``."""

from __future__ import annotations

from dataclasses import fields

from dashboard.cli.methods_command import ADDS_UP
from explain.backgrounds import FEWEST_ROWS, KINDS, MOST_ROWS
from explain.methods import Method, methods
from explain.methods.method import Players

INTRODUCTION = """\
An explanation takes one method over words and one over behaviour; any two go together and make one sum
([explanation.md](explanation.md)). g(T) is what methods over words split, h(b) what methods over behaviour split, W the
number of words, F of features, K of background rows. "Adds up" says whether a method's values are exactly its share,
are its share up to a gap that is told with every explanation, or are no parts of a sum at all. Values are signed, in
logits.

Not here: layer-wise relevance propagation for transformers, which is patented, and DeepLift, which has no rule for
layer normalisation and does not add up on transformers.
"""
TITLES: dict[Players, str] = {"words": "Methods over words", "behaviour": "Methods over behaviour"}


def methods_markdown() -> str:
    """Return docs/methods.md: every method as the registry has it today."""
    parts = [
        "# Explanation methods",
        "",
        "Written by `python -m dashboard.cli.methods_reference > docs/methods.md`.",
        "",
    ]
    parts += [INTRODUCTION]
    for players, title in TITLES.items():
        parts += [f"## {title}", "", "| method | adds up | what it says | cost |", "| --- | --- | --- | --- |"]
        parts += [_row(method) for method in methods(players).values()]
        parts += ["", *(line for method in methods(players).values() for line in _section(method))]
    return "\n".join([*parts, *_backgrounds()]) + "\n"


def _row(method: Method) -> str:
    name = f"[`{method.name}`](#{method.name})"
    return f"| {name} | {ADDS_UP[method.adds_up]} | {method.summary['en']} | {method.cost} |"


def _section(method: Method) -> list[str]:
    lines = [f"### {method.name}", "", f"*{method.title['en']}* · {method.title['zh']}", "", method.help.strip(), ""]
    if rows := [
        f"| `{field.name}` | {field.default:,} | {field.metadata['least']:,} – {field.metadata['most']:,} "
        f"| {field.metadata['help']} |"
        for field in fields(method.parameters)
    ]:
        lines += ["| parameter | default | range | meaning |", "| --- | --- | --- | --- |", *rows, ""]
    return lines


def _backgrounds() -> list[str]:
    return [
        "## Backgrounds",
        "",
        f"What behaviour is compared with: at most {MOST_ROWS} rows, the same whenever they are drawn of the same.",
        f"Where there are fewer than {FEWEST_ROWS}, the typical rows are taken and the explanation says so. Every",
        "explanation has the identity of its rows; those of stored ones are kept in the table `backgrounds`.",
        "",
        "| background | what it compares with |",
        "| --- | --- |",
        *(f"| `{name}` | {kind.summary['en']} |" for name, kind in KINDS.items()),
    ]


if __name__ == "__main__":
    print(methods_markdown(), end="")
