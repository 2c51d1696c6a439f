"""``whyrank``: the command line. Each command lives in a file of its own and imports what it needs when it runs."""

from __future__ import annotations

import importlib

import click

from queries.errors import WhyrankError

# In the order of a day's work. The line beside each is what `whyrank --help` says, so that asking loads nothing.
COMMANDS = {
    "import": "Bring raw files into a workspace.",
    "features": "Compute the behaviour features of every impression.",
    "pretrain": "Learn the shop's language from its texts.",
    "finetune": "Learn to rank from clicks, carts and purchases.",
    "evaluate": "Measure a ranker on later weeks, beside its baselines.",
    "familiarity": "Learn what a ranker was trained on, to tell odd input.",
    "rank-contexts": "Rank logged contexts again, to be measured.",
    "measure": "Measure slates by every metric the data allow.",
    "segments": "Say which segments are served well, which are not, and whether it is real.",
    "shopper": "Say who one shopper is, what they did and how they are served.",
    "topics": "Tell searches apart by what they are about.",
    "tastes": "Tell shoppers apart by what they care for.",
    "worst": "Find the segments that are served worst.",
    "watch": "Find what drifted, and days and accounts unlike others.",
    "check": "Hold the numbers to limits, for a pipeline.",
    "compare": "Say whether one ranker is better than another, and how much changes.",
    "reviews": "List or export what reviewers decided of rankers.",
    "add-ranker": "Use a ranker that was trained elsewhere.",
    "recommend": "Rank the catalogue for a search, a shopper, or both.",
    "explain": "Say why an item is ranked where it is.",
    "contrast": "Say why one item is above another.",
    "margin": "Say why an item is among the first, or why not.",
    "match": "Say which word of the search met which of the item.",
    "slate-value": "Say what each part is worth to a whole slate.",
    "what-would-move": "Find the smallest changes that move an item in or out of the first.",
    "what-if": "Change anything and see both slates.",
    "explain-all": "Explain the slates of many logged contexts and keep them.",
    "trust": "Measure which explanation method can be relied on.",
    "methods": "List the ways to explain, and what each promises and costs.",
    "export-explanations": "Write stored explanations to a file.",
    "audit": "Try how easily a ranker breaks.",
    "before-after": "Say what a change of the ranker did to clean and perturbed slates.",
    "attack": "Find how few edits move an item, and how many the median item needs.",
    "rules": "Check reviewers' rules on stored explanations.",
    "feedback": "List or export what people said of explanations.",
    "app": "Open the dashboard on a workspace.",
    "demo": "Build the sample shop and open the dashboard on it.",
    "doctor": "Check the installation and say what is missing.",
}


class LazyGroup(click.Group):
    """Loads ``dashboard.cli.<name>_command`` on demand, so that ``whyrank --help`` needs neither torch nor DuckDB."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the commands in the order of a day's work, not of the alphabet."""
        return list(COMMANDS)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

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
