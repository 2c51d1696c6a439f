"""``whyrank before-after`` and what the overview tells of it: a ranker beside a twin that no longer reads one input."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner
from safetensors.torch import load_file, save_file

import sample_data
from dashboard.cli.main import main
from models.card import read_card
from tests.dashboard.conftest import drawn

SUITE = """
contexts = 24
strata = ["surface"]
explained = 0
[[line]]
perturbation = "punctuation"
strengths = [1.0]
mark = 0.8
may_fail = 0.2
"""


def whyrank(*arguments: str):
    return CliRunner().invoke(main, [*arguments])


@pytest.fixture(scope="module")
def compared(demo_once, tmp_path_factory) -> tuple[Path, dict]:
    """A workspace with a twin whose context vector is half deaf, trained on punctuation as its card says."""
    folder = tmp_path_factory.mktemp("before-after")
    workspace = Path(shutil.copytree(demo_once, folder / "workspace"))
    twin = Path(shutil.copytree(sample_data.RANKER, folder / "twin"))
    weights = load_file(twin / "model.safetensors")
    weights["projections.0.0.weight"] *= 0.5
    save_file(weights, twin / "model.safetensors")
    card = read_card(twin)
    card["training"]["robust"] = {"families": ["punctuation"]}
    (twin / "card.json").write_text(json.dumps(card), "utf-8")
    (folder / "suite.toml").write_text(SUITE, "utf-8")
    at = ("--workspace", str(workspace))
    added = whyrank("add-ranker", str(twin), "--name", "twin", *at)
    assert added.exit_code == 0, added.output
    few = ("--suite", str(folder / "suite.toml"), "--contexts", "20", "--slates", "10", *at)
    done = whyrank("before-after", "sample", "twin", *few, "--json")
    assert done.exit_code == 0, done.output
    return workspace, json.loads(done.stdout)


def test_both_are_measured_on_the_same_contexts(compared):
    workspace, found = compared
    assert found["before"] == {"name": "sample", "identity": read_card(sample_data.RANKER)["about"]["identity"]}
    clean = found["clean"]
    assert clean["contexts"] == 20
    assert clean["difference"] == pytest.approx(clean["after"] - clean["before"], abs=2e-4)
    assert clean["low"] <= clean["difference"] <= clean["high"]
    assert {group: each["perturbations"] for group, each in found["perturbed"].items()}["trained"] == ["punctuation"]
    assert read_card(workspace / "rankers" / "twin")["robustness"] == found
    told = (workspace / "rankers" / "twin" / "README.md").read_text("utf-8")
    assert f"| clean | ndcg@10 | {clean['before']:.4f} | {clean['after']:.4f} |" in told


@pytest.mark.parametrize(("lang", "said"), [("en", "Perturbed in ways it was trained on"), ("zh", "训练过的扰动")])
def test_the_overview_tells_both(open_page, compared, lang, said):
    app = open_page(compared[0], lang=lang)
    assert not app.exception
    assert said in drawn(app)
