"""``whyrank add-ranker``: use a ranker that was trained elsewhere."""

from __future__ import annotations

from pathlib import Path

import click

from dashboard.cli import options


@click.command(
    epilog=options.example("whyrank add-ranker sample_data/ranker --name sample --workspace .whyrank/litemall")
)
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--name", help="Name in the workspace [default: the folder's name].")
@options.workspace
@options.as_json
def command(folder: Path, name: str | None, workspace: Path, as_json: bool) -> None:
    """Copy the ranker in FOLDER into a workspace, where it becomes the newest one.

    FOLDER is a ranker that `whyrank finetune` wrote, or a Hugging Face cross-encoder: config.json (a model for sequence
    classification), model.safetensors and tokenizer.json. See docs/rankers.md.

    What its card says was measured elsewhere, not on this shop: run `whyrank evaluate` here.
    """
    from models.install import install_ranker
    from queries.workspace import open_workspace

    open_workspace(workspace).close()  # Opening for writing would make one where there is none.
    with open_workspace(workspace, "write") as ws:
        identity = install_ranker(ws, folder, name or folder.resolve().name)
    if as_json:
        options.print_json({"ranker": identity, "name": name or folder.resolve().name})
    else:
        click.echo(f"Ranker {identity} is in {workspace} as {name or folder.resolve().name!r}.")
