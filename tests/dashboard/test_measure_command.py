"""``whyrank measure`` and ``whyrank rank-contexts`` on the sample shop."""

from __future__ import annotations

import json
import shutil

import pytest
from click.testing import CliRunner

from dashboard.cli.main import main


@pytest.fixture(scope="module")
def run(demo_workspace, tmp_path_factory):
    folder = tmp_path_factory.mktemp("measure") / "workspace"
    shutil.copytree(demo_workspace, folder)

    def command(*words: str):
        return CliRunner().invoke(main, [*words, "--workspace", str(folder)], prog_name="whyrank")

    ranked = command("rank-contexts", "--contexts", "40", "--from", "2025-05-12", "--json")
    assert ranked.exit_code == 0, ranked.output
    report = json.loads(ranked.stdout)
    assert report["contexts"] + report["before"] == 40
    return command


def test_every_order_is_measured_beside_the_others(run):
    answer = run("measure", "--metric", "ndcg", "--metric", "revenue", "--metric", "margin", "--k", "5", "--json")
    assert answer.exit_code == 0, answer.output
    report = json.loads(answer.stdout)
    names = [of_one["name"] for of_one in report.values()]
    assert names == ["logged", "sample", "bm25", "popularity"]
    logged, ranker = report["logged"], next(of_one for of_one in report.values() if of_one["name"] == "sample")
    assert [row["metric"] for row in logged["figures"]] == ["margin", "ndcg@5", "revenue[CNY]", "revenue[USD]"]
    assert [row["because"] for row in ranker["figures"]] == ["shown", None, "shown"]
    assert {row["beside"] for row in ranker["beside"]} == {"logged", "floor:bm25", "floor:popularity"}


def test_the_table_names_the_definition_and_says_what_is_missing(run):
    run("measure", "--metric", "mrr", "--metric", "conversion")
    answer = run("measure", "--slates", "sample", "--metric", "mrr", "--metric", "conversion")
    assert answer.exit_code == 0, answer.output
    row = next(line for line in answer.stdout.splitlines() if "mrr@10" in line).split()
    assert len(row[-1]) == 10
    assert 0 < float(row[2]) < float(row[1]) < 1
    assert "Not available, because it tells what shoppers did" in answer.stdout
    assert "popularity" in answer.stdout


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--metric", "ndgc"), "Did you mean 'ndcg'"),
        (("--slates", "sampel"), "Did you mean 'sample'"),
        (("--grading", "purchase"), "Did you mean 'purchases'"),
        (("--propensities", "nowhere.csv"), "cannot be read"),
    ],
)
def test_what_is_misspelt_is_named(run, words, said):
    answer = run("measure", *words)
    assert answer.exit_code == 1
    assert said in answer.output


def test_propensities_can_be_given(run, tmp_path):
    given = tmp_path / "given.csv"
    given.write_text("surface,position,propensity\nsearch,1,1\nsearch,2,0.5\nhome,1,1\n", "utf-8")
    words = ("measure", "--slates", "logged", "--metric", "debiased_click_rate", "--json")
    answers = [run(*words), run(*words, "--propensities", str(given))]
    estimated, stated = (json.loads(answer.stdout)["logged"]["figures"][0] for answer in answers)
    assert stated["version"] != estimated["version"]
    # From the second place on every click counts twice.
    assert stated["value"] != estimated["value"]
    given.write_text("surface,position,propensity\nsearch,1,1.5\n", "utf-8")
    assert "no chance above 0" in run(*words, "--propensities", str(given)).output
