"""``whyrank check``: its exit codes are what a pipeline reads."""

from __future__ import annotations

import json
import shutil

import pytest
from click.testing import CliRunner

from dashboard.cli.main import main
from queries.watch.thresholds import shipped


@pytest.fixture(scope="module")
def workspace(demo_workspace, tmp_path_factory):
    """A copy, because the command keeps what it found."""
    folder = tmp_path_factory.mktemp("checked") / "workspace"
    shutil.copytree(demo_workspace, folder)
    return folder


@pytest.fixture
def run(workspace, tmp_path):
    def run(text: str | None, *words: str):
        given = []
        if text is not None:
            (tmp_path / "limits.toml").write_text(text, "utf-8")
            given = ["--thresholds", str(tmp_path / "limits.toml")]
        return CliRunner().invoke(main, ["check", *given, *words, "--workspace", str(workspace)])

    return run


def test_all_kept_is_0(run):
    done = run("[rows]\nmost_rejected = 0\n[calibration]\nmost_error = 0.5\n")
    assert done.exit_code == 0, done.output
    assert "All is well: 2 of 2 limits are kept." in done.output


def test_one_missed_is_1_with_the_reason(run):
    done = run("[traffic]\nmost_flagged = 0.01\n[rows]\nmost_rejected = 0\n", "--json")
    answer = json.loads(done.stdout)
    assert done.exit_code == 1
    assert not answer["passes"]
    [missed] = [each for each in answer["findings"] if each["outcome"] == "fails"]
    assert missed["key"] == "traffic.most_flagged"
    assert missed["value"] > missed["limit"] == 0.01
    said = run("[traffic]\nmost_flagged = 0.01\n", "--lang", "zh")
    assert "有 1 件事需要看一看" in said.output
    assert "39 个异常账号占流量的比例" in said.output
    assert "2.8%" in said.output


def test_what_cannot_be_checked_is_a_miss_only_where_it_is_asked_for(run):
    text = "[explanations]\nmost_stale = 0.1\n"
    assert run(text).exit_code == 0
    assert run(text, "--strict").exit_code == 1


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("[drift]\nmost_psy = 0.1\n", "Did you mean 'drift.most_psi'"),
        ("[drift\n", "is not TOML"),
        ('[quality]\nmetric = "ndgc@10"\nminimum = 0.1\n', "Did you mean 'ndcg'"),
    ],
)
def test_bad_input_is_2(run, text, complaint):
    done = run(text)
    assert done.exit_code == 2
    assert complaint in done.output


def test_no_workspace_is_2(tmp_path):
    done = CliRunner().invoke(main, ["check", "--workspace", str(tmp_path / "none")])
    assert done.exit_code == 2
    assert "There is no workspace" in done.output
    assert not (tmp_path / "none").exists()


def test_a_file_to_begin_with():
    done = CliRunner().invoke(main, ["check", "--show"])
    assert (done.exit_code, done.output) == (0, shipped())
