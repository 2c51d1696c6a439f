"""Two audits side by side: worked by hand, paired, weighted, and silent about few shoppers."""

from __future__ import annotations

import duckdb
import pandas as pd
import pytest

from queries import sql
from queries.robustness.reading import student

GROUPS = pd.DataFrame({"perturbation": ["case", "width"], "family_group": ["trained", "held_out"]})


def figures(shoppers: int = 11, after_failed: tuple[bool, bool] = (False, False)) -> dict:
    """Every shopper has one context. Each seed: the first context weighs 3, the others 1; only it fails before."""
    con = duckdb.connect()
    contexts = pd.DataFrame(
        [
            {"audit_id": audit, "context_id": f"c{n}", "shopper": f"s{n}", "weight": 3.0 if n == 0 else 1.0}
            for audit in ("old", "new")
            for n in range(shoppers)
        ]
    )
    tests = pd.DataFrame(
        [
            {
                "audit_id": audit,
                "context_id": f"c{n}",
                "perturbation": name,
                "strength": 1.0,
                "seed": seed,
                "because": None,
                "failed": n == 0 if audit == "old" else (n == 0 and after_failed[seed]),
                "overlap": 0.5 if audit == "old" else 0.5 + 0.25 * seed,
                "ndcg_loss": 0.1 if audit == "old" and n < 2 else (0.0 if n < 2 else None),
            }
            for audit in ("old", "new")
            for n in range(shoppers)
            for seed in (0, 1)
            for name in ("case", "unknown")
        ]
    )
    con.register("audit_contexts", contexts)
    con.register("audit_tests", tests)
    con.register("families", GROUPS)
    asked = {"before": "old", "after": "new", "least": 11, "t": student(2)}
    rows = sql.run(con, "robustness/before_after", **asked).to_pylist()
    return {(row["family_group"], row["measure"]): row for row in rows}


def test_worked_by_hand() -> None:
    found = figures()
    failed = found["trained", "failed"]
    assert failed["before"] == pytest.approx(3 / 13)
    assert failed["after"] == 0.0
    assert failed["low"] == failed["high"] == pytest.approx(-3 / 13)  # both seeds say the same
    assert failed["tests"] == 22
    assert failed["perturbations"] == ["case"]
    overlap = found["trained", "overlap"]
    assert overlap["difference"] == pytest.approx(0.125)
    # Differences 0 and 0.25 over two seeds: a standard error of 0.125 and Student's 12.706.
    assert overlap["high"] == pytest.approx(0.125 + 12.7062 * 0.125, abs=1e-3)


def test_only_what_both_measured_counts() -> None:
    assert figures()["trained", "ndcg_loss"]["tests"] == 4
    assert figures()["trained", "ndcg_loss"]["before"] == pytest.approx(0.1)


def test_groups_that_were_not_asked_for_are_left_out() -> None:
    assert {group for group, _ in figures()} == {"trained"}


def test_few_shoppers_are_not_told_of() -> None:
    assert figures(shoppers=10) == {}


def test_seeds_are_paired() -> None:
    found = figures(after_failed=(True, False))["trained", "failed"]
    assert found["after"] == pytest.approx(1.5 / 13)
    assert found["low"] < found["difference"] < found["high"]
