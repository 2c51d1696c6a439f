"""The flags of how to explain: drawn from the registry, given to the methods that take them, else refused."""

from __future__ import annotations

import json
from dataclasses import fields
from pathlib import Path

import pytest
from click.testing import CliRunner

from dashboard.cli import explaining
from dashboard.cli.main import main
from dashboard.cli.methods_reference import methods_markdown
from explain.batch import BatchSettings
from explain.methods import methods
from explain.settings import PLAYERS, Settings

ROOT = Path(__file__).resolve().parents[2]
EVERY = [method for players in PLAYERS for method in methods(players).values()]


def run(*words: str):
    return CliRunner().invoke(main, list(words), prog_name="whyrank")


def asked(**given: object) -> Settings:
    names = {field.name for method in EVERY for field in fields(method.parameters)}
    flags = dict.fromkeys(names) | {"words": "occlusion", "behaviour": "shap_owen", "background": "typical"}
    return explaining.settings(flags | given)


@pytest.mark.parametrize("command", ["explain", "explain-all"])
def test_every_parameter_of_every_method_is_a_flag_that_names_its_methods(command):
    text = " ".join(run(command, "--help").output.split())
    for method in EVERY:
        assert method.name in text
        for field in fields(method.parameters):
            if command == "explain" or field.name != "seed":
                meaning = text.split(f"--{field.name.replace('_', '-')} ", 1)[1].split(" --")[0]
                assert field.metadata["help"] in meaning
                assert method.name in meaning


def test_a_flag_goes_to_the_chosen_methods_that_take_it():
    settings = asked(words="permutation_shapley", permutations=3, seed=9)
    assert (settings.words_parameters.permutations, settings.behaviour_parameters.permutations) == (3, 3)
    settings = asked(words="kernel_shap", samples=99, permutations=4)
    assert settings.words_parameters.samples == 99
    assert settings.behaviour_parameters.permutations == 4
    assert asked() == Settings("occlusion", "shap_owen")


def test_a_flag_that_no_chosen_method_takes_is_refused():
    result = run("explain", "--item", "i1", "--words", "occlusion", "--noise", "0.3")
    assert result.exit_code == 2
    assert "--noise belongs to expected_gradients; occlusion and shap_permutation do not take it." in result.output


def test_out_of_range_and_unknown_methods_are_refused():
    assert run("explain", "--item", "i1", "--permutations", "0").exit_code == 2
    assert "shap_owen" in run("explain", "--item", "i1", "--behaviour", "shap_owens").output


def test_a_commands_own_seed_stays_its_own():
    flags = dict.fromkeys(explaining._takers()) | {"seed": 5, "words": "kernel_shap"}
    settings = explaining.settings(flags | {"behaviour": "shap_owen", "background": "segment"}, without=BatchSettings)
    assert settings.words_parameters.seed == 0
    assert settings.background == "segment"


def test_explain_uses_the_methods_and_the_background_asked_for(demo_workspace):
    result = run(
        "explain", "--search", "智能手表", "--user", "u00042", "--item", "i00017", "--workspace", str(demo_workspace),
        "--words", "occlusion", "--behaviour", "shap_owen", "--background", "category", "--permutations", "2", "--json",
    )  # fmt: skip
    assert result.exit_code == 0, result.output
    found = json.loads(result.output)
    assert found["settings"]["words"] == {"method": "occlusion"}
    assert found["settings"]["behaviour"] == {"method": "shap_owen", "permutations": 2, "seed": 0}
    assert found["settings"]["compared_with"]["name"] == "category"
    total = sum(c["contribution"] for c in found["contributions"]) + found["completeness_gap"]
    assert found["score"] - found["base"] == pytest.approx(total, abs=1e-5)


def test_explain_says_how_and_that_losses_are_no_parts_of_a_sum(demo_workspace):
    result = run(
        "explain", "--search", "智能手表", "--item", "i00017", "--words", "occlusion", "--lang", "zh",
        "--workspace", str(demo_workspace),
    )  # fmt: skip
    text = "".join(result.output.split())
    assert "文字用“逐词遮挡”" in text
    assert "并不是总和的组成部分" in text


def test_methods_are_listed_and_told():
    listed = run("methods").output
    assert all(method.name in listed for method in EVERY)
    told = run("methods", "shap_owen").output
    assert "Owen 1977" in told
    assert "--permutations: Orders, each walked forwards and backwards. 1 to 1,000, 10 by default." in told
    as_data = json.loads(run("methods", "--json").output)
    assert {each["name"]: each["adds_up"] for each in as_data} == {each.name: each.adds_up for each in EVERY}
    assert "Did you mean 'occlusion'" in run("methods", "oclusion").output


def test_the_reference_of_methods_is_todays():
    assert (ROOT / "docs" / "methods.md").read_text("utf-8") == methods_markdown()
