"""The commands over stored explanations: what they write, what they refuse, and how they exit."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from dashboard.cli.main import main
from queries.examples import explained_shop, tiny_shop
from queries.feedback import Feedback, give_feedback

RULES = """
[[rule]]
name = "brand [bold]"
words = ["小米"]
most_share = 0.05

[[rule]]
name = "search up"
part = "search"
never = "negative"
"""


@pytest.fixture(scope="module")
def shop():
    ws = explained_shop()
    give_feedback(ws, Feedback("wrong", "w1", search="手表", part="item", name="小米", comment="[red]no"))
    ws.close()
    return ws.path


def run(*words):
    return CliRunner().invoke(main, [str(word) for word in words], prog_name="whyrank")


@pytest.fixture
def rules(tmp_path):
    file = tmp_path / "rules.toml"
    file.write_text(RULES, "utf-8")
    return file


def test_a_rule_that_fails_is_told_and_exits_with_1(shop, rules):
    found = run("rules", rules, "--workspace", shop)
    assert found.exit_code == 1
    lines = found.output.splitlines()
    assert lines[0] == "2 stored explanations."
    assert any("brand [bold]" in line and "FAILS" in line and "10.0% 小米" in line for line in lines)
    assert any("search up" in line and "passes" in line for line in lines)


def test_rules_that_pass_exit_with_0_and_leave_evidence(shop, rules, tmp_path):
    rules.write_text(RULES.replace("0.05", "0.5"), "utf-8")
    found = run("rules", rules, "--workspace", shop, "--out", tmp_path / "evidence.json", "--json")
    assert found.exit_code == 0
    assert json.loads(found.output) == json.loads((tmp_path / "evidence.json").read_text("utf-8"))
    assert [rule["outcome"] for rule in json.loads(found.output)["rules"]] == ["passes", "passes"]
    assert (tmp_path / "evidence.csv").is_file()


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        (("--where", "langs=zh"), "Did you mean 'lang'"),
        (("--where", "lang=en"), "No stored explanation fits"),
        (("--ranker", "timy"), "Did you mean 'tiny'"),
    ],
)
def test_what_cannot_be_checked_is_told(shop, rules, words, problem):
    found = run("rules", rules, "--workspace", shop, *words)
    assert found.exit_code == 1
    assert problem in found.output


def test_a_where_without_a_segment_is_refused(shop, rules):
    found = run("rules", rules, "--workspace", shop, "--where", "zh")
    assert found.exit_code == 2
    assert "such as lang=zh" in found.output


def test_mistakes_in_the_file_are_told_with_their_place(shop, rules):
    rules.write_text(RULES.replace("most_share", "most_shares"), "utf-8")
    found = run("rules", rules, "--workspace", shop)
    assert found.exit_code == 1
    assert "rule 'brand [bold]': most_shares means nothing. Did you mean 'most_share'" in found.output


def test_explanations_are_exported_in_both_forms(shop, tmp_path):
    found = run("export-explanations", tmp_path / "wide.csv", "--workspace", shop, "--where", "brand=小米")
    assert found.output.startswith("1 rows written")
    assert (tmp_path / "wide.csv").read_text("utf-8").count("\n") == 2
    found = run("export-explanations", tmp_path / "long.jsonl", "--form", "long", "--workspace", shop)
    assert found.output.startswith("6 rows written")
    assert run("export-explanations", tmp_path / "x.xlsx", "--workspace", shop).exit_code == 1


def test_feedback_is_listed_and_exported(shop, tmp_path):
    listed = run("feedback", "--workspace", shop)
    assert "wrong" in listed.output
    assert "[red]no" in listed.output
    assert json.loads(run("feedback", "--workspace", shop, "--json").output)[0]["name"] == "小米"
    assert json.loads(run("feedback", "--workspace", shop, "--verdict", "helps", "--json").output) == []
    exported = run("feedback", "--workspace", shop, "--export", tmp_path / "said.jsonl")
    assert exported.output.startswith("1 rows written")
    assert json.loads((tmp_path / "said.jsonl").read_text("utf-8"))["label"] == -1


def test_where_nobody_said_anything_it_says_so():
    ws = tiny_shop()
    ws.close()
    assert "No feedback yet" in run("feedback", "--workspace", ws.path).output
