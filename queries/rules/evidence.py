"""What a review can be checked by later: results of rules with their definitions, and what they were checked on."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pyarrow as pa

from queries.rules.checking import Review, RuleResult
from queries.table_files import write_table

HOW = (
    "Contributions are in logits, signed, and sum to score − base of their explanation. A share is the matched "
    "drivers' Σ |contribution| over that of the whole explanation; a word or feature that occurs several times counts "
    "with its sum. `never` looks at the contribution furthest in the forbidden direction. A rule passes while at most "
    "may_violate of the explanations checked violate it. The results under `masked` come from the ranker itself: the "
    "rule's words are masked and the pair scored again; a share is what the score loses or gains, over |score − base|."
)


def evidence(review: Review) -> dict[str, Any]:
    """Return a review as plain data for JSON: what was checked, on what, when, how, and what came of it.

    >>> from queries.examples import explained_shop
    >>> from queries.rules.checking import check_rules
    >>> from queries.rules.rule import Rule
    >>> told = evidence(check_rules(explained_shop(), [Rule("r", "most_share", 0.2, part="behaviour")]))
    >>> told["passes"], told["rules"][0]["violating"], told["ranker_ids"]
    (False, 2, ['r1'])
    """
    return {
        "checked_at": review.checked_at.isoformat(),
        "data_id": review.data_id,
        "ranker_ids": list(review.ranker_ids),
        "filters": {
            "ranker_id": review.choice.ranker_id,
            "start": review.choice.start and review.choice.start.isoformat(),
            "end": review.choice.end and review.choice.end.isoformat(),
            "segments": [list(pair) for pair in review.choice.segments],
        },
        "explanations": review.explanations,
        "states": dict(review.states),
        "how": HOW,
        "passes": not review.failed,
        "rules": [_of(result) for result in review.results],
        "masked": [_of(result) for result in review.masked],
    }


def write_evidence(review: Review, path: str | Path) -> Path:
    """Write a review to a .json file and its results, a line per rule, to a .csv file beside it; return the latter."""
    file = Path(path)
    file.write_text(json.dumps(evidence(review), ensure_ascii=False, indent=2, allow_nan=False) + "\n", "utf-8")
    rows = [
        {
            "rule": result.rule.name,
            "check": check,
            "definition": json.dumps(result.rule.to_dict(), ensure_ascii=False),
            "outcome": result.outcome,
            "checked": result.checked,
            "violating": result.violating,
            "worst": result.worst[0].value if result.worst else None,
            "worst_explanation": result.worst[0].explanation_id if result.worst else None,
            "ranker_ids": " ".join(review.ranker_ids),
            "data_id": review.data_id,
            "checked_at": review.checked_at,
        }
        for check, results in (("contributions", review.results), ("masked", review.masked))
        for result in results
    ]
    table = file.with_suffix(".csv")
    write_table(pa.Table.from_pylist(rows, schema=_COLUMNS), table)
    return table


def _of(result: RuleResult) -> dict[str, Any]:
    return {
        "definition": result.rule.to_dict(),
        "outcome": result.outcome,
        "checked": result.checked,
        "violating": result.violating,
        "share_violating": result.share_violating,
        "worst": [asdict(example) for example in result.worst],
    }


_COLUMNS = pa.schema(
    [
        *((name, pa.string()) for name in ("rule", "check", "definition", "outcome")),
        *((name, pa.int64()) for name in ("checked", "violating")),
        ("worst", pa.float64()),
        *((name, pa.string()) for name in ("worst_explanation", "ranker_ids", "data_id")),
        ("checked_at", pa.timestamp("s")),
    ]
)
