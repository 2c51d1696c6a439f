"""``whyrank``: the command line. Each command lives in a file of its own and imports what it needs when it runs."""

from __future__ import annotations

import importlib

import click

from queries.errors import WhyrankError

COMMANDS = (
    "import",
    "features",
    "pretrain",
    "finetune",
    "evaluate",
    "recommend",
    "explain",
    "app",
    "demo",
    "doctor",
)


class LazyGroup(click.Group):
    """Loads ``dashboard.cli.<name>_command`` on demand, so that ``whyrank --help`` needs neither torch nor DuckDB."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the commands in the order of a day's work, not of the alphabet."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the command's module; None when there is no such command."""
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"dashboard.cli.{cmd_name.replace('-', '_')}_command")
        command: click.Command = module.command
        return command

    def invoke(self, ctx: click.Context) -> object:
        """Run the command; what a user can mend is told in a sentence, without a traceback, and exits with 1."""
        try:
            return super().invoke(ctx)
        except WhyrankError as error:
            raise click.ClickException(str(error)) from error


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="whyrank")
def main() -> None:
    """Why did the model rank this item here, for this shopper, and can we trust it?

    A first run:  whyrank demo  builds the simulated sample shop and opens the dashboard on it.
    """
