"""Whether a mapping file says only what it may, and all that it must."""

from __future__ import annotations

import codecs
import difflib
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any, get_args
from zoneinfo import ZoneInfo

import duckdb

from queries import sql
from queries.adapters import Origin
from queries.importing.errors import MappingInvalid
from queries.workspace import plain_connection

CLOCKS = ("iso", "epoch s", "epoch ms", "epoch us")
ACTIONS = ("view", "click", "cart", "purchase", "return")
NEEDED: Mapping[str, Sequence[str]] = {
    "items": ("item_id",),
    "users": ("user_id",),
    "searches": ("search_id",),
    "impressions": ("search_id", "item_id"),
    "events": ("ts", "item_id", "action"),
    "judgements": ("search_text", "item_id", "grade"),
    "reviews": ("item_id",),
    "truth": ("search_id", "item_id", "driver", "contribution"),
}
TOP: Mapping[str, type] = dict.fromkeys(("origin", "licence", "lang", "currency", "platform", "timezone"), str)
OF_A_TABLE: Mapping[str, type] = {
    **dict.fromkeys(("file", "delimiter", "encoding", "clock", "timezone", "decimal"), str),
    "columns": dict,
    "constants": dict,
}
OF_SOME: Mapping[str, Mapping[str, type]] = {
    "items": {"one_per_id": bool},
    "users": {"one_per_id": bool},
    "searches": {"one_per_id": bool},
    "impressions": {"positions_from": int},
    "events": {"actions": dict},
    "judgements": {"grades": dict},
}


@cache
def canonical_columns() -> Mapping[str, Sequence[str]]:
    """Return the columns of every canonical table that a mapping can fill."""
    con = plain_connection()
    sql.run(con, "schema/canonical")
    columns: dict[str, list[str]] = {role: [] for role in NEEDED}
    for row in sql.run(con, "importing/canonical_columns").to_pylist():
        if row["table"] in columns:
            columns[row["table"]].append(row["column"])
    return columns


def check_mapping(said: Mapping[str, Any], file: str) -> None:
    """Raise :class:`MappingInvalid` for the first thing in ``said`` that is wrong, naming its place in ``file``."""
    _known(file, "", said, [*TOP, *NEEDED])
    _typed(file, "", said, TOP)
    if said.get("origin") not in get_args(Origin):
        raise _invalid(file, "origin", f"is {said.get('origin')!r}", f"Say one of: {', '.join(get_args(Origin))}.")
    _zone(file, "timezone", said.get("timezone", "UTC"))
    if not any(role in said for role in NEEDED):
        raise _invalid(file, "", "describes no table", f"Add one of: {', '.join(f'[{role}]' for role in NEEDED)}.")
    for role in NEEDED:
        if role in said:
            _check_table(file, role, said[role])


def _check_table(file: str, role: str, table: Any) -> None:
    if not isinstance(table, dict):
        raise _invalid(file, role, "is not a table", f"Write it as [{role}] with its keys below.")
    keys = {**OF_A_TABLE, **OF_SOME.get(role, {})}
    _known(file, role, table, keys)
    _typed(file, role, table, keys)
    for part in ("columns", "constants"):
        _known(file, f"{role}.{part}", table.get(part, {}), canonical_columns()[role])
    _typed(file, f"{role}.columns", table.get("columns", {}), dict.fromkeys(canonical_columns()[role], str))
    for column in NEEDED[role]:
        if column not in {**table.get("columns", {}), **table.get("constants", {})}:
            raise _invalid(
                file, f"{role}.columns", f"does not say which column is {column!r}", f'Add `{column} = "YOUR COLUMN"`.'
            )
    _check_formats(file, role, table)
    _check_words(file, role, table)


def _check_formats(file: str, role: str, table: Mapping[str, Any]) -> None:
    _zone(file, f"{role}.timezone", table.get("timezone", "UTC"))
    clock = table.get("clock", "iso")
    if clock not in CLOCKS:
        allowed = f"Say {', '.join(CLOCKS)}, or a format such as %Y-%m-%d %H:%M:%S."
        if "%" not in clock:
            raise _invalid(file, f"{role}.clock", f"is {clock!r}", _hint(clock, CLOCKS) + allowed)
        try:
            sql.run(plain_connection(), "importing/try_clock", clock=clock)
        except duckdb.Error as error:
            raise _invalid(file, f"{role}.clock", f"is {clock!r}, which is no format", allowed) from error
    if len(table.get("delimiter", ",")) != 1:
        raise _invalid(file, f"{role}.delimiter", "is not one character", 'Say "," or ";" or "\\t" or "|".')
    if table.get("decimal", ".") not in (".", ","):
        raise _invalid(file, f"{role}.decimal", f"is {table['decimal']!r}", 'Say "." or ",".')
    try:
        codecs.lookup(table.get("encoding", "utf-8"))
    except LookupError as error:
        known = "Say utf-8, gb18030, utf-16, latin-1 or another that Python knows."
        raise _invalid(file, f"{role}.encoding", f"is {table['encoding']!r}", known) from error


def _check_words(file: str, role: str, table: Mapping[str, Any]) -> None:
    _known(file, f"{role}.actions", table.get("actions", {}), ACTIONS)
    _typed(file, f"{role}.actions", table.get("actions", {}), dict.fromkeys(ACTIONS, list))
    if table.get("positions_from", 1) not in (0, 1):
        raise _invalid(file, f"{role}.positions_from", f"is {table['positions_from']}", "Lists start at 0 or at 1.")
    for label, grade in table.get("grades", {}).items():
        if isinstance(grade, bool) or not isinstance(grade, int | float) or grade < 0:
            raise _invalid(file, f"{role}.grades.{label}", f"is {grade!r}", "A grade is a number from 0 up.")


def _known(file: str, place: str, said: Mapping[str, Any], allowed: Iterable[str]) -> None:
    names = list(allowed)
    for key in said:
        if key not in names:
            raise _invalid(
                file,
                f"{place}.{key}".lstrip("."),
                "means nothing",
                f"{_hint(key, names)}It may be: {', '.join(names)}.",
            )


def _typed(file: str, place: str, said: Mapping[str, Any], types: Mapping[str, type]) -> None:
    called = {str: "text in quotes", dict: "a table", bool: "true or false", int: "a whole number", list: "a list"}
    for key, value in said.items():
        if key in types and type(value) is not types[key]:
            raise _invalid(file, f"{place}.{key}".lstrip("."), f"is {value!r}", f"Write {called[types[key]]}.")


def _zone(file: str, place: str, name: str) -> None:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        raise _invalid(file, place, f"is {name!r}", "Say a zone such as Europe/London or Asia/Shanghai.") from error


def _hint(word: str, known: Sequence[str]) -> str:
    close = difflib.get_close_matches(word.lower(), known, n=1)
    return f"Did you mean {close[0]!r}? " if close else ""


def _invalid(file: str, place: str, problem: str, remedy: str) -> MappingInvalid:
    return MappingInvalid(f"In the mapping file {file!r}, {place or 'it'} {problem}.", remedy)
