"""``whyrank pretrain``: learn the shop's language."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from dashboard.cli import options
from dashboard.cli.progress import progress_bar
from models.pretrain import PretrainSettings


@click.command(
    epilog=options.example(
        "whyrank pretrain --workspace .whyrank/demo",
        "whyrank pretrain --name bytes --tokenizer bytes --epochs 4",
    )
)
@click.option("--name", default="encoder", show_default=True, help="Name of the encoder in the workspace.")
@options.until("--before", "Leave out searches and reviews from this day on [default: where the test weeks begin].")
@options.settings(PretrainSettings)
@options.workspace
@options.as_json
def command(name: str, before: datetime | None, workspace: Path, as_json: bool, **flags: Any) -> None:
    """Learn a vocabulary and an encoder from titles, descriptions, searches and reviews by guessing masked words.

    Ctrl+C ends it after the current step; the same command goes on where it stopped.
    """
    from models.card import update_card
    from models.corpus import corpus_texts
    from models.pretrain import pretrain
    from queries.corpus import corpus, time_split
    from queries.workspace import open_workspace

    chosen = options.build(PretrainSettings, flags)
    with open_workspace(workspace) as ws:
        before = before or time_split(ws).validation
        texts = corpus(ws, before)
    folder = workspace / "encoders" / name
    with progress_bar("pretrain") as progress:
        report = pretrain(corpus_texts(texts.items, texts.searches, texts.reviews), folder, chosen, progress)
    facts = {**asdict(report), "folder": name, "texts_before": f"{before:%Y-%m-%d}", "settings": asdict(chosen)}
    update_card(folder, pretraining=facts)
    if as_json:
        options.print_json(facts)
        return
    click.echo(
        f"Encoder {name!r}: {report.parameters:,} parameters, {report.texts:,} texts, {report.seconds:.0f} s; "
        f"{report.bits_per_character:.2f} bits per character of held-out masked words."
    )
