"""``whyrank shopper``, on the demo workspace."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from dashboard.cli.main import main


@pytest.fixture
def run(demo_workspace):
    def run(*words: str):
        return CliRunner().invoke(main, ["shopper", *words, "--workspace", str(demo_workspace)])

    return run


def test_a_shopper_is_told_in_both_languages_and_as_json(run):
    document = json.loads(run("u00000", "--json").stdout)
    facts = document["facts"]
    assert document["user_id"] == "u00000"
    assert {"timeline", "contexts", "affinities", "served", "price", "parts", "drivers"} <= set(document)
    assert len([row for row in document["timeline"] if row["kind"] == "purchase"]) == facts["purchases"]
    english, chinese = run("u00000").stdout, run("u00000", "--lang", "zh").stdout
    assert english.startswith("u00000")
    assert "Context by context" in english
    assert "逐次请求" in chinese


def test_what_there_is_not_is_answered_with_the_nearest(run):
    refused = run("u0000")
    assert refused.exit_code == 1
    assert "Did you mean 'u000" in refused.output
    refused = run("u00000", "--metric", "ndgc@10")
    assert refused.exit_code == 1
    assert "Did you mean 'ndcg@10'" in refused.output
