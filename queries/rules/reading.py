"""Rules read from their TOML file; whatever is wrong in it is told by file, rule and key."""

from __future__ import annotations

import difflib
import math
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from queries.errors import WhyrankError
from queries.explanations.checks import PARTS
from queries.patterns.ledger import ROLES
from queries.rules.rule import SCOPES, Rule

DEMANDS = ("most_share", "least_share", "never")
DRIVERS = ("words", "features", "part", "field")
FIELDS = tuple(role for role in ROLES if role != "behaviour")
KEYS = ("name", *DRIVERS, *DEMANDS, "tolerance", "may_violate", "top", *SCOPES)
MOST_RULES = 1_000


class RulesInvalid(WhyrankError):
    """A rules file that says something it cannot, or leaves out what it must say."""


def read_rules(path: str | Path) -> tuple[Rule, ...]:
    """Return the rules of a TOML file, in its order.

    Raises :class:`RulesInvalid` for the first thing that is wrong, naming file, rule and key.

    >>> import tempfile
    >>> file = Path(tempfile.mkdtemp()) / "rules.toml"
    >>> _ = file.write_text('[[rule]]\\nname = "no sellers"\\nwords = ["旗舰店"]\\nmost_share = 0.1\\n', "utf-8")
    >>> [(rule.name, rule.demand, rule.limit) for rule in read_rules(file)]
    [('no sellers', 'most_share', 0.1)]
    """
    file = Path(path)
    try:
        said = tomllib.loads(file.read_text("utf-8"))
    except OSError as error:
        raise RulesInvalid(f"The rules file {str(file)!r} cannot be read.", "Say where it is.") from error
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise RulesInvalid(f"The rules file {str(file)!r} is not TOML in UTF-8: {error}.", "Mend that line.") from error
    return parse_rules(said, str(file))


def parse_rules(said: dict[str, Any], file: str) -> tuple[Rule, ...]:
    """Return the rules of a parsed file; ``file`` is what errors call it."""
    tables = said.get("rule")
    strange = [key for key in said if key != "rule"]
    if strange:
        raise RulesInvalid(f"In {file!r}, {strange[0]!r} means nothing.", "Write every rule as a table [[rule]].")
    if not isinstance(tables, list) or not tables or not all(isinstance(table, dict) for table in tables):
        raise RulesInvalid(f"{file!r} holds no rule.", "Write every rule as a table [[rule]] with its keys below.")
    if len(tables) > MOST_RULES:
        raise RulesInvalid(f"{file!r} holds {len(tables):,} rules.", f"Keep a file to {MOST_RULES:,}.")
    rules = tuple(_Reader(file, number, table).rule() for number, table in enumerate(tables, start=1))
    names = [rule.name for rule in rules]
    for name in names:
        if names.count(name) > 1:
            raise RulesInvalid(f"In {file!r}, two rules are called {name!r}.", "Give each a name of its own.")
    return rules


class _Reader:
    """Reads one table, saying of every complaint where it is."""

    def __init__(self, file: str, number: int, said: dict[str, Any]) -> None:
        self.file, self.said = file, said
        name = said.get("name")
        self.called = f"rule {name!r}" if isinstance(name, str) and name.strip() else f"rule {number}"

    def rule(self) -> Rule:
        for key in self.said:
            if key not in KEYS:
                close = difflib.get_close_matches(key, KEYS, n=1)
                hint = f"Did you mean {close[0]!r}? " if close else ""
                raise self.wrong(key, "means nothing", f"{hint}A rule may say: {', '.join(KEYS)}.")
        name = self.text("name")
        if name is None:
            raise self.wrong("name", "is missing", "Give every rule a name.")
        demands = [key for key in DEMANDS if key in self.said]
        if len(demands) != 1:
            told = " and ".join(demands) or "nothing"
            raise self.wrong("demand", f"is {told}", f"Say exactly one of: {', '.join(DEMANDS)}.")
        if not any(key in self.said for key in DRIVERS):
            raise self.wrong("drivers", "are not said", f"Say at least one of: {', '.join(DRIVERS)}.")
        if "features" in self.said and {"words", "field"} & set(self.said):
            raise self.wrong("features", "stand beside words", "Write a rule for features and one for words.")
        never = demands[0] == "never"
        if "tolerance" in self.said and not never:
            raise self.wrong("tolerance", f"belongs to never, not to {demands[0]}", "Leave it out.")
        top = self.said.get("top")
        if top is not None and (type(top) is not int or top < 1):
            raise self.wrong("top", f"is {top!r}", "Write a whole number from 1 up.")
        return Rule(
            name=name,
            demand=demands[0],  # type: ignore[arg-type]
            limit=self.number("tolerance", 0.0, None) if never else self.number(demands[0], None, 1.0),
            sign=self.choice("never", ("positive", "negative")),  # type: ignore[arg-type]
            words=self.texts("words"),
            features=self.texts("features"),
            part=self.choice("part", PARTS),
            field=self.choice("field", FIELDS),
            top=top,
            scope=tuple((dimension, value) for dimension in SCOPES for value in self.segments(dimension)),
            may_violate=self.number("may_violate", 0.0, 1.0),
        )

    def text(self, key: str) -> str | None:
        value = self.said.get(key)
        if value is not None and (not isinstance(value, str) or not value.strip()):
            raise self.wrong(key, f"is {value!r}", "Write text in quotes.")
        return value

    def choice(self, key: str, allowed: Sequence[str]) -> str | None:
        value = self.text(key)
        if value is not None and value not in allowed:
            raise self.wrong(key, f"is {value!r}", f"Choose one of: {', '.join(allowed)}.")
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        value = self.said.get(key)
        if value is None:
            return ()
        if not isinstance(value, list) or not value or not all(isinstance(v, str) and v.strip() for v in value):
            raise self.wrong(key, f"is {value!r}", 'Write a list of texts, such as ["旗舰店", "official store"].')
        return tuple(value)

    def segments(self, key: str) -> tuple[str, ...]:
        value = self.said.get(key)
        values = [value] if isinstance(value, str) else value
        if values is None:
            return ()
        if not isinstance(values, list) or not values or not all(isinstance(v, str) for v in values):
            raise self.wrong(key, f"is {value!r}", "Write text in quotes, or a list of texts.")
        if key == "search" and not set(values) <= {"yes", "no"}:
            raise self.wrong(key, f"is {value!r}", 'Say "yes" or "no": whether there is a search.')
        return tuple(values)

    def number(self, key: str, default: float | None, most: float | None) -> float:
        value = self.said.get(key, default)
        allowed = "Write a number from 0 " + ("to 1." if most else "up, in logits.")
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise self.wrong(key, f"is {value!r}", allowed)
        if not math.isfinite(value) or value < 0 or (most is not None and value > most):
            raise self.wrong(key, f"is {value!r}", allowed)
        return float(value)

    def wrong(self, key: str, problem: str, remedy: str) -> RulesInvalid:
        return RulesInvalid(f"In {self.file!r}, {self.called}: {key} {problem}.", remedy)
