"""The tests that broke their promise furthest, and one of them in full."""

from __future__ import annotations

from typing import Any

import streamlit as st

from dashboard import session
from dashboard.frame import section, small
from dashboard.panels import perturbed_pair
from dashboard.panels.audit_choice import AuditChoice
from dashboard.panels.audit_map import shown, title
from dashboard.session import t
from dashboard.url_choice import choose_one
from explain.perturbations import find_perturbation
from explain.robustness.slates import Case
from explain.robustness.verdict import LineResult
from queries.privacy import MIN_SHOPPERS

ALL = "all"
LISTED = 8


def draw(choice: AuditChoice) -> None:
    """Draw the choice of a perturbation and of one of its worst tests, and that test."""
    section(t("robustness.worst"), t("robustness.worst_help", shoppers=MIN_SHOPPERS))
    failing = list(dict.fromkeys(r.perturbation for r in session.audit_results(choice.audit) if _broke(r)))
    if not failing:
        small(t("robustness.none_broke"))
        return
    which_place, case_place = st.columns([2, 5], vertical_alignment="bottom")
    with which_place:
        name = choose_one("broken", t("robustness.perturbation"), [ALL, *failing], ALL, _called)
    rows = session.worst_tests(choice.audit.audit_id, None if name == ALL else name, LISTED)
    if not rows:
        small(t("robustness.worst_hidden"))
        return
    by_id = {row["test_id"]: row for row in rows}
    with case_place:
        test_id = choose_one(
            "case", t("robustness.case"), list(by_id), rows[0]["test_id"], lambda key: _told(by_id[key])
        )
    row = by_id[test_id]
    with st.spinner(t("why.loading"), show_time=True):
        shop = session.shop_of(choice.audit.ranker_id)
        case = Case(find_perturbation(row["perturbation"]), row["strength"], row["seed"])
        answer = session.perturb_logged(shop, case, row["context_id"], int(choice.audit.suite["k"]))
    perturbed_pair.draw(shop, answer, int(choice.audit.suite["k"]), "worst")


def _broke(result: LineResult) -> bool:
    return bool(result.failed)


def _called(name: str) -> str:
    return t("robustness.every") if name == ALL else title(name)


def _told(row: dict[str, Any]) -> str:
    return t(
        "robustness.case_told",
        title=title(row["perturbation"]),
        search=row["search"] or t("robustness.no_search"),
        strength=f"{row['strength']:g}",
        overlap=shown("overlap", row["overlap"]),
    )
