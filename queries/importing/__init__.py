"""Brings raw files into a workspace: read, checked, cleaned and kept in one transaction, or not at all."""

from __future__ import annotations

import tempfile
from datetime import UTC, datetime
from pathlib import Path

from queries.adapters import ADAPTERS, Adapter
from queries.errors import UnknownName
from queries.importing.files import find_files, fingerprint
from queries.importing.job import ImportReport, Job, Progress
from queries.importing.mapping import read_mapping
from queries.workspace import open_workspace

__all__ = ["ImportReport", "import_source"]


def import_source(
    path_to_workspace: str | Path,
    source: str,
    path: str | Path,
    *,
    name: str | None = None,
    mapping: str | Path | None = None,
    progress: Progress | None = None,
) -> ImportReport:
    """Bring the files at ``path`` into the workspace, which is made where there is none.

    ``source``: an adapter's name; with ``mapping``, a TOML file that says which column is what, any name. ``name``:
    what to keep it under (default: ``source``). The same content again adds nothing; a longer export of the same log
    adds the new rows only. Raises a :class:`~queries.errors.WhyrankError` with the workspace as it was.
    """
    say = progress or (lambda label, share: None)
    say("looking at the files", 0.0)
    mapped = read_mapping(mapping) if mapping else None
    adapter = mapped.adapter(source) if mapped else _adapter(source)
    if mapped:
        mapped.check_folder(Path(path))
    files = find_files(adapter, Path(path))
    with open_workspace(path_to_workspace, "write") as ws, tempfile.TemporaryDirectory(dir=ws.path) as scratch:
        job = Job(
            adapter=adapter,
            mapping=mapped,
            name=name or source,
            path=str(path),
            fingerprint=fingerprint(files, mapped.text if mapped else adapter.name),
            files=files,
            scratch=Path(scratch),
            now=datetime.now(UTC).replace(tzinfo=None),
            say=say,
        )
        return job.run(ws)


def _adapter(source: str) -> Adapter:
    if source not in ADAPTERS:
        raise UnknownName("source", source, ADAPTERS)
    return ADAPTERS[source]
