"""An audit: a suite of perturbations tried on a sample of logged contexts, every perturbed slate kept and measured.

Contexts are tested and committed in groups, each whole or not at all, under an id that says what was tested on what: a
job that was killed goes on where it stopped, with nothing lost and nothing doubled. Memory holds one group.
"""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Callable, Generator, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from explain.logged_slates import features_as_of
from explain.perturbations import NotApplicable, Perturbed
from explain.robustness.attribution import attribution_rows
from explain.robustness.slates import Answer, Case, candidate, perturbed_slates, places_of
from explain.robustness.suite import Line, Suite
from explain.shop import Shop
from explain.vocabulary import Vocabulary
from explain.workers import side_by_side
from queries.contexts import contexts_named
from queries.errors import WhyrankError
from queries.outcomes import outcomes
from queries.point_in_time import CountedLog
from queries.robustness.storing import (
    TEST,
    Stratum,
    begin_audit,
    compact_audits,
    draw_sample,
    sampled_contexts,
    save_tests,
)
from queries.workspace import Workspace

Progress = Callable[[str, float], None]
GROUP = 32


@dataclass(frozen=True)
class AuditReport:
    """``contexts`` and ``tests`` made now; ``before`` contexts were there already; ``left`` are still to do.

    ``strata``: all combinations of segments the log has, with how many contexts of each were drawn.
    """

    audit_id: str
    contexts: int
    tests: int
    before: int
    left: int
    strata: tuple[Stratum, ...]


def audit_id_of(shop: Shop, suite: Suite, start: datetime | None = None, end: datetime | None = None) -> str:
    """Return what tells one audit from another: the ranker, the data, the suite and the span of the contexts."""
    parts = (shop.ranker.identity, shop.data_id, suite.statement(), str(start), str(end))
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]


def run_audit(
    ws: Workspace,
    shop: Shop,
    suite: Suite,
    start: datetime | None = None,
    end: datetime | None = None,
    stop: Callable[[], bool] = lambda: False,
    progress: Progress | None = None,
    group: int = GROUP,
) -> AuditReport:
    """Run a suite on contexts drawn from ``start`` ≤ ts < ``end``; ``ws`` is open for writing.

    ``stop`` is asked after every context, and contexts are kept in groups. The same call goes on where a stopped or
    killed one ended. Raises :class:`WhyrankError` where the log holds no context.
    """
    sample = draw_sample(ws, suite.strata, suite.contexts, suite.seed, start, end)
    if not sample.contexts.num_rows:
        raise WhyrankError(
            "The log holds no context in this span.", "Bring some with `whyrank import SOURCE PATH --into FOLDER`."
        )
    audit_id = audit_id_of(shop, suite, start, end)
    begin_audit(ws, audit_id, suite.name, suite.statement(), shop.ranker.identity, sample.contexts)
    kept = sampled_contexts(ws, audit_id)
    ids = kept["context_id"].to_pylist()
    # In no order of time, so that what a stopped job leaves is a fair sample.
    order = np.random.default_rng(suite.seed).permutation(len(ids))
    explained = {ids[place] for place in order[: suite.explained]}
    finished = dict(zip(ids, kept["done"].to_pylist(), strict=True))
    todo = [ids[place] for place in order if not finished[ids[place]]]
    before, done, tests = len(ids) - len(todo), 0, 0
    if not todo:
        return AuditReport(audit_id, done, tests, before, 0, sample.strata)
    started = time.monotonic()
    tester = _Tester(ws, shop, suite, audit_id, explained)
    stopped = False
    for first in range(0, len(todo), group):
        tested: list[list[Answer]] = []
        with closing(tester.answers(todo[first : first + group])) as answers:
            for of_context in answers:
                tested.append(of_context)
                done += 1
                tests += sum(isinstance(answer.change, Perturbed) for answer in of_context)
                if progress:
                    rate = tests / max(time.monotonic() - started, 1e-9)
                    label = f"{tests:,} perturbed slates of {before + done:,} contexts, {rate:,.0f} a second"
                    progress(label, (before + done) / len(ids))
                stopped = stop()
                if stopped:
                    break
        tester.keep(tested)
        if stopped:
            break
    compact_audits(ws)
    return AuditReport(audit_id, done, tests, before, len(todo) - done, sample.strata)


class _Tester:
    """Tests groups of contexts of one audit: what all groups share is read once."""

    def __init__(self, ws: Workspace, shop: Shop, suite: Suite, audit_id: str, explained: set[str]) -> None:
        self.ws, self.shop, self.suite, self.audit_id, self.explained = ws, shop, suite, audit_id, explained
        self.log = CountedLog(ws)
        self.vocabulary = Vocabulary.of(ws, shop)
        self.outcomes = outcomes(ws)
        self.lines = suite.cases()

    def answers(self, context_ids: Sequence[str]) -> Generator[list[Answer]]:
        """Test some contexts one after the other."""
        rows = contexts_named(self.ws, context_ids).to_pylist()
        yield from perturbed_slates(self.shop, self.vocabulary, rows, self.cases, self._features, self.suite.k)

    def keep(self, tested: Sequence[Sequence[Answer]]) -> None:
        """Store the tests of some contexts together."""
        found = [each for of_context in tested for each in zip(self.lines, of_context, strict=True)]
        tests = pa.Table.from_pylist(
            [_test(self.shop, self.audit_id, line, answer) for (line, _), answer in found], schema=TEST
        )
        chosen = pc.is_in(self.outcomes["context_id"], value_set=tests["context_id"].unique())
        save_tests(
            self.ws,
            self.audit_id,
            self.suite.k,
            tests,
            places_of(self.shop, [(test_id(self.audit_id, a), a) for _, a in found], self.suite.k),
            [row for rows in side_by_side(self._attributions, tested) for row in rows],
            self.outcomes.filter(chosen),
        )

    @property
    def cases(self) -> list[Case]:
        return [case for _, case in self.lines]

    def _features(self, rows: list[dict[str, Any]], places: list[np.ndarray]) -> list[np.ndarray]:
        return features_as_of(self.log, self.shop, rows, places)

    def _attributions(self, of_context: Sequence[Answer]) -> list[dict[str, Any]]:
        """Return the drivers of the first item before and after, where slates held and the context is explained."""
        held = [answer for answer in of_context if self._is_explained(answer)]
        return [{"test_id": test_id(self.audit_id, each), **row} for each, row in attribution_rows(self.shop, held)]

    def _is_explained(self, answer: Answer) -> bool:
        chosen = answer.asked.row["context_id"] in self.explained and answer.case.seed == self.suite.seed
        return chosen and isinstance(answer.change, Perturbed) and answer.holds(self.suite.k)


def test_id(audit_id: str, answer: Answer) -> str:
    """Return the id of one test of an audit; the same test has the same id."""
    case = answer.case
    parts = (audit_id, answer.asked.row["context_id"], case.perturbation.name, f"{case.strength:g}", str(case.seed))
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:24]


def _test(shop: Shop, audit_id: str, line: Line, answer: Answer) -> dict[str, Any]:
    case, asked, change = answer.case, answer.asked, answer.change
    missing = isinstance(change, NotApplicable)
    return {
        "test_id": test_id(audit_id, answer),
        "context_id": asked.row["context_id"],
        "perturbation": case.perturbation.name,
        "strength": case.strength,
        "seed": case.seed,
        "because": change.because if isinstance(change, NotApplicable) else None,
        "item_id": None if answer.at is None else candidate(shop, asked, answer.at),
        "spans": "[]" if isinstance(change, NotApplicable) else json.dumps(change.spans(), ensure_ascii=False),
        "candidates": None if missing else int(np.isfinite(answer.scores).sum()),
        "expectation": case.perturbation.expectation,
        "direction": case.perturbation.direction,
        "mark": line.mark,
    }
