"""Perturbed slates per second against bare scoring of the same texts (aim: ratio at most 1.3); growth and memory.

Ours is a whole audit: mining the shop's words, perturbing, reading, scoring, ranking, measuring and storing. The
reference looks up the behaviour of the same contexts and scores the same different texts, equal ones once and those of
like length together, and does nothing else. Each size audits a fresh copy of the workspace; memory should stay flat.
"""

from __future__ import annotations

import multiprocessing
import shutil
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from pathlib import Path

import numpy as np
from report import line, peak_megabytes
from sample_shop import workspace

from explain.logged_slates import features_as_of
from explain.perturbations import Perturbed
from explain.robustness.audit import GROUP, AuditReport, run_audit
from explain.robustness.slates import Answer, perturbed_slates
from explain.robustness.suite import Suite, read_suite
from explain.scene import pair_scores
from explain.shop import Shop, open_shop
from explain.vocabulary import Vocabulary
from queries.contexts import contexts_named
from queries.point_in_time import CountedLog
from queries.robustness.storing import draw_sample
from queries.workspace import Workspace, open_workspace

SIZES = (16, 32, 64)
PAIRS = 64


def answers(ws: Workspace, shop: Shop, suite: Suite) -> list[Answer]:
    """Every case of the suite on its sample, group by group as the audit asks them."""
    ids = draw_sample(ws, suite.strata, suite.contexts, suite.seed).contexts["context_id"].to_pylist()
    cases, vocabulary, log = [case for _, case in suite.cases()], Vocabulary.of(ws, shop), CountedLog(ws)
    found: list[Answer] = []
    for first in range(0, len(ids), GROUP):
        rows = contexts_named(ws, ids[first : first + GROUP]).to_pylist()
        of_rows = perturbed_slates(shop, vocabulary, rows, cases, lambda *a: features_as_of(log, shop, *a), suite.k)
        found += [each for of_row in of_rows for each in of_row if isinstance(each.change, Perturbed)]
    return found


def bare(ws: Workspace, shop: Shop, found: list[Answer]) -> float:
    """Return the seconds that looking behaviour up and scoring the different texts take by themselves."""
    asked = list({id(answer.asked): answer.asked for answer in found}.values())
    slates = {}
    items = {}
    for answer in found:
        features = answer.features if answer.features is not None else answer.asked.features
        if answer.texts is not None:
            items[answer.fields, answer.texts, features[answer.at].tobytes()] = (answer, features[answer.at])
        elif answer.at is None:
            slates[answer.fields, id(answer.asked), id(features)] = (answer.asked.places, features)
        slates[answer.asked.fields, id(answer.asked), id(answer.asked.features)] = (
            answer.asked.places,
            answer.asked.features,
        )
    contexts = list(dict.fromkeys(fields for fields, _, _ in slates))
    in_order = sorted(items, key=lambda key: sum(len(each.text) for each in key[1]))
    log = CountedLog(ws)
    start = time.perf_counter()
    for first in range(0, len(asked), GROUP):
        group = asked[first : first + GROUP]
        features_as_of(log, shop, [each.row for each in group], [each.places for each in group])
    questions = dict(zip(contexts, shop.catalogue.index.ask(contexts), strict=True))
    for (fields, _, _), (places, features) in slates.items():
        questions[fields].score(places, features)
    for first in range(0, len(in_order), PAIRS):
        batch = in_order[first : first + PAIRS]
        rows = np.stack([items[key][1] for key in batch])
        pair_scores(shop, [key[0] for key in batch], [key[1] for key in batch], rows)
    return time.perf_counter() - start


def audited(folder: Path, suite: Suite) -> tuple[AuditReport, float, float]:
    """Audit a fresh copy of a workspace; return the report, the seconds it took and the peak in MiB."""
    shop = open_shop(folder)
    copy = Path(tempfile.mkdtemp(prefix="whyrank-audit-")) / "shop"
    shutil.copytree(folder, copy)
    with open_workspace(copy, "write") as ws:
        start = time.perf_counter()
        report = run_audit(ws, shop, suite)
        taken = time.perf_counter() - start
    shutil.rmtree(copy.parent)
    return report, taken, peak_megabytes()


def main() -> None:
    folder = workspace()
    shop = open_shop(folder)
    for size in SIZES:
        suite = replace(read_suite(), contexts=size, explained=0)
        with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
            report, ours, memory = pool.submit(audited, folder, suite).result()
        with open_workspace(folder) as ws:
            reference = bare(ws, shop, answers(ws, shop, suite))
        line(f"{report.contexts} contexts, {report.tests:,} slates", ours, "bare scoring", reference, end="")
        print(f"   {report.tests / ours:6.0f} slates/s   audit's own peak {memory:.0f} MiB")


if __name__ == "__main__":
    main()
