"""The columns that are watched for drift: one .sql file each, with its header.

A statement makes the view ``said``: search_row, item_row (null where it is of a whole list), shopper, is_current and
value, of the tables of watch/recent.sql. A column that nobody gave a value to is one that the shop does not have.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from typing import Literal, cast

HEADER = ("title", "title_zh", "meaning", "meaning_zh", "kind", "of")
Kind = Literal["numeric", "categorical", "words"]


@dataclass(frozen=True)
class WatchedColumn:
    """A column and its statement; ``title`` and ``meaning`` by language. ``of``: what has a value."""

    name: str
    statement: str
    title: Mapping[str, str]
    meaning: Mapping[str, str]
    kind: Kind
    of: Literal["item", "list"]


def _read(name: str, text: str) -> WatchedColumn:
    lines = [line[3:] for line in text.splitlines() if line.startswith("-- ")]
    header = {key: value.strip() for key, _, value in (line.partition(":") for line in lines) if key in HEADER}
    return WatchedColumn(
        name=name,
        statement=text,
        title={"en": header["title"], "zh": header["title_zh"]},
        meaning={"en": header["meaning"], "zh": header["meaning_zh"]},
        kind=cast(Kind, header["kind"]),
        of="item" if header["of"] == "item" else "list",
    )


def _read_all() -> dict[str, WatchedColumn]:
    files = sorted(
        (file for file in resources.files(__package__).iterdir() if file.name.endswith(".sql")),
        key=lambda file: file.name,
    )
    return {name: _read(name, f.read_text("utf-8")) for f in files for name in [f.name.removesuffix(".sql")]}


WATCHED: Mapping[str, WatchedColumn] = _read_all()
