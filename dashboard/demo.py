"""The demo workspace: the simulated sample shop and the ranker that was trained on it."""

from __future__ import annotations

import os
import shutil
import uuid
from collections.abc import Callable
from pathlib import Path

import sample_data
from queries.importing import import_source
from queries.rankers import add_ranker
from queries.workspace import Workspace, open_workspace

RANKER_NAME = "sample"


def build(workspace: Path, progress: Callable[[str, float], None] | None = None) -> None:
    """Import the sample shop into ``workspace`` and add the shipped ranker; what is there already stays."""
    report = progress or (lambda label, fraction: None)
    import_source(workspace, "sample", sample_data.SHOP, progress=lambda label, share: report(label, 0.8 * share))
    report("adding the ranker", 0.8)
    with open_workspace(workspace, "write") as ws:
        install_ranker(ws, sample_data.RANKER, RANKER_NAME)
    report("ready", 1.0)


def install_ranker(ws: Workspace, source: Path, name: str) -> str:
    """Copy the ranker in folder ``source`` into the workspace, register it and return its identity.

    It is loaded first, so that a damaged folder is refused before anything is copied; a ranker of that name is
    replaced only once the copy is complete.
    """
    from models.card import read_card
    from models.storage import load_ranker

    identity = load_ranker(source).identity
    target = ws.path / "rankers" / name
    target.parent.mkdir(parents=True, exist_ok=True)
    incoming = target.with_name(f".{name}-{uuid.uuid4().hex}")
    shutil.copytree(source, incoming)
    if target.exists():
        outgoing = incoming.with_name(incoming.name + "-old")
        os.replace(target, outgoing)
        os.replace(incoming, target)
        shutil.rmtree(outgoing)
    else:
        os.replace(incoming, target)
    add_ranker(ws, identity, name, read_card(target))
    return identity
