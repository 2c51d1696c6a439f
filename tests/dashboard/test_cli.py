"""Every command helps, refuses honestly and is in the docs as it is today."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from dashboard.cli.main import COMMANDS, main
from dashboard.cli.reference import commands_markdown

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def run(tmp_path, monkeypatch):
    monkeypatch.setenv("WHYRANK_WORKSPACE", str(tmp_path / "nothing"))
    runner = CliRunner()
    return lambda *words: runner.invoke(main, list(words), prog_name="whyrank")


@pytest.mark.parametrize("name", list(COMMANDS))
def test_every_command_helps_with_an_example(run, name):
    result = run(name, "--help")
    assert result.exit_code == 0
    assert "Example:" in result.output
    assert f"whyrank {name}" in result.output


@pytest.mark.parametrize("name", [name for name in COMMANDS if name not in ("demo", "methods")])
def test_every_command_names_its_workspace(run, name):
    assert "WHYRANK_WORKSPACE" in run(name, "--help").output


@pytest.mark.parametrize(
    "words",
    [
        ("features",),
        ("recommend", "--search", "x"),
        ("explain", "--search", "x", "--item", "i"),
        ("contrast", "--search", "x", "--item", "i", "--over", "j"),
        ("margin", "--search", "x", "--item", "i"),
        ("match", "--search", "x", "--item", "i"),
        ("slate-value", "--search", "x"),
        ("app",),
        ("pretrain",),
    ],
)
def test_without_a_workspace_commands_say_what_to_do_and_exit_with_1(run, words):
    result = run(*words)
    assert result.exit_code == 1
    assert "whyrank import" in result.output
    assert "Traceback" not in result.output


def test_an_unknown_command_is_refused(run):
    assert run("explian").exit_code == 2


def test_doctor_answers_as_json(run):
    result = run("doctor", "--json")
    assert result.exit_code == 0
    checks = {check["name"]: check for check in json.loads(result.output)}
    assert checks["duckdb extension ducklake"]["ok"]
    assert all(check["remedy"] for check in checks.values() if not check["ok"])


def test_the_docs_show_the_help_of_today():
    assert (ROOT / "docs/commands.md").read_text("utf-8") == commands_markdown(), (
        "run `python -m dashboard.cli.reference > docs/commands.md`"
    )


def test_the_readme_names_only_commands_that_exist():
    blocks = re.findall(r"```sh\n(.*?)```", (ROOT / "README.md").read_text("utf-8"), re.DOTALL)
    named = set(re.findall(r"^whyrank (\S+)", "\n".join(blocks), re.MULTILINE))
    assert named
    assert named <= set(COMMANDS)
