"""The logs and catalogues that can be read: one .sql file each, whose header says what it is and what it wants."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib import resources
from typing import Literal, cast, get_args

import duckdb

from queries.errors import WhyrankError

Origin = Literal["recorded", "generated", "simulated"]
_WANTED = re.compile(r"^\s*create temp table wanted_", re.MULTILINE)
HEADER = ("title", "title_zh", "description", "description_zh", "origin", "licence")


class AdapterHeaderIncomplete(WhyrankError):
    """An adapter's file does not say all that an import must know of it."""


@dataclass(frozen=True)
class WantedFile:
    """A kind of file that an adapter reads. ``patterns``: names it may have in a folder, the likeliest first."""

    role: str
    patterns: tuple[str, ...]
    optional: bool


@dataclass(frozen=True)
class Adapter:
    """How one kind of log becomes canonical tables. ``statements``: its SQL; titles and descriptions by language."""

    name: str
    statements: str
    title: Mapping[str, str]
    description: Mapping[str, str]
    origin: Origin
    licence: str
    files: tuple[WantedFile, ...]

    @property
    def wanted_statements(self) -> list[duckdb.Statement]:
        """Return the statements that say, as empty tables ``wanted_<role>``, which columns a file must have."""
        return [s for s in duckdb.extract_statements(self.statements) if _WANTED.search(s.query)]

    @property
    def staging_statements(self) -> list[duckdb.Statement]:
        """Return the statements that say, as views ``staged_<table>``, what becomes of the files' rows."""
        return [s for s in duckdb.extract_statements(self.statements) if not _WANTED.search(s.query)]


def read_adapter(name: str, text: str) -> Adapter:
    """Read an adapter from its SQL text.

    Raises :class:`AdapterHeaderIncomplete` naming the lines that the header lacks or gets wrong.
    """
    lines = [line[3:] for line in text.splitlines() if line.startswith("-- ")]
    header = {key: value.strip() for key, _, value in (line.partition(":") for line in lines) if key in HEADER}
    files = tuple(_wanted_files(lines))
    missing = [key for key in HEADER if not header.get(key)] + ([] if files else ["file ROLE"])
    if missing:
        raise AdapterHeaderIncomplete(
            f"The adapter {name!r} does not state: {', '.join(missing)}.",
            "Add a line `-- NAME: …` for each at the top of its file.",
        )
    if header["origin"] not in get_args(Origin):
        raise AdapterHeaderIncomplete(
            f"The adapter {name!r} states the origin {header['origin']!r}.",
            f"Say one of: {', '.join(get_args(Origin))}.",
        )
    return Adapter(
        name=name,
        statements=text,
        title={"en": header["title"], "zh": header["title_zh"]},
        description={"en": header["description"], "zh": header["description_zh"]},
        origin=cast(Origin, header["origin"]),
        licence=header["licence"],
        files=files,
    )


def _wanted_files(lines: list[str]) -> Iterator[WantedFile]:
    """Read lines such as ``file events, optional: events.parquet, *.ndjson``."""
    for line in lines:
        key, _, patterns = line.partition(":")
        if key.startswith("file ") and patterns:
            role, *flags = [part.strip() for part in key.removeprefix("file ").split(",")]
            yield WantedFile(role, tuple(p.strip() for p in patterns.split(",")), "optional" in flags)


def _read_all() -> dict[str, Adapter]:
    files = sorted(
        (file for file in resources.files(__package__).iterdir() if file.name.endswith(".sql")),
        key=lambda file: file.name,
    )
    return {name: read_adapter(name, f.read_text("utf-8")) for f in files for name in [f.name.removesuffix(".sql")]}


ADAPTERS: Mapping[str, Adapter] = _read_all()
