"""The logs and catalogues that can be read: one .sql file each, whose header says what it is and what it wants."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
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
    """How one kind of log becomes canonical tables.

    ``statements``: its SQL. ``title`` and ``description`` by language. ``aliases``: other names of a wanted column.
    """

    name: str
    statements: str
    title: Mapping[str, str]
    description: Mapping[str, str]
    origin: Origin
    licence: str
    files: tuple[WantedFile, ...]
    aliases: Mapping[str, tuple[str, ...]]

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

    >>> read_adapter("uci", ADAPTERS["uci"].statements).files[0].patterns
    ('transactions.parquet', '*.parquet', '*.csv')

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
        aliases=dict(_listed("alias", lines)),
    )


def _wanted_files(lines: Iterable[str]) -> Iterator[WantedFile]:
    for role, patterns in _listed("file", lines):
        name, _, flag = role.partition(",")
        yield WantedFile(name, patterns, optional=flag.strip() == "optional")


def _listed(key: str, lines: Iterable[str]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Read lines such as ``file events, optional: events.parquet, events.ndjson``."""
    for line in lines:
        name, _, values = line.partition(":")
        if name.startswith(f"{key} ") and values:
            yield name.removeprefix(f"{key} ").strip(), tuple(value.strip() for value in values.split(","))


def _read_all() -> dict[str, Adapter]:
    files = sorted(
        (file for file in resources.files(__package__).iterdir() if file.name.endswith(".sql")),
        key=lambda file: file.name,
    )
    return {name: read_adapter(name, f.read_text("utf-8")) for f in files for name in [f.name.removesuffix(".sql")]}


ADAPTERS: Mapping[str, Adapter] = _read_all()
