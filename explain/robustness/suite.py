"""A suite: which perturbations are tried, how strongly, on which sample, and what passes. Read from a TOML file."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from importlib import resources
from pathlib import Path
from typing import Any

from explain.perturbations import find_perturbation
from explain.robustness.slates import Case
from queries.errors import UnknownName, WhyrankError

LEAST_SEEDS = 5
# What `mark` means, and what it is where a line does not say.
MARKS = {"invariance": 0.7, "sensitivity": 0.95, "monotone": 0.05}
NUMBERS = {"contexts": (100, 1, 100_000), "k": (10, 1, 100), "seeds": (5, LEAST_SEEDS, 100), "seed": (0, 0, 2**31 - 1)}
NUMBERS["explained"] = (3, 0, 1000)
KEYS = (*NUMBERS, "strata", "line")
LINE_KEYS = ("perturbation", "strengths", "mark", "may_fail")


class SuiteInvalid(WhyrankError):
    """A suite that says something it cannot, or leaves out what it must say."""


@dataclass(frozen=True)
class Line:
    """One perturbation at some strengths (0 to 1, rising).

    ``mark``: of an invariance the least overlap of the first k, of a sensitivity the largest rank-biased overlap, of a
    monotone one the logits an item may move against its direction. ``may_fail``: the share of tests, 0 to 1.
    """

    perturbation: str
    strengths: tuple[float, ...]
    mark: float
    may_fail: float


@dataclass(frozen=True)
class Suite:
    """``contexts`` drawn so that every combination of segments of the dimensions ``strata`` is covered.

    ``k``: places that are compared; ``seeds``: how often each perturbation draws anew; ``explained``: contexts whose
    steady slates are explained too.
    """

    name: str
    lines: tuple[Line, ...]
    contexts: int = 100
    k: int = 10
    seeds: int = 5
    seed: int = 0
    explained: int = 3
    strata: tuple[str, ...] = ("surface", "language")

    def cases(self) -> list[tuple[Line, Case]]:
        """Return every case of the suite with its line, in the order of the lines, strengths and seeds."""
        return [
            (line, Case(find_perturbation(line.perturbation), strength, seed))
            for line in self.lines
            for strength in line.strengths
            for seed in range(self.seed, self.seed + self.seeds)
        ]

    def statement(self) -> str:
        """Return the suite as JSON: the same for the same suite."""
        return json.dumps(asdict(self), sort_keys=True)

    @classmethod
    def from_dict(cls, said: Mapping[str, Any]) -> Suite:
        """Return the suite that :meth:`statement` wrote down.

        >>> Suite.from_dict(json.loads(read_suite().statement())) == read_suite()
        True
        """
        lines = tuple(Line(**{**line, "strengths": tuple(line["strengths"])}) for line in said["lines"])
        return cls(**{**said, "lines": lines, "strata": tuple(said["strata"])})

    def repaired(self) -> Suite:
        """Return the suite as it is called where spelling is repaired first; what was typed is not explained then."""
        return replace(self, name=f"{self.name} + repair", explained=0)

    def with_contexts(self, contexts: int | None) -> Suite:
        """Return the suite on another number of contexts; on its own for None."""
        return self if contexts is None else replace(self, contexts=contexts)


def read_suite(path: str | Path | None = None) -> Suite:
    """Return the suite of a TOML file; the one that comes along for None.

    Raises :class:`SuiteInvalid` for the first thing that is wrong, naming file, line and key, and
    :class:`queries.errors.UnknownName` for a perturbation there is not.

    >>> suite = read_suite()
    >>> suite.name, suite.k, suite.lines[0].perturbation, suite.lines[0].strengths
    ('default', 10, 'keyboard_typos', (0.3, 1.0))
    """
    if path is None:
        text, file = resources.files(__package__).joinpath("default.toml").read_text("utf-8"), "default"
    else:
        file = str(path)
        try:
            text = Path(path).read_text("utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise SuiteInvalid(f"The suite {file!r} cannot be read: {error}.", "Give a TOML file in UTF-8.") from error
    try:
        said = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SuiteInvalid(f"The suite {file!r} is not TOML: {error}.", "Mend that line.") from error
    return parse_suite(said, Path(file).stem, file)


def parse_suite(said: Mapping[str, Any], name: str, file: str) -> Suite:
    """Return the suite of a parsed file; ``file`` is what errors call it."""
    _known(file, "", said, KEYS)
    tables = said.get("line")
    if not isinstance(tables, list) or not tables or not all(isinstance(table, dict) for table in tables):
        raise SuiteInvalid(f"The suite {file!r} has no line.", "Write each as a table [[line]] with its keys below.")
    strata = said.get("strata", list(Suite.strata))
    if not isinstance(strata, list) or not all(isinstance(each, str) for each in strata):
        raise _wrong(file, "", "strata", strata, 'Write a list of dimensions, such as ["language"].')
    lines = tuple(line for number, table in enumerate(tables, 1) for line in _lines(file, f"line {number}: ", table))
    names = [line.perturbation for line in lines]
    twice = next((each for each in names if names.count(each) > 1), None)
    if twice:
        raise SuiteInvalid(f"The suite {file!r} tries {twice!r} twice.", "Name all its strengths in one line.")
    numbers = {
        key: int(_number(file, "", said, key, default, low, high)) for key, (default, low, high) in NUMBERS.items()
    }
    return Suite(name=name, lines=lines, strata=tuple(strata), **numbers)


def _lines(file: str, where: str, table: Mapping[str, Any]) -> list[Line]:
    _known(file, where, table, LINE_KEYS)
    named = table.get("perturbation")
    names = [named] if isinstance(named, str) else named
    if not isinstance(names, list) or not names or not all(isinstance(name, str) for name in names):
        raise _wrong(file, where, "perturbation", named, "Name one perturbation, or a list of them.")
    strengths = table.get("strengths", [1.0])
    good = isinstance(strengths, list) and strengths and all(type(s) in (int, float) and 0 < s <= 1 for s in strengths)
    if not good or sorted(set(strengths)) != strengths:
        raise _wrong(file, where, "strengths", strengths, "Write numbers above 0 and up to 1, rising.")
    may_fail = _number(file, where, table, "may_fail", 0.1, 0.0, 1.0)
    lines = []
    for name in names:
        expectation = find_perturbation(name).expectation
        high = 100.0 if expectation == "monotone" else 1.0
        mark = _number(file, where, table, "mark", MARKS[expectation], 0.0, high)
        lines.append(Line(name, tuple(float(strength) for strength in strengths), mark, may_fail))
    return lines


def _known(file: str, where: str, said: Mapping[str, Any], keys: tuple[str, ...]) -> None:
    strange = next((key for key in said if key not in keys), None)
    if strange is not None:
        hint = str(UnknownName("key", strange, keys))
        raise SuiteInvalid(f"In {file!r}, {where}{strange!r} means nothing. {hint}", f"Use only: {', '.join(keys)}.")


def _number(file: str, where: str, said: Mapping[str, Any], key: str, default: float, low: float, high: float) -> float:
    value = said.get(key, default)
    if type(value) not in (int, float) or not low <= value <= high or (key in NUMBERS and type(value) is not int):
        whole = "a whole number" if key in NUMBERS else "a number"
        raise _wrong(file, where, key, value, f"Write {whole} from {low:g} to {high:g}.")
    return float(value)


def _wrong(file: str, where: str, key: str, value: Any, remedy: str) -> SuiteInvalid:
    return SuiteInvalid(f"In {file!r}, {where}{key} is {value!r}.", remedy)
