"""Which files an import reads, and what identifies their content."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from pathlib import Path

from queries.adapters import Adapter, WantedFile
from queries.importing.errors import FileMissing

CHUNK = 1 << 20


def find_files(adapter: Adapter, path: Path) -> dict[str, list[Path]]:
    """Return the files at ``path`` by the role they play, sorted by name; roles without a file are left out.

    ``path`` is a folder, or one file for the role whose pattern its name fits (else the first role).
    Raises :class:`FileMissing` where a file that the adapter cannot do without is not there.
    """
    if not path.exists():
        raise FileMissing(f"There is nothing at {str(path)!r}.", "Check the path; it may be a file or a folder.")
    if path.is_file():
        return {role: [path] for role in _roles_of(adapter, path)}
    if not path.is_dir():
        raise FileMissing(f"{str(path)!r} is neither a file nor a folder.", "Give a file, or the folder of the files.")
    found: dict[str, list[Path]] = {}
    for wanted in adapter.files:
        matches = _matches(wanted, path)
        if matches:
            found[wanted.role] = matches
    missing = [wanted for wanted in adapter.files if wanted.role not in found and not wanted.optional]
    if missing or not found:
        wanted = (missing or adapter.files)[0]
        there = sorted(entry.name for entry in path.iterdir())[:8]
        raise FileMissing(
            f"The folder {str(path)!r} holds no file of {wanted.role} ({' or '.join(wanted.patterns)}).",
            f"{adapter.title['en']} needs it. The folder holds: {', '.join(there) or 'nothing'}.",
        )
    return found


def _matches(wanted: WantedFile, folder: Path) -> list[Path]:
    for pattern in wanted.patterns:
        matches = sorted(entry for entry in folder.glob(pattern) if entry.is_file())
        if matches:
            return matches
    return []


def _roles_of(adapter: Adapter, path: Path) -> list[str]:
    """Return the roles that a single file plays: those whose pattern fits its name, else the first.

    Raises :class:`FileMissing` where another file is needed beside it.
    """
    fitting = [wanted for wanted in adapter.files if any(path.match(pattern) for pattern in wanted.patterns)]
    chosen = fitting or list(adapter.files[:1])
    exact = [wanted for wanted in chosen if path.name in wanted.patterns]
    lacking = [wanted for wanted in adapter.files if not wanted.optional and wanted not in chosen]
    if lacking:
        raise FileMissing(
            f"{adapter.title['en']} needs a file of {lacking[0].role} beside {str(path)!r}.",
            f"Give the folder that holds both; it is called {' or '.join(lacking[0].patterns)}.",
        )
    return [wanted.role for wanted in exact or chosen]


def fingerprint(files: Mapping[str, Iterable[Path]], reading: str) -> str:
    """Return the SHA-256 over how files are read, their roles and their content: names and places do not matter.

    >>> fingerprint({}, "uci") == fingerprint({}, "uci") != fingerprint({}, "ubi")
    True
    """
    digest = hashlib.sha256(reading.encode())
    for role in sorted(files):
        for path in files[role]:
            digest.update(f"{role}\0{path.stat().st_size}\0".encode())
            with path.open("rb") as file:
                while chunk := file.read(CHUNK):
                    digest.update(chunk)
    return digest.hexdigest()
