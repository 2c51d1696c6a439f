"""Checkpoints of long training: written whole or not at all, resumed only by the run they belong to."""

from __future__ import annotations

import hashlib
import json
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import torch

from models.errors import CheckpointInvalid
from models.files import replace_file

CHECKPOINT, LOG = "checkpoint.pt", "log.jsonl"


def run_fingerprint(*parts: object) -> str:
    """Return a short digest of what determines a run (settings, data), so that no other run resumes its checkpoint.

    >>> run_fingerprint({"seed": 1}) == run_fingerprint({"seed": 1}), run_fingerprint({"seed": 2})[:4]
    (True, '...')
    """
    return hashlib.sha256(json.dumps(parts, sort_keys=True, default=str).encode()).hexdigest()[:16]


def save_checkpoint(folder: Path, run: str, state: dict[str, Any]) -> None:
    """Write ``state`` (tensors and plain values) as the folder's checkpoint, replacing the last at once."""
    replace_file(folder / CHECKPOINT, lambda file: torch.save({"run": run, **state}, file))


def load_checkpoint(folder: Path, run: str) -> dict[str, Any] | None:
    """Return the state saved for ``run``, or None when the folder has no checkpoint.

    Raises :class:`CheckpointInvalid` when it belongs to another run or cannot be read.
    """
    path = folder / CHECKPOINT
    if not path.is_file():
        return None
    remedy = f"Delete {str(path)!r} to start anew, or name another folder."
    try:
        state: dict[str, Any] = torch.load(path, weights_only=True)
    except Exception as error:  # a damaged pickle ends in whatever its bytes happen to say
        raise CheckpointInvalid(f"The checkpoint {str(path)!r} cannot be read: {error}.", remedy) from error
    if state.pop("run", None) != run:
        raise CheckpointInvalid(f"The checkpoint {str(path)!r} belongs to a run with other settings or data.", remedy)
    return state


def append_log(folder: Path, **values: object) -> None:
    """Add one line of JSON to the folder's training log."""
    with (folder / LOG).open("a", encoding="utf-8") as file:
        file.write(json.dumps(values, ensure_ascii=False) + "\n")


@contextmanager
def stop_asked() -> Iterator[Callable[[], bool]]:
    """Yield a function that says whether Ctrl-C was pressed, so that a step is finished and saved before stopping.

    A second Ctrl-C stops at once. Outside the main thread, where no signal arrives, it always says no.
    """
    asked = threading.Event()
    if threading.current_thread() is not threading.main_thread():
        yield asked.is_set
        return

    def note(*_: object) -> None:
        if asked.is_set():
            raise KeyboardInterrupt
        asked.set()

    before = signal.signal(signal.SIGINT, note)
    try:
        yield asked.is_set
    finally:
        signal.signal(signal.SIGINT, before)
