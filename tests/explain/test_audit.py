"""Audits: slates as really asked anew, every test stored once, resumed after a kill; suites that say what is wrong."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
from dataclasses import replace

import numpy as np
import pyarrow as pa
import pytest
from click.testing import CliRunner

from dashboard.cli.main import main
from explain.logged_slates import features_as_of
from explain.perturbations import Perturbed, find_perturbation, perturbations
from explain.repair import Repairer, with_repair
from explain.robustness.audit import GROUP, run_audit
from explain.robustness.slates import Case, perturbed_slates, places_of
from explain.robustness.suite import Line, Suite, SuiteInvalid, parse_suite, read_suite
from explain.robustness.verdict import judge
from explain.scene import pair_scores
from explain.shop import open_shop
from explain.vocabulary import Vocabulary
from models.catalogue import Catalogue
from models.rank import candidates_for
from queries.contexts import contexts, items
from queries.errors import UnknownName
from queries.point_in_time import CountedLog
from queries.robustness.reading import audits
from queries.workspace import open_workspace

TINY = Suite(
    "tiny", (Line("case", (1.0,), 0.7, 0.5), Line("noisy_behaviour", (0.2, 1.0), 0.7, 1.0)), contexts=5, explained=1
)


@pytest.fixture(scope="module")
def shop(demo_workspace):
    return open_shop(demo_workspace)


@pytest.fixture
def workspace(demo_workspace, tmp_path):
    shutil.copytree(demo_workspace, tmp_path / "shop")
    return tmp_path / "shop"


@pytest.fixture(scope="module")
def answers(demo_workspace, shop):
    """Every perturbation in full on a few logged contexts of both languages."""
    cases = [Case(each, 1.0, seed) for each in perturbations().values() for seed in (0, 1)]
    with open_workspace(demo_workspace) as ws:
        rows = [row for row in contexts(ws, limit=12, seed=2).to_pylist() if row["search"]][:3]
        rows += [row for row in contexts(ws, limit=30, seed=2).to_pylist() if row["history"] and not row["search"]][:1]
        vocabulary = Vocabulary.of(ws, shop)
        return list(
            perturbed_slates(
                shop, vocabulary, rows, cases, lambda *asked: features_as_of(CountedLog(ws), shop, *asked), k=10
            )
        )


def test_a_perturbed_slate_is_the_one_of_asking_so(shop, answers):
    """Every case again by itself, without anything shared: the context, the item and the features as they are after."""
    tried = set()
    for answer in (each for of_context in answers for each in of_context if isinstance(each.change, Perturbed)):
        asked, name = answer.asked, answer.case.perturbation.name
        item_texts = [shop.catalogue.texts[place] for place in asked.places]
        if answer.texts is not None:
            item_texts[answer.at] = answer.texts
        rows = np.flatnonzero((answer.ranks <= 12) | (asked.ranks <= 3))
        alone = pair_scores(shop, [answer.fields] * len(rows), [item_texts[row] for row in rows], answer.features[rows])
        np.testing.assert_allclose(answer.scores[rows], alone, atol=2e-4, err_msg=name)
        assert (np.diff(answer.scores[np.argsort(answer.ranks)]) <= 0).all()
        tried.add(name)
    assert len(tried) > 25


def test_an_item_is_ranked_as_in_a_catalogue_that_really_says_so(demo_workspace, shop, answers):
    stuffed = next(a for of in answers for a in of if a.case.perturbation.name == "title_stuffing" and a.texts)
    with open_workspace(demo_workspace) as ws:
        table = items(ws).to_pylist()
    item_id = shop.catalogue.item_ids[stuffed.asked.places[stuffed.at]]
    for row in table:
        if row["item_id"] == item_id:
            row["title"] = stuffed.change.text("title", row["title"])
    changed = Catalogue.build(shop.ranker, pa.Table.from_pylist(table))
    candidates = candidates_for(changed, stuffed.fields, stuffed.asked.row["platform"])
    scores = candidates.question.score(candidates.places, stuffed.features)
    np.testing.assert_allclose(scores, stuffed.scores, atol=2e-4)
    assert 10 < stuffed.asked.ranks[stuffed.at] <= 30


def test_both_slates_are_kept_to_the_first_places_and_the_item_looked_at(shop, answers):
    chosen = [a for a in answers[0] if isinstance(a.change, Perturbed)]
    table = places_of(shop, [(str(n), a) for n, a in enumerate(chosen)], 10).to_pandas()
    for number, answer in enumerate(chosen):
        rows = table[table["test_id"] == str(number)]
        assert set(rows.loc[rows["rank"] <= 10, "rank"]) == set(rows.loc[rows["rank_before"] <= 10, "rank_before"])
        assert len(rows[rows["rank"] <= 10]) == 10
        if answer.at is not None:
            assert shop.catalogue.item_ids[answer.asked.places[answer.at]] in set(rows["item_id"])
        assert rows["chance_before"].between(0, 1).all()


def test_the_position_of_candidates_does_not_matter(answers):
    moved = [a for of in answers for a in of if a.case.perturbation.name == "position"]
    assert moved
    for answer in moved:
        np.testing.assert_allclose(answer.scores, answer.asked.scores, atol=1e-4)


def stored(ws) -> tuple[int, int]:
    return ws.cursor().execute("select count(*), count(distinct test_id) from audit_tests").fetchone()


def test_a_stopped_audit_goes_on_where_it_ended(workspace, shop):
    with open_workspace(workspace, "write") as ws:
        within_a_group = iter([False, False, True])
        first = run_audit(ws, shop, TINY, stop=lambda: next(within_a_group), group=2)
        assert (first.contexts, first.left) == (3, 2)
        assert stored(ws) == (45, 45)
        second = run_audit(ws, shop, TINY, group=2)
        assert (second.contexts, second.before, second.left) == (2, 3, 0)
        again = run_audit(ws, shop, TINY)
        assert (again.contexts, again.tests, again.before) == (0, 0, 5)
        assert stored(ws) == (75, 75)
        [audit] = audits(ws)
        assert (audit.contexts, audit.done) == (5, 5)
        shifts = ws.cursor().execute("select attribution_shift from audit_tests where attribution_shift is not null")
        found = [value for (value,) in shifts.fetchall()]
        assert all(0 <= value <= 1 for value in found)
        results = judge(ws, audit, TINY)
        assert {result.outcome for result in results} == {"too few shoppers"}  # of 5 contexts nothing is told
        other = run_audit(ws, shop, replace(TINY, contexts=3))
        assert other.audit_id != first.audit_id


def test_a_killed_audit_leaves_whole_contexts_and_is_finished_later(workspace, tmp_path):
    file = tmp_path / "suite.toml"
    file.write_text(
        'contexts = 70\nexplained = 0\nstrata = ["language"]\n[[line]]\nperturbation = ["case", "spacing"]\n', "utf-8"
    )
    command = [sys.executable, "-c", "from dashboard.cli.main import main; main()", "audit", str(file)]
    environment = {**os.environ, "WHYRANK_WORKSPACE": str(workspace)}
    job = subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True)
    for line in job.stderr:
        told = re.search(r"perturbed slates of (\d+) contexts", line)
        if told and int(told[1]) > GROUP:  # the first group is kept, another is at hand
            break
    job.send_signal(signal.SIGKILL)
    job.wait()
    with open_workspace(workspace) as ws:
        [audit] = audits(ws)
        assert 0 < audit.done < 70
        assert stored(ws) == (audit.done * 10, audit.done * 10)
    done = CliRunner().invoke(main, ["audit", str(file), "--workspace", str(workspace), "--json"])
    report = json.loads(done.stdout)
    assert report["before"] >= audit.done
    assert report["before"] + report["contexts"] == 70
    assert {line["outcome"] for line in report["lines"]} <= {"passes", "fails", "too few shoppers"}
    failed = any(line["outcome"] == "fails" for line in report["lines"])
    assert done.exit_code == int(failed)
    with open_workspace(workspace) as ws:
        assert stored(ws) == (700, 700)


def test_the_exit_says_whether_it_passed(workspace, tmp_path):
    """The order of candidates must not matter, and does not; without behaviour slates are others: a pipeline stops."""
    file = tmp_path / "strict.toml"
    file.write_text(
        'contexts = 14\nexplained = 0\nstrata = []\n[[line]]\nperturbation = "position"\nmark = 1.0\nmay_fail = 0.0\n',
        "utf-8",
    )
    asked = ["audit", str(file), "--workspace", str(workspace)]
    passed = CliRunner().invoke(main, asked)
    assert passed.exit_code == 0, passed.output
    assert "passes" in passed.output
    text = file.read_text("utf-8").replace('"position"', '"missing_behaviour"')
    file.write_text(text, "utf-8")
    broken = CliRunner().invoke(main, asked)
    assert broken.exit_code == 1
    assert "FAILS" in broken.output


def test_the_suite_that_comes_along_tries_every_perturbation():
    assert {line.perturbation for line in read_suite().lines} == set(perturbations())


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({}, "no line"),
        ({"line": [{"perturbation": "case"}], "contxts": 3}, "contexts"),
        ({"line": [{"perturbation": "case"}], "seeds": 4}, "from 5 to 100"),
        ({"line": [{"perturbation": "case", "strengths": [0.0]}]}, "above 0"),
        ({"line": [{"perturbation": "case", "strengths": [1.0, 0.5]}]}, "rising"),
        ({"line": [{"perturbation": "case", "mark": 2}]}, "from 0 to 1"),
        ({"line": [{"perturbation": "case"}, {"perturbation": ["case"]}]}, "twice"),
        ({"line": [{"strength": 1}]}, "strengths"),
        ({"line": [{"perturbation": 3}]}, "Name one"),
    ],
)
def test_what_is_wrong_in_a_suite_is_told(said, told):
    with pytest.raises(SuiteInvalid, match=told):
        parse_suite(said, "s", "s.toml")


def test_an_unknown_perturbation_is_refused():
    with pytest.raises(UnknownName, match="word_order"):
        parse_suite({"line": [{"perturbation": "word_ordre"}]}, "s", "s.toml")
    assert find_perturbation("word_order").expectation == "invariance"


def test_an_audit_with_repair_is_kept_beside_the_one_without(workspace, shop):
    suite = Suite("slips", (Line("homoglyphs", (1.0,), 0.7, 1.0),), contexts=8, explained=0)
    with open_workspace(workspace, "write") as ws:
        mended = with_repair(shop, Repairer.of(ws, shop))
        made = [run_audit(ws, shop, suite), run_audit(ws, mended, suite.repaired())]
        kept = {each.audit_id: each.suite_name for each in audits(ws)}
        mean = "select avg(overlap) from audit_tests where audit_id = ? and because is null"
        overlap = [ws.cursor().execute(mean, [each.audit_id]).fetchone()[0] for each in made]
    assert [kept[each.audit_id] for each in made] == ["slips", "slips + repair"]
    assert overlap[1] > overlap[0] + 0.2
