"""Which lines of a suite passed: the share of tests that broke their promise against the share that may."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from explain.perturbations import NotApplicable, find_perturbation
from explain.robustness.suite import Suite
from queries.robustness.reading import Audit, audit_figures, few_shoppers, not_applicable
from queries.workspace import Workspace

Outcome = Literal["passes", "fails", "too few shoppers", "not applicable"]


@dataclass(frozen=True)
class LineResult:
    """One perturbation at one strength.

    ``failed``: the share of its tests that broke their promise, with ``low`` to ``high`` (95 %, over seeds), beside
    ``may_fail``; None where nothing may or can be said. ``figures``: the mean of every measure. ``because``: why it did
    not apply, in English, with the contexts that had this reason.
    """

    perturbation: str
    strength: float
    outcome: Outcome
    failed: float | None
    low: float | None
    high: float | None
    may_fail: float
    mark: float
    contexts: int
    tests: int
    figures: dict[str, float]
    because: dict[str, int]


def judge(ws: Workspace, audit: Audit, suite: Suite) -> list[LineResult]:
    """Return what became of every line and strength of the suite, in its order."""
    figures: dict[tuple[str, float], dict[str, dict[str, float]]] = {}
    for row in audit_figures(ws, audit.audit_id).to_pylist():
        figures.setdefault((row["perturbation"], row["strength"]), {})[row["measure"]] = row
    few = {name for name, _ in few_shoppers(ws, audit.audit_id)}
    reasons: dict[str, dict[str, int]] = {}
    for row in not_applicable(ws, audit.audit_id).to_pylist():
        reason = NotApplicable(row["because"]).reason()
        reasons.setdefault(row["perturbation"], {})[reason] = row["contexts"]
    results = []
    for line in suite.lines:
        for strength in line.strengths:
            found = figures.get((line.perturbation, strength), {})
            failed = found.get("failed")
            outcome: Outcome = "too few shoppers" if line.perturbation in few else "not applicable"
            if failed:
                outcome = "fails" if failed["mean"] > line.may_fail else "passes"
            results.append(
                LineResult(
                    perturbation=line.perturbation,
                    strength=strength,
                    outcome=outcome,
                    failed=failed["mean"] if failed else None,
                    low=failed["low"] if failed else None,
                    high=failed["high"] if failed else None,
                    may_fail=line.may_fail,
                    mark=line.mark,
                    contexts=int(failed["contexts"]) if failed else 0,
                    tests=int(failed["tests"]) if failed else 0,
                    figures={measure: row["mean"] for measure, row in found.items()},
                    because=reasons.get(line.perturbation, {}),
                )
            )
    return results


def promises(suite: Suite) -> dict[str, str]:
    """Return what every perturbation of a suite promises: invariance, sensitivity or monotone."""
    return {line.perturbation: find_perturbation(line.perturbation).expectation for line in suite.lines}
