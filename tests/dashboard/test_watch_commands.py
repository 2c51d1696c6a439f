"""``whyrank watch`` and leaving flagged accounts out, on the demo workspace."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from dashboard.cli.main import main
from tests.queries.watch.shop import farm


@pytest.fixture
def run(demo_workspace):
    def run(*words: str) -> str:
        done = CliRunner().invoke(main, [*words, "--workspace", str(demo_workspace)])
        assert done.exit_code == 0, done.output
        return done.stdout

    return run


def test_watch_says_what_drifted_and_which_days_and_accounts_are_odd(run):
    answer = json.loads(run("watch", "--json"))
    assert [row["column"] for row in answer["drift"] if row["band"] != "stable"] == ["price_shown"]
    assert {row["brand"] for row in answer["days"]} == {"Voltix"}
    assert {row["user_id"] for row in answer["accounts"]} <= farm()
    assert answer["judged"]["flagged"] == len(answer["accounts"])
    said = run("watch", "--lang", "zh", "--current-days", "14")
    assert "展示价与平时价之比" in said
    assert "accounts are unlike all others" in said


def test_segments_can_leave_flagged_accounts_out(run):
    words = ("segments", "--metric", "conversion", "--dimension", "platform", "--json")
    every = {row["segment"]: row for row in json.loads(run(*words))["figures"]}
    rest = {row["segment"]: row for row in json.loads(run(*words, "--without-flagged"))["figures"]}
    assert rest["northgate"]["mean"] > every["northgate"]["mean"]  # the farm looks and never buys
    assert rest["yunshi"]["mean"] == pytest.approx(every["yunshi"]["mean"])
