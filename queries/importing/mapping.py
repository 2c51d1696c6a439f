"""Mapping files: TOML that says which column of one's own files is what. Written down in docs/import.md."""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from queries import sql
from queries.adapters import Adapter, Origin, WantedFile
from queries.importing.columns import Wanted
from queries.importing.errors import MappingInvalid
from queries.importing.mapping_checks import NEEDED, canonical_columns, check_mapping
from queries.importing.text_files import Dialect


@dataclass(frozen=True)
class MappedTable:
    """How one canonical table is read. ``columns``: canonical name → the file's.

    ``constants``: canonical name → what stands in every row. ``canonical``: all columns that the table has.
    """

    file: str | None
    dialect: Dialect
    clock: str
    timezone: str
    decimal: str
    one_per_id: bool
    canonical: Collection[str]
    columns: Mapping[str, str]
    constants: Mapping[str, str]

    @property
    def wanted(self) -> list[Wanted]:
        """Return the columns that the file must have."""
        return [Wanted(column, "VARCHAR", required=True) for column in dict.fromkeys(self.columns.values())]

    def renamed(self, names: list[str]) -> list[tuple[str, str]]:
        """Return (new name, name) for every column; one may be read twice, one that is not meant moves aside."""
        by_lower = {name.lower(): name for name in names}
        meant = [(ours, by_lower[theirs.lower()]) for ours, theirs in self.columns.items()]
        used = {theirs for _, theirs in meant}
        others = [(f"{n} (not mapped)" if n.lower() in self.canonical else n, n) for n in names if n not in used]
        return meant + others


@dataclass(frozen=True)
class FileMapping:
    """A mapping file. ``positions_from``: the number of a list's first place. ``actions``, ``grades``: word → value."""

    text: str
    origin: Origin
    licence: str
    tables: Mapping[str, MappedTable]
    positions_from: int
    actions: Mapping[str, str]
    grades: Mapping[str, float]

    def adapter(self, name: str) -> Adapter:
        """Return the adapter that reads the mapped files."""
        return Adapter(
            name=name,
            statements=sql.text("importing/mapped"),
            title={"en": name, "zh": name},
            description={"en": "Files read by a mapping.", "zh": "按映射文件读入的文件。"},
            origin=self.origin,
            licence=self.licence,
            files=tuple(WantedFile(role, (table.file or "*",), False) for role, table in self.tables.items()),
            aliases={},
        )

    def check_folder(self, path: Path) -> None:
        """Raise :class:`MappingInvalid` where ``path`` is a folder and a table does not say which file it is."""
        unsaid = [role for role, table in self.tables.items() if not table.file]
        if path.is_dir() and unsaid:
            raise MappingInvalid(
                f"{str(path)!r} is a folder, and the mapping does not say which of its files is {unsaid[0]}.",
                f'Add `file = "NAME.csv"` (or a pattern) under [{unsaid[0]}], or give one file.',
            )

    def variables(self) -> dict[str, Any]:
        """Return the parameters of importing/mapping.sql."""
        tables = {role: self.tables.get(role) for role in NEEDED}
        return {
            "clocks": {role: table.clock if table else "iso" for role, table in tables.items()},
            "zones": {role: table.timezone if table else "UTC" for role, table in tables.items()},
            "decimals": {role: table.decimal if table else "." for role, table in tables.items()},
            "one_per_id": {role: bool(table and table.one_per_id) for role, table in tables.items()},
            "positions_from": self.positions_from,
            "words": list(self.actions),
            "actions": list(self.actions.values()),
            "labels": list(self.grades),
            "grades": list(self.grades.values()),
        }


def read_mapping(path: str | Path) -> FileMapping:
    """Read and check a mapping file.

    Raises :class:`MappingInvalid` naming the place, with what was probably meant.
    """
    try:
        text = Path(path).read_text("utf-8")
        said = tomllib.loads(text)
    except OSError as error:
        raise MappingInvalid(f"The mapping file {str(path)!r} cannot be read.", "Check its path.") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise MappingInvalid(f"The mapping file {str(path)!r} is not TOML: {error}.", "Mend that line.") from error
    check_mapping(said, str(path))
    return FileMapping(
        text=text,
        origin=said["origin"],
        licence=said.get("licence", "not stated"),
        tables={role: _table(role, said[role], said) for role in NEEDED if role in said},
        positions_from=said.get("impressions", {}).get("positions_from", 1),
        actions={word.lower(): a for a, words in said.get("events", {}).get("actions", {}).items() for word in words},
        grades={label.lower(): float(g) for label, g in said.get("judgements", {}).get("grades", {}).items()},
    )


def _table(role: str, said: Mapping[str, Any], top: Mapping[str, Any]) -> MappedTable:
    columns, canonical = said.get("columns", {}), canonical_columns()[role]
    defaults = {key: top[key] for key in ("lang", "currency", "platform") if key in top and key in canonical}
    constants = {**defaults, **said.get("constants", {})}
    return MappedTable(
        file=said.get("file"),
        dialect=Dialect(said.get("delimiter"), said.get("encoding", "utf-8")),
        clock=said.get("clock", "iso"),
        timezone=said.get("timezone", top.get("timezone", "UTC")),
        decimal=said.get("decimal", "."),
        one_per_id=said.get("one_per_id", False),
        canonical=canonical,
        columns=columns,
        constants={key: str(value) for key, value in constants.items() if key not in columns},
    )
