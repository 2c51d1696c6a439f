"""Audits, single perturbations and attacks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyarrow as pa
import streamlit as st

from dashboard.session.core import opened, workspace
from queries.attacks import reading as attacks_read
from queries.robustness.reading import Audit
from queries.robustness.reading import audit_figures as read_audit_figures
from queries.robustness.reading import audits as read_audits
from queries.robustness.reading import worst_tests as worst_tests_of

if TYPE_CHECKING:
    from explain.attack.attack import Attack
    from explain.robustness.slates import Answer, Case
    from explain.robustness.verdict import LineResult
    from explain.robustness.why_broke import WhyBroke
    from explain.shop import Shop
    from explain.vocabulary import Vocabulary


def audits() -> list[Audit]:
    """Return the audits of rankers there are, the newest first."""
    ws = workspace()
    return _audits(str(ws.path), ws.snapshot_id())


@st.cache_data(max_entries=4, show_spinner=False)
def _audits(path: str, snapshot: int) -> list[Audit]:
    return read_audits(opened(path))


@st.cache_data(max_entries=8, show_spinner=False)
def _audit_results(path: str, snapshot: int, audit_id: str) -> list[LineResult]:
    from explain.robustness.suite import Suite
    from explain.robustness.verdict import judge

    [audit] = [each for each in _audits(path, snapshot) if each.audit_id == audit_id]
    return judge(opened(path), audit, Suite.from_dict(audit.suite))


def audit_results(audit: Audit) -> list[LineResult]:
    """Return what became of every line of an audit's suite."""
    ws = workspace()
    return _audit_results(str(ws.path), ws.snapshot_id(), audit.audit_id)


@st.cache_data(max_entries=16, show_spinner=False)
def _audit_figures(path: str, snapshot: int, audit_id: str, dimension: str) -> pa.Table:
    return read_audit_figures(opened(path), audit_id, dimension)


def audit_figures(audit_id: str, dimension: str) -> pa.Table:
    """Return the figures of an audit by segment of a dimension."""
    ws = workspace()
    return _audit_figures(str(ws.path), ws.snapshot_id(), audit_id, dimension)


@st.cache_data(max_entries=32, show_spinner=False)
def _worst_tests(path: str, snapshot: int, audit_id: str, perturbation: str | None, limit: int) -> list[dict[str, Any]]:
    from explain.robustness.suite import Suite
    from explain.robustness.verdict import promises

    [audit] = [each for each in _audits(path, snapshot) if each.audit_id == audit_id]
    return worst_tests_of(opened(path), audit, promises(Suite.from_dict(audit.suite)), perturbation, limit=limit)


def worst_tests(audit_id: str, perturbation: str | None, limit: int) -> list[dict[str, Any]]:
    """Return the tests of an audit that broke their promise furthest."""
    ws = workspace()
    return _worst_tests(str(ws.path), ws.snapshot_id(), audit_id, perturbation, limit)


@st.cache_resource(max_entries=2, show_spinner=False)
def _vocabulary(path: str, ranker_id: str, data_id: str, _shop: Shop) -> Vocabulary:
    from explain.vocabulary import Vocabulary

    return Vocabulary.of(opened(path), _shop)


def _words(asked: Shop) -> Vocabulary:
    """Return the words of a shop, mined once."""
    found: Vocabulary = _vocabulary(str(workspace().path), asked.ranker.identity, asked.data_id, asked)
    return found


@st.cache_resource(max_entries=8, show_spinner=False)
def _perturbed(_shop: Shop, ranker_id: str, data_id: str, name: str, strength: float, seed: int, of: tuple[Any, ...]):  # type: ignore[no-untyped-def]
    from explain.perturbations import find_perturbation
    from explain.robustness.asking import perturb_logged, perturb_now
    from explain.robustness.slates import Case

    case = Case(find_perturbation(name), strength, seed)
    if of[0] == "logged":
        return perturb_logged(workspace(), _shop, _words(_shop), case, *of[1:])
    return perturb_now(_shop, _words(_shop), case, *of[1:])


def perturb_now(
    asked: Shop, case: Case, search: str | None, user_id: str | None, platform: str | None, k: int
) -> Answer:
    """Return what becomes of the slate of a context as it is asked now."""
    of = ("now", search, user_id, platform, k)
    known = (asked.ranker.identity, asked.data_id, case.perturbation.name, case.strength, case.seed)
    found: Answer = _perturbed(asked, *known, of)
    return found


def perturb_logged(asked: Shop, case: Case, context_id: str, k: int) -> Answer:
    """Return what becomes of the slate of a logged context."""
    known = (asked.ranker.identity, asked.data_id, case.perturbation.name, case.strength, case.seed)
    found: Answer = _perturbed(asked, *known, ("logged", context_id, k))
    return found


@st.cache_resource(max_entries=8, show_spinner=False)
def _why_broke(_shop: Shop, ranker_id: str, data_id: str, of: tuple[Any, ...], k: int, _answer: Answer):  # type: ignore[no-untyped-def]
    from explain.robustness.why_broke import why_broke

    return why_broke(_shop, _answer, k)


def why_broke(asked: Shop, answer: Answer, k: int) -> WhyBroke:
    """Return the explanations of what fell and what rose in a perturbed slate."""
    case, row = answer.case, answer.asked.row
    asked_of = (row["context_id"], row["search"], row["user_id"])
    of = (case.perturbation.name, case.strength, case.seed, case.item_id, *asked_of)
    found: WhyBroke = _why_broke(asked, asked.ranker.identity, asked.data_id, (*of, row["platform"]), k, answer)
    return found


@st.cache_data(max_entries=4, show_spinner=False)
def _resistances(path: str, snapshot: int) -> list[attacks_read.Resistance]:
    return attacks_read.resistances(opened(path))


def resistances() -> list[attacks_read.Resistance]:
    """Return how well rankers resisted attacks, the newest first."""
    ws = workspace()
    return _resistances(str(ws.path), ws.snapshot_id())


@st.cache_data(max_entries=32, show_spinner=False)
def _resistance_figures(
    path: str, snapshot: int, resistance: attacks_read.Resistance, dimension: str | None
) -> tuple[list[dict[str, Any]], list[tuple[str, str]], list[dict[str, Any]]]:
    ws = opened(path)
    figures = attacks_read.resistance_figures(ws, resistance, dimension).to_pylist()
    hidden = attacks_read.hidden_segments(ws, resistance, dimension)
    return figures, hidden, attacks_read.not_tried(ws, resistance.resistance_id).to_pylist()


def resistance_figures(
    resistance: attacks_read.Resistance, dimension: str | None = None
) -> tuple[list[dict[str, Any]], list[tuple[str, str]], list[dict[str, Any]]]:
    """Return the figures of a resistance, what is hidden for its few shoppers, and where nothing could be tried."""
    ws = workspace()
    found: tuple[list[dict[str, Any]], list[tuple[str, str]], list[dict[str, Any]]] = _resistance_figures(
        str(ws.path), ws.snapshot_id(), resistance, dimension
    )
    return found


@st.cache_data(max_entries=16, show_spinner=False)
def _attack_cases(path: str, snapshot: int, resistance_id: str) -> list[dict[str, Any]]:
    return attacks_read.cases(opened(path), resistance_id)


def attack_cases(resistance_id: str) -> list[dict[str, Any]]:
    """Return attacks that were found when a resistance was measured, the fewest edits first."""
    ws = workspace()
    found: list[dict[str, Any]] = _attack_cases(str(ws.path), ws.snapshot_id(), resistance_id)
    return found


@st.cache_resource(max_entries=16, show_spinner=False)
def _attacked(_shop: Shop, ranker_id: str, data_id: str, of: tuple[Any, ...], k: int):  # type: ignore[no-untyped-def]
    from explain.attack.attack import attack
    from explain.attack.settings import AttackSettings
    from explain.attack.target import target_now

    return attack(target_now(_shop, _words(_shop), *of), None, AttackSettings(k=k))


def attack_now(
    asked: Shop, search: str | None, user_id: str | None, item_id: str, platform: str | None, k: int
) -> Attack:
    """Return the fewest edits that move an item of a context as it is asked now."""
    of = (search, user_id, item_id, platform)
    found: Attack = _attacked(asked, asked.ranker.identity, asked.data_id, of, k)
    return found


@st.cache_resource(max_entries=16, show_spinner=False)
def _attacked_again(  # type: ignore[no-untyped-def]
    _shop: Shop, ranker_id: str, data_id: str, resistance_id: str, of: tuple[str, ...], k: int, _case: dict[str, Any]
):
    from explain.attack.attack import replay
    from explain.attack.settings import AttackSettings
    from explain.attack.target import target_logged

    target = target_logged(workspace(), _shop, _words(_shop), _case["context_id"], _case["item_id"])
    return replay(target, _case["direction"], _case["spans"], AttackSettings(k=k), _case["scored"])


def attack_again(asked: Shop, resistance: attacks_read.Resistance, case: dict[str, Any]) -> Attack:
    """Return an attack that was found when a resistance was measured, its slate ranked again."""
    of = (case["context_id"], case["direction"])
    known = (asked.ranker.identity, asked.data_id, resistance.resistance_id)
    found: Attack = _attacked_again(asked, *known, of, int(resistance.settings["k"]), case)
    return found
