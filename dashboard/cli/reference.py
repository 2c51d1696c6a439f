"""The command reference as Markdown, from the commands themselves: ``python -m dashboard.cli.reference``."""

from __future__ import annotations

import click

from dashboard.cli.main import COMMANDS, main


def commands_markdown() -> str:
    """Return docs/commands.md: the help of every command as it is today."""
    parts = ["# Commands", "", "Written by `python -m dashboard.cli.reference > docs/commands.md`.", ""]
    with click.Context(main, info_name="whyrank", **main.context_settings) as top:
        for name in COMMANDS:
            command = main.get_command(top, name)
            if command is not None:
                context = click.Context(command, info_name=name, parent=top, terminal_width=96, max_content_width=96)
                parts += [f"## whyrank {name}", "", "```", command.get_help(context), "```", ""]
    return "\n".join(parts)


if __name__ == "__main__":
    print(commands_markdown(), end="")
