"""Rules checked on stored contributions: what passes, what fails, and the explanations that say so."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

import duckdb
import pyarrow as pa

from queries import sql
from queries.errors import WhyrankError
from queries.explanations.reading import State
from queries.explanations.words import normal_form
from queries.patterns.choosing import Choice, choose_explanations
from queries.rules.rule import SCOPES, Rule
from queries.workspace import Workspace

Outcome = Literal["passes", "fails", "nothing to check"]
WORST = 10


class NothingStored(WhyrankError):
    """There is no stored explanation to check rules on."""


@dataclass(frozen=True)
class Example:
    """An explanation that violates a rule. ``value``: a share (0 to 1), or logits for ``never``."""

    explanation_id: str
    context_id: str | None
    item_id: str | None
    rank: int | None
    value: float
    words: tuple[str, ...]


@dataclass(frozen=True)
class RuleResult:
    """What became of a rule. ``checked`` explanations had something to judge, ``violating`` of them break it.

    ``worst``: those that break it most, the worst first.
    """

    rule: Rule
    outcome: Outcome
    checked: int
    violating: int
    worst: tuple[Example, ...]

    @property
    def share_violating(self) -> float | None:
        """The share of the checked explanations that violate, None where none was checked."""
        return self.violating / self.checked if self.checked else None


@dataclass(frozen=True)
class Review:
    """Rules checked together. ``data_id``: the data the workspace holds; ``ranker_ids``: what the explanations are of;
    ``states``: how many of them are fresh, and how many stale for which reason; ``checked_at``: UTC.
    ``masked``: what the ranker answers without the words, see :mod:`queries.rules.masking`; empty where not asked."""

    results: tuple[RuleResult, ...]
    choice: Choice
    explanations: int
    states: Mapping[State, int]
    ranker_ids: tuple[str, ...]
    data_id: str
    checked_at: datetime
    masked: tuple[RuleResult, ...] = ()

    @property
    def failed(self) -> tuple[RuleResult, ...]:
        """What does not pass, of either check."""
        return tuple(result for result in (*self.results, *self.masked) if result.outcome == "fails")


def check_rules(ws: Workspace, rules: Iterable[Rule], choice: Choice | None = None, worst: int = WORST) -> Review:
    """Check rules on the stored explanations of ``choice``; the results are in the rules' order.

    Raises :class:`NothingStored` where nothing was chosen.

    >>> from queries.examples import explained_shop
    >>> shares = [Rule("brand", "most_share", limit, words=("小米",)) for limit in (0.05, 0.5)]
    >>> [(result.outcome, result.checked) for result in check_rules(explained_shop(), shares).results]
    [('fails', 1), ('passes', 1)]
    """
    choice, rules = choice or Choice(), tuple(rules)
    with ws.transaction() as con:
        chosen = choose_explanations(ws, con, choice)
        if not chosen.explanations:
            raise NothingStored(
                "No stored explanation fits the filters.", "Make some with `whyrank explain-all`, or widen the filters."
            )
        ranker_ids = sql.run(con, "rules/rankers")["ranker_id"].to_pylist()
        sql.run(con, "rules/weights")
        read_matches(con, rules)
        results = [_check(con, number, rule, worst) for number, rule in enumerate(rules)]
    now = datetime.now(UTC).replace(tzinfo=None, microsecond=0)
    return Review(tuple(results), choice, chosen.explanations, chosen.states, tuple(ranker_ids), chosen.data_id, now)


def _check(con: duckdb.DuckDBPyConnection, number: int, rule: Rule, worst: int) -> RuleResult:
    match(con, number, rule)
    sql.run(con, "rules/judge", demand=rule.demand, sign=rule.sign, limit=rule.limit)
    [counts] = sql.run(con, "rules/counts").to_pylist()
    return result(rule, worst=examples(sql.run(con, "rules/worst", limit=worst)), **counts)


def read_matches(con: duckdb.DuckDBPyConnection, rules: Sequence[Rule]) -> None:
    """Read what any of the rules may speak of, once for all of them; explanations are chosen on the cursor."""
    con.register("entry", _entries(rules))
    con.register("driver_rule", _driver_rules(rules))
    sql.run(con, "rules/occurrences")


def match(con: duckdb.DuckDBPyConnection, number: int, rule: Rule) -> None:
    """Make the tables ``scoped``, where a rule holds, and ``matched``, what it speaks of; ``number``: its place."""
    wanted = Choice(segments=rule.scope).wanted()
    sql.run(con, "rules/scope", top=rule.top, **{name: wanted[name] for name in SCOPES})
    if rule.words:
        sql.run(con, "rules/words", rule_no=number)
    else:
        sql.run(con, "rules/drivers", part=rule.part, field=rule.field, features=list(rule.features))


def result(rule: Rule, checked: int, violating: int, worst: tuple[Example, ...]) -> RuleResult:
    """Say what became of a rule that so many of the checked explanations violate."""
    if not checked:
        return RuleResult(rule, "nothing to check", 0, 0, ())
    return RuleResult(rule, "passes" if violating <= rule.may_violate * checked else "fails", checked, violating, worst)


def examples(table: pa.Table) -> tuple[Example, ...]:
    """Return rows of rules/worst.sql as examples."""
    return tuple(Example(**{**row, "words": tuple(row["words"])}) for row in table.to_pylist())


def _entries(rules: Sequence[Rule]) -> pa.Table:
    entries = [
        {"rule_no": number, "part": rule.part, "field": rule.field, "reads": "".join(pieces), "pieces": pieces}
        for number, rule in enumerate(rules)
        for pieces in (normal_form(word).split() for word in dict.fromkeys(rule.words))
    ]
    return pa.Table.from_pylist(entries, schema=_ENTRY)


def _driver_rules(rules: Sequence[Rule]) -> pa.Table:
    wordless = [rule for rule in rules if not rule.words]
    rows = [{"part": rule.part, "field": rule.field, "features": list(rule.features)} for rule in wordless]
    return pa.Table.from_pylist(rows, schema=_DRIVER_RULE)


_TEXTS = pa.list_(pa.string())
_WHERE = [("part", pa.string()), ("field", pa.string())]
_ENTRY = pa.schema([("rule_no", pa.int32()), *_WHERE, ("reads", pa.string()), ("pieces", _TEXTS)])
_DRIVER_RULE = pa.schema([*_WHERE, ("features", _TEXTS)])
