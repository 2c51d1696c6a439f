"""``whyrank explain``: why is this item ranked where it is, for this shopper and search."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from rich.console import Console
from rich.table import Table

from dashboard.cli import explaining, options

if TYPE_CHECKING:
    from explain.explanation import Explanation

BAR = 24  # characters of the longest bar


@click.command(
    epilog=options.example(
        "whyrank explain --search 智能手表 --user u00042 --item i00017 --workspace .whyrank/demo",
        "whyrank explain --search 'running watch' --item i00017 --trust --json",
        "whyrank explain --search 智能手表 --item i00017 --html why.html --lang zh",
        "whyrank explain --search 智能手表 --item i00017 --words permutation_shapley --permutations 40",
    )
)
@options.search
@options.user
@click.option("--item", "item_id", required=True, help="The item's id (see `whyrank recommend`).")
@options.lang
@options.top
@click.option("--html", "html_file", type=click.Path(path_type=Path), help="Also write a one-file page.")
@click.option("--png", "png_file", type=click.Path(path_type=Path), help="Also draw it as a picture.")
@click.option("--trust", is_flag=True, help="Also measure how far the explanation can be relied on.")
@explaining.flags()
@options.ranker
@options.workspace
@options.as_json
def command(
    search: str | None,
    user_id: str | None,
    item_id: str,
    lang: str,
    top: int,
    html_file: Path | None,
    png_file: Path | None,
    trust: bool,
    ranker_name: str | None,
    workspace: Path,
    as_json: bool,
    **how: Any,
) -> None:
    """Explain one item's score as one sum over the words it was read from and the behaviour features.

    Contributions are in logits and add up to score − base, up to the completeness gap that is printed with them.
    """
    from explain.familiarity import judge_item
    from explain.html import to_html
    from explain.odd_input import odd_notes
    from explain.picture import to_png
    from explain.shop import open_shop

    settings = explaining.settings(how)
    shop = open_shop(workspace, ranker_name)
    explanation = shop.explain(search, user_id, item_id, settings, trust)
    title = f"“{shop.item(item_id)['title']}”"
    judgement = judge_item(shop, search, user_id, item_id)
    care = odd_notes(judgement, lang) if judgement else ()
    if html_file:
        html_file.write_text(to_html(explanation, lang, title, shop.simulated, care), "utf-8")
    if png_file:
        png_file.write_bytes(to_png(explanation, lang, title, shop.simulated))
    if as_json:
        options.print_json({**explanation.to_dict(), "familiarity": judgement.to_dict() if judgement else None})
        return
    for note in care:
        click.echo(note)
    _print(explanation, lang, top)
    for file in filter(None, (html_file, png_file)):
        click.echo(f"Written: {file}")


def _print(explanation: Explanation, lang: str, top: int) -> None:
    from explain.how import how_made
    from explain.reading import reading_notes
    from explain.reasons import reason
    from explain.trust.telling import headline, told
    from queries.features import FEATURES

    console = Console()
    titles = {feature.name: feature.title[lang] for feature in FEATURES}
    console.print(reason(explanation, lang), highlight=False, markup=False)
    console.print()
    table = Table("part", "driver", "value", "contribution", "", box=None, header_style="bold")
    shown = explanation.top(top)
    largest = max((abs(c.contribution) for c in shown), default=1.0) or 1.0
    for c in shown:
        value = "" if c.value is None else f"{c.value:,.3g}"
        bar = "█" * round(BAR * abs(c.contribution) / largest)
        style = "blue" if c.contribution > 0 else "dark_orange"
        error = f" ± {c.stderr:.3f}" if c.stderr else ""
        table.add_row(c.part, titles.get(c.name, c.name), value, f"{c.contribution:+.3f}{error}", f"[{style}]{bar}[/]")
    rest = sum(c.contribution for c in explanation.contributions) - sum(c.contribution for c in shown)
    table.add_row("", f"{len(explanation.contributions) - len(shown)} others", "", f"{rest:+.3f}", "")
    console.print(table)
    for note in (*reading_notes(explanation, lang), how_made(explanation, lang)):
        console.print(note, highlight=False, markup=False)
    console.print(
        f"base {explanation.base:+.3f}  →  score {explanation.score:+.3f}   "
        f"completeness gap {explanation.completeness_gap:+.4f} ({explanation.relative_gap:.2%} of |score − base|)",
        highlight=False,
    )
    if explanation.trust:
        verdict = explanation.trust.verdict
        console.print(f"\n{headline(verdict, lang)}", style="bold", highlight=False, markup=False)
        for each in verdict.reasons:
            console.print(f"· {told(each, lang)}", highlight=False, markup=False)
