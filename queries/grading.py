"""Gradings: what counts as relevant, and how much. Stated in a TOML file, so that they can be changed."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from importlib import resources
from pathlib import Path
from typing import Any, Literal

from queries.errors import UnknownName, WhyrankError

ACTIONS = ("click", "cart", "purchase")


class GradingUnreadable(WhyrankError):
    """A file of gradings does not say what counts how much."""


@dataclass(frozen=True)
class Grading:
    """``source``: what shoppers did ("behaviour") or what people judged ("judgements"). ``top``: the highest grade.

    ``actions``: grade by action (click, cart, purchase), 0 where it does not count. ``levels``: by scale of judgements,
    level by grade.
    """

    name: str
    source: Literal["behaviour", "judgements"]
    top: float
    actions: Mapping[str, float] = field(default_factory=dict)
    levels: Mapping[str, Mapping[float, float]] = field(default_factory=dict)

    @property
    def outcome(self) -> str:
        """What makes an item relevant at all: the least of the actions that count, or relevance as judged.

        >>> GRADINGS["behaviour"].outcome, GRADINGS["purchases"].outcome, GRADINGS["judgements"].outcome
        ('click', 'purchase', 'relevance')
        """
        counted = [action for action in ACTIONS if self.actions.get(action)]
        return counted[0] if self.source == "behaviour" else "relevance"

    def statement(self) -> str:
        """Return the grading in one line of JSON: the same for the same grading.

        >>> GRADINGS["purchases"].statement()
        '{"actions": {"purchase": 1.0}, "levels": {}, "name": "purchases", "source": "behaviour", "top": 1.0}'
        """
        return json.dumps(asdict(self), sort_keys=True, ensure_ascii=False)


def read_gradings(path: str | Path | None = None) -> dict[str, Grading]:
    """Return the gradings that come along and those of the TOML file ``path``, by name.

    Raises :class:`GradingUnreadable`.

    >>> sorted(read_gradings()), read_gradings()["behaviour"].actions["purchase"]
    (['behaviour', 'judgements', 'purchases'], 3.0)
    """
    texts = [("queries/gradings.toml", resources.files("queries").joinpath("gradings.toml").read_text("utf-8"))]
    if path is not None:
        texts.append((str(path), _text(Path(path))))
    return {name: grading for where, text in texts for name, grading in _parsed(where, text).items()}


def find_grading(name: str, path: str | Path | None = None) -> Grading:
    """Return the grading called ``name``. Raises :class:`UnknownName` with the nearest one."""
    known = read_gradings(path)
    if name not in known:
        raise UnknownName("grading", name, known)
    return known[name]


def _text(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise GradingUnreadable(f"{str(path)!r} cannot be read: {error}.", "Give a TOML file in UTF-8.") from error


def _parsed(where: str, text: str) -> dict[str, Grading]:
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise GradingUnreadable(f"{where!r} is not TOML: {error}.", "Mend that line.") from error
    return {name: _grading(where, name, table) for name, table in tables.items()}


def _grading(where: str, name: str, table: Any) -> Grading:
    if not isinstance(table, dict) or table.get("from") not in ("behaviour", "judgements"):
        raise _wrong(where, name, "does not say where grades come from", 'Add from = "behaviour" or "judgements".')
    wanted = ("from", "top", *(ACTIONS if table["from"] == "behaviour" else ("levels",)))
    for key in table:
        if key not in wanted:
            raise _wrong(where, name, f"has a key {key!r} that is not known", f"Use only: {', '.join(wanted)}.")
    actions = {action: _number(where, name, table[action]) for action in ACTIONS if action in table}
    scales = table.get("levels", {})
    if not isinstance(scales, dict) or not all(isinstance(rows, dict) for rows in scales.values()):
        raise _wrong(where, name, "has levels that are no tables", f'Write [{name}.levels."SCALE"] and grades below.')
    levels = {
        scale: {_number(where, name, grade): _number(where, name, level) for grade, level in rows.items()}
        for scale, rows in scales.items()
    }
    top = _number(where, name, table.get("top", 0))
    if top <= 0 or any(grade > top for grade in (*actions.values(), *(v for r in levels.values() for v in r.values()))):
        raise _wrong(where, name, "has no top, or a grade above it", "Let top be the highest grade there is.")
    if table["from"] == "behaviour" and not any(actions.values()):
        raise _wrong(where, name, "counts nothing", f"Give a grade above 0 to one of: {', '.join(ACTIONS)}.")
    return Grading(name, table["from"], top, actions, levels)


def _number(where: str, name: str, value: Any) -> float:
    try:
        number = float(value)
    except (TypeError, ValueError):
        number = -1.0
    if not 0 <= number < float("inf"):
        raise _wrong(where, name, f"has a grade {value!r}", "Grades are numbers from 0 upward.")
    return number


def _wrong(where: str, name: str, problem: str, remedy: str) -> GradingUnreadable:
    return GradingUnreadable(f"The grading {name!r} in {where!r} {problem}.", remedy)


GRADINGS: Mapping[str, Grading] = read_gradings()
BEHAVIOUR = GRADINGS["behaviour"]
