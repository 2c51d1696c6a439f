"""Bringing a ranker into a workspace: opened first, copied whole, registered last."""

from __future__ import annotations

import os
import shutil
import uuid
from pathlib import Path

from models.card import CARD, README, read_card, update_card
from models.errors import RankerInvalid
from models.storage import load_ranker
from queries.rankers import add_ranker
from queries.workspace import Workspace

# What no ranker reads: other frameworks' weights, pickles and checkpoints, which may be many times its size.
_LEFT_BEHIND = shutil.ignore_patterns(
    "*.bin", "*.pt", "*.pth", "*.ckpt", "*.h5", "*.msgpack", "*.ot", "*.onnx", "onnx", "openvino", ".*", "checkpoint-*"
)
ORIGINAL_README = "README.original.md"
FOREIGN_LIMITS = (
    "It was not trained here: nobody in this workspace knows from which data, nor for which shop.",
    "It reads texts only; nothing that a shopper did changes its score, except the titles of what was chosen last.",
    "Only the items that share most words with the search, or with the history, are scored.",
)


def install_ranker(ws: Workspace, source: Path, name: str) -> str:
    """Copy the ranker in folder ``source`` into the workspace as ``name``, register it and return its identity.

    It is loaded first, so that a damaged folder is refused before anything is copied; a ranker of that name is
    replaced only once the copy is complete. A folder without a card gets one that says what is not known.

    Raises :class:`RankerInvalid` for a folder that cannot be opened and for a name that is no file name.
    """
    if not name or Path(name).name != name or name.startswith("."):
        raise RankerInvalid(f"{name!r} cannot be a ranker's name.", "Choose a name without slashes and leading dots.")
    identity = load_ranker(source).identity
    target = ws.path / "rankers" / name
    target.parent.mkdir(parents=True, exist_ok=True)
    incoming = target.with_name(f".{name}-{uuid.uuid4().hex}")
    try:
        shutil.copytree(source, incoming, ignore=_LEFT_BEHIND)
        if not (incoming / CARD).is_file():
            _write_card(incoming)
        _replace(target, incoming)
    finally:
        shutil.rmtree(incoming, ignore_errors=True)
    add_ranker(ws, identity, name, read_card(target))
    return identity


def _write_card(folder: Path) -> None:
    if (folder / README).is_file():
        os.replace(folder / README, folder / ORIGINAL_README)
    update_card(folder, data={"origin": "unknown"}, limits=FOREIGN_LIMITS)


def _replace(target: Path, incoming: Path) -> None:
    if not target.exists():
        os.replace(incoming, target)
        return
    outgoing = incoming.with_name(incoming.name + "-old")
    os.replace(target, outgoing)
    os.replace(incoming, target)
    shutil.rmtree(outgoing)
