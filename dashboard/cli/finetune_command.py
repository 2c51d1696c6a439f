"""``whyrank finetune``: learn to rank from what was clicked, carted and bought."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dashboard.cli import options
from dashboard.cli.progress import progress_bar
from models.robust import RobustSettings
from models.trainer import FinetuneSettings

if TYPE_CHECKING:
    from models.finetune import Start
    from models.two_tower import TwoTowerRanker
    from queries.workspace import Workspace

# More than in training: closer to ranking a whole catalogue, which is what the best epoch is chosen for.
VALIDATION_NEGATIVES = 20


@click.command(
    epilog=options.example(
        "whyrank finetune --workspace .whyrank/demo",
        "whyrank finetune --name text --reads text --workspace .whyrank/demo",
        "whyrank finetune --name robust --robust --workspace .whyrank/demo",
        "whyrank finetune --target purchase --validation-from 2011-09-01 --test-from 2011-10-01",
    )
)
@click.option("--name", default="ranker", show_default=True, help="Name of the ranker in the workspace.")
@click.option("--encoder", default="encoder", show_default=True, help="Encoder of the workspace, or a folder.")
@click.option("--start-from", help="Ranker of the workspace, or a folder, whose weights training goes on from.")
@options.until("--validation-from", "First day of the validation span [default: three weeks before the end].")
@options.until("--test-from", "First day of the test span [default: two weeks before the end].")
@options.until("--until", "Day the log ends for this [default: after its last event].")
@click.option("--negatives", type=click.IntRange(0, 50), default=4, show_default=True, help="Sampled per chosen item.")
@options.settings(FinetuneSettings)
@click.option("--robust", is_flag=True, help="Learn from perturbed searches and stuffed titles too.")
@click.option(
    "--family",
    "families",
    multiple=True,
    help="With --robust: a perturbation to learn from, may be repeated [default: see docs/robustness.md].",
)
@options.settings(RobustSettings)
@options.workspace
@options.as_json
def command(
    name: str,
    encoder: str,
    start_from: str | None,
    validation_from: datetime | None,
    test_from: datetime | None,
    until: datetime | None,
    negatives: int,
    robust: bool,
    families: tuple[str, ...],
    workspace: Path,
    as_json: bool,
    **flags: Any,
) -> None:
    """Train a ranker on the log before the validation span, stop when validation gets no better, and keep it.

    Nothing is learned from the test span. With --robust it learns to answer a search with a typo as the search without:
    the perturbations are those of `whyrank audit`, some of which are held out (docs/robustness.md). At the end it
    learns which input is odd, as `whyrank familiarity` does. Ctrl+C ends it after the current step; the same command
    goes on where it stopped.
    """
    from explain.robustness.augmentation import TRAINED, RegistryAugmentation
    from models.card import read_card, update_card
    from models.finetune import Robust, finetune
    from queries.contexts import items
    from queries.corpus import time_split
    from queries.overview import overview
    from queries.rankers import add_ranker
    from queries.training import training_set
    from queries.workspace import open_workspace

    chosen = options.build(FinetuneSettings, flags)
    folder = workspace / "rankers" / name
    with open_workspace(workspace) as ws, progress_bar("finetune") as progress:
        split = time_split(ws, validation_from, test_from, until)
        training = training_set(ws, None, split.validation, negatives=negatives, seed=chosen.seed)
        validation = training_set(ws, split.validation, split.test, negatives=VALIDATION_NEGATIVES)
        start_folder = _folder_of(ws, start_from) if start_from else None
        start = _start(start_folder) if start_folder else None
        encoder_folder = None if start else _encoder_folder(workspace, encoder)
        table = items(ws)
        against = None
        if robust:
            weights = options.build(RobustSettings, flags)
            against = Robust(RegistryAugmentation.of(table, families or TRAINED), weights)
        report = finetune(
            training, validation, table, encoder_folder, folder, chosen, progress, start=start, robust=against
        )
        found = overview(ws)
        data = {
            "sources": [source.name for source in found.sources],
            "origin": ", ".join(sorted({source.origin for source in found.sources})),
            "snapshot": ws.snapshot_id(),
            "training_until": f"{split.validation:%Y-%m-%d}",
            "validation_until": f"{split.test:%Y-%m-%d}",
            "contexts": training.contexts.num_rows,
            "pairs": training.pairs.num_rows,
            "left_out": training.left_out,
        }
    facts = asdict_without(report, "ranker")
    training_facts = {**facts, "folder": name, "negatives": negatives}
    if start and start_from:
        training_facts["start_from"] = {"name": Path(start_from).name, "identity": start.ranker.identity}
    sections = {"data": data, "training": training_facts}
    if encoder_folder and "pretraining" in read_card(encoder_folder):
        sections["pretraining"] = read_card(encoder_folder)["pretraining"]
    trained_at = datetime.now().astimezone().replace(microsecond=0).isoformat()
    about = {"identity": report.ranker.identity, "parameters": report.parameters, "trained_at": trained_at}
    card = update_card(folder, about=about, **sections)
    with open_workspace(workspace, "write") as ws:
        add_ranker(ws, report.ranker.identity, name, card)
        odd = _learn_what_is_odd(ws, name, report.ranker)
    if as_json:
        options.print_json(card)
        return
    click.echo(
        f"Ranker {name!r} ({report.ranker.identity}): best after epoch {report.best_epoch} of {report.epochs}, "
        f"nDCG@10 {report.validation_ndcg:.4f} among the validation pairs, {report.seconds:.0f} s.\n{odd}"
    )


def _learn_what_is_odd(ws: Workspace, name: str, ranker: TwoTowerRanker) -> str:
    """Learn what the ranker was trained on, as `whyrank familiarity` does, and return what came of it in words."""
    from explain.familiarity import learn_familiarity
    from explain.odd_input import alarms_told
    from queries.errors import WhyrankError
    from queries.rankers import find_ranker

    try:
        with progress_bar("familiarity") as progress:
            found = learn_familiarity(ws, find_ranker(ws, name), ranker, progress=progress)
    except WhyrankError as unknown:
        return f"Odd input will not be told: {unknown}"
    return alarms_told(found)


def asdict_without(report: Any, *left_out: str) -> dict[str, Any]:
    """Return a report's fields as plain data, without those that are not data."""
    fields = {key: value for key, value in vars(report).items() if key not in left_out}
    return {key: asdict(value) if hasattr(value, "__dataclass_fields__") else value for key, value in fields.items()}


def _encoder_folder(workspace: Path, encoder: str) -> Path | None:
    """Return the named encoder of the workspace, else the folder of that path, else None: begin afresh."""
    for folder in (workspace / "encoders" / encoder, Path(encoder)):
        if folder.is_dir():
            return folder
    if encoder == "encoder":
        return None
    from queries.errors import UnknownName

    known = [path.name for path in (workspace / "encoders").glob("*") if path.is_dir()]
    raise UnknownName("encoder", encoder, known)


def _folder_of(ws: Workspace, asked: str) -> Path:
    """Return the folder of the workspace's ranker of that name, else the folder of that path."""
    from queries.rankers import find_ranker

    return Path(asked) if Path(asked).is_dir() else Path(find_ranker(ws, asked).folder)


def _start(folder: Path) -> Start:
    """Return the ranker in a folder, which must be one that can be trained on, with what its training found."""
    from models.card import read_card
    from models.finetune import Start
    from models.storage import load_ranker
    from models.two_tower import TwoTowerRanker
    from queries.errors import WhyrankError

    ranker = load_ranker(folder)
    if not isinstance(ranker, TwoTowerRanker):
        name = folder.name
        raise WhyrankError(f"The ranker {name!r} is not trained here.", "Choose a two-tower ranker with --start-from.")
    return Start(ranker, read_card(folder).get("training", {}).get("position_term", ()))
