"""Brings raw files into a workspace: read, checked, cleaned and kept in one transaction, or not at all."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from queries.adapters import ADAPTERS, Adapter
from queries.errors import UnknownName
from queries.importing.files import find_files, fingerprint
from queries.importing.heads import check_parquet, check_text, kind_of
from queries.importing.job import ImportReport, Job, Progress
from queries.importing.mapping import FileMapping, read_mapping
from queries.workspace import Workspace, open_workspace

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

    >>> with tempfile.TemporaryDirectory() as folder:
    ...     sales = Path(folder, "sales.csv")
    ...     header = "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country"
    ...     lines = "1,00123,LAMP,2,2011-01-05 10:00,3.5,17,France", "1,POST,POSTAGE,1,2011-01-05 10:00,9,17,France"
    ...     _ = sales.write_text("\\n".join([header, *lines]))
    ...     report = import_source(Path(folder, "workspace"), "uci", sales)
    >>> report.read, report.kept, report.rejected
    (2, 1, {'not a product': 1})
    """
    say = progress or (lambda label, share: None)
    say("looking at the files", 0.0)
    mapped = read_mapping(mapping) if mapping else None
    adapter = mapped.adapter(source) if mapped else _adapter(source)
    if mapped:
        mapped.check_folder(Path(path))
    files = find_files(adapter, Path(path))
    _check_heads(files, mapped)
    with _written(Path(path_to_workspace)) as ws, _scratch(ws.path) as scratch:
        job = Job(
            adapter=adapter,
            mapping=mapped,
            name=name or source,
            path=str(path),
            fingerprint=fingerprint(files, mapped.text if mapped else adapter.name),
            files=files,
            scratch=scratch,
            now=datetime.now(UTC).replace(tzinfo=None),
            say=say,
        )
        return job.run(ws)


def _check_heads(files: Mapping[str, Sequence[Path]], mapping: FileMapping | None) -> None:
    """Refuse a file that its first or last bytes give away, before anything is hashed, opened or written."""
    for role, paths in files.items():
        for path in paths:
            if kind_of(path) == "parquet":
                check_parquet(path)
            else:
                check_text(path, mapping.tables[role].dialect.encoding if mapping else "utf-8")


@contextmanager
def _written(folder: Path) -> Iterator[Workspace]:
    """Open a workspace for writing; one that was not there before is gone again after a failure."""
    fresh = not folder.exists()
    try:
        with open_workspace(folder, "write") as ws:
            yield ws
    except BaseException:
        if fresh:
            shutil.rmtree(folder, ignore_errors=True)
        raise


@contextmanager
def _scratch(workspace: Path) -> Iterator[Path]:
    """Make an empty folder on the workspace's disk, which has room for what is imported."""
    parent = workspace / "tmp"
    parent.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=parent, prefix="import-", ignore_cleanup_errors=True) as folder:
        yield Path(folder)


def _adapter(source: str) -> Adapter:
    if source not in ADAPTERS:
        raise UnknownName("source", source, ADAPTERS)
    return ADAPTERS[source]
