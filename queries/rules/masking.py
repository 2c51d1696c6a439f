"""The second check of a rule about words: mask them and score again. The scoring is a ranker's; this asks and judges.

A caller with a ranker takes :func:`to_rescore`, masks the spans of each explanation's texts, scores the pair once, and
hands the scores to :func:`judge_rescored`.
"""

from __future__ import annotations

import pyarrow as pa

from queries import sql
from queries.errors import WhyrankError
from queries.patterns.choosing import Choice, choose_explanations
from queries.rules.checking import WORST, RuleResult, examples, match, read_matches, result
from queries.rules.rule import Rule
from queries.workspace import Workspace, plain_connection

RESCORED = ("explanation_id", "context_id", "item_id", "score", "base", "masked_score")


class NotRescored(WhyrankError):
    """A rule that speaks of no words, or scores that lack a column."""


def to_rescore(ws: Workspace, rule: Rule, choice: Choice | None = None, limit: int = 200, seed: int = 0) -> pa.Table:
    """Return where a rule's words stand in at most ``limit`` explanations, one row per span.

    Columns: explanation_id, context_id, user_id, item_id, search, ts, score, base, part, field, start_char, end_char
    (of the field's text), word. Raises :class:`NotRescored` for a rule without words.

    >>> from queries.examples import explained_shop
    >>> rule = Rule("brand", "most_share", 0.1, words=("小米",))
    >>> [(row["item_id"], row["field"], row["word"]) for row in to_rescore(explained_shop(), rule).to_pylist()]
    [('w1', 'brand', '小米')]
    """
    if not rule.words:
        raise NotRescored(f"The rule {rule.name!r} names no words that could be masked.", "Check it on contributions.")
    choice = choice or Choice()
    with ws.transaction() as con:
        choose_explanations(ws, con, rule.narrowed(choice) or choice)
        read_matches(con, [rule])
        match(con, 0, rule)
        return sql.run(con, "rules/spans", limit=limit, seed=seed)


def judge_rescored(rule: Rule, rescored: pa.Table, worst: int = WORST) -> RuleResult:
    """Judge a rule by what scores lose when its words are masked.

    ``rescored``: one row per explanation with the columns ``RESCORED``, scores in logits. A share is what masking takes
    or gives, over |score − base|; ``never`` looks at score − masked score. Raises :class:`NotRescored`.

    >>> row = {"explanation_id": "e1", "context_id": "s2", "item_id": "w1", "score": 1.0, "base": -1.0}
    >>> masked = pa.Table.from_pylist([row | {"masked_score": 0.5}])
    >>> [judge_rescored(Rule("r", "most_share", limit, words=("小米",)), masked).outcome for limit in (0.2, 0.3)]
    ['fails', 'passes']
    """
    missing = [name for name in RESCORED if name not in rescored.column_names]
    if missing:
        raise NotRescored(f"The scores lack the column {missing[0]!r}.", f"Give: {', '.join(RESCORED)}.")
    con = plain_connection()
    con.register("rescored", rescored)
    sql.run(con, "rules/judge_rescored", demand=rule.demand, sign=rule.sign, limit=rule.limit)
    counts = sql.run(con, "rules/counts").to_pylist()[0]
    return result(rule, worst=examples(sql.run(con, "rules/worst", limit=worst)), **counts)
