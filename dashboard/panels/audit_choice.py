"""Asks which audit is looked at, beside which other one, by which figure and in which segments; all in the URL."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from dashboard import session
from dashboard.session import lang, t
from dashboard.url_choice import choose_one
from queries.robustness.reading import Audit

NONE = "none"
MEASURES = ("failed", "overlap", "rbo", "tau", "displacement", "score_shift", "ndcg_loss", "revenue_loss")


@dataclass(frozen=True)
class AuditChoice:
    """``beside``: an audit to compare with; ``dimension``: what segments are told apart by; None for neither."""

    audit: Audit
    beside: Audit | None
    measure: str
    dimension: str | None


def ask(audits: Sequence[Audit]) -> AuditChoice:
    """Draw the choices and return the answers; ``audits`` has one at least, the newest first."""
    by_id = {audit.audit_id: audit for audit in audits}

    def called(audit_id: str) -> str:
        if audit_id == NONE:
            return t("robustness.beside_none")
        audit = by_id[audit_id]
        return f"{audit_name(audit)} · {audit.made_at:%Y-%m-%d %H:%M}"

    places = st.columns([3, 3, 2, 2], vertical_alignment="bottom")
    with places[0]:
        chosen = choose_one("audit", t("robustness.audit"), list(by_id), audits[0].audit_id, called)
    others = [audit_id for audit_id in by_id if audit_id != chosen]
    with places[1]:
        hint = t("robustness.beside_help")
        beside = choose_one("beside", t("robustness.beside"), [NONE, *others], NONE, called, hint)
    with places[2]:
        measure = choose_one("measure", t("robustness.measure"), MEASURES, MEASURES[0], measure_title)
    known = session.told_apart()[0]
    dimensions = [name for name, each in known.items() if each.key in ("context", "user")]
    with places[3]:
        by = choose_one(
            "by",
            t("robustness.by"),
            [NONE, *dimensions],
            NONE,
            lambda name: t("robustness.by_none") if name == NONE else known[name].title[lang()],
            t("robustness.by_help"),
        )
    return AuditChoice(by_id[chosen], by_id.get(beside), measure, None if by == NONE else by)


def audit_name(audit: Audit) -> str:
    """Return what an audit is called: its ranker and its suite."""
    return f"{session.ranker_name(audit.ranker_id)} · {audit.suite_name}"


def measure_title(measure: str) -> str:
    """Return what a measure is called."""
    return t(f"robustness.measure_{measure}")
