"""The demo workspace: the simulated sample shop and the ranker that was trained on it."""

from __future__ import annotations

import json
import os
import shutil
import uuid
from collections.abc import Callable
from pathlib import Path

import sample_data
from queries.importing import import_source
from queries.rankers import add_ranker
from queries.workspace import open_workspace

RANKER_NAME = "sample"


def build(workspace: Path, progress: Callable[[str, float], None] | None = None) -> None:
    """Import the sample shop into ``workspace`` and register the shipped ranker; what is there already stays."""
    report = progress or (lambda label, fraction: None)
    import_source(workspace, "sample", sample_data.SHOP, progress=lambda label, share: report(label, 0.9 * share))
    report("adding the ranker", 0.9)
    with open_workspace(workspace, "write") as ws:
        install_ranker(sample_data.RANKER, workspace / "rankers" / RANKER_NAME)
        card = json.loads((sample_data.RANKER / "card.json").read_text("utf-8"))
        add_ranker(ws, card["identity"], RANKER_NAME, card)
    report("ready", 1.0)


def install_ranker(source: Path, target: Path) -> None:
    """Copy a ranker's folder to ``target``, replacing one that is there only once the copy is complete."""
    target.parent.mkdir(parents=True, exist_ok=True)
    incoming = target.with_name(f".{target.name}-{uuid.uuid4().hex}")
    shutil.copytree(source, incoming)
    if target.exists():
        outgoing = incoming.with_name(incoming.name + "-old")
        os.replace(target, outgoing)
        os.replace(incoming, target)
        shutil.rmtree(outgoing)
    else:
        os.replace(incoming, target)
