"""Methods compared: every one there is, beside random, kept whole and not measured twice."""

from __future__ import annotations

import json
import shutil
from collections import defaultdict

import numpy as np
import pytest
from click.testing import CliRunner

from dashboard.cli.main import main
from explain.methods import methods
from explain.one_sum import explain_game
from explain.settings import Settings
from explain.shop import open_shop
from explain.trust.agreement_of_methods import dealt_at_random
from explain.trust.comparison import ComparisonSettings, candidates, compare_methods
from explain.trust.interval import figure, mean, median, ratio
from explain.trust.method_figures import METRICS
from explain.trust.sample import sample_pairs
from queries.errors import UnknownName
from queries.trust import trust_table
from queries.workspace import open_workspace

FEW = ComparisonSettings(contexts=3, checked=1)
NAMES = ("integrated_gradients", "gradient_times_input")


@pytest.fixture(scope="module")
def workspace(demo_workspace, tmp_path_factory):
    folder = tmp_path_factory.mktemp("trust") / "shop"
    shutil.copytree(demo_workspace, folder)
    return folder


@pytest.fixture(scope="module")
def shop(workspace):
    return open_shop(workspace)


@pytest.fixture(scope="module")
def table(workspace, shop) -> dict:
    """Figures by method and metric, of a comparison that was stopped once on its way."""
    stops = iter([False] * 4 + [True] + [False] * 99)
    with open_workspace(workspace, "write") as ws:
        first = compare_methods(ws, shop, FEW, NAMES, stop=lambda: next(stops))
        assert first.measured == ("gradient_times_input",)
        assert first.left == ("integrated_gradients", "random")
        assert {row["method"] for row in trust_table(ws, shop.ranker.identity).to_pylist()} == set(first.measured)
        second = compare_methods(ws, shop, FEW, NAMES)
        assert (second.before, second.measured) == (first.measured, first.left)
        assert compare_methods(ws, shop, FEW, NAMES).measured == ()
        rows = trust_table(ws, shop.ranker.identity).to_pylist()
    found: dict = defaultdict(dict)
    for row in rows:
        found[row["method"]][row["metric"]] = row
    return found


def test_every_method_of_the_registry_is_a_candidate_and_random_is_the_last(shop):
    found = [(each.players, each.method) for each in candidates(shop)]
    assert found[-1] == ("random", "random")
    assert set(found[:-1]) == {(players, name) for players in ("words", "behaviour") for name in methods(players)}
    with pytest.raises(UnknownName, match="integrated_gradients"):
        candidates(shop, ["integrated_gradient"])


def test_every_figure_is_kept_once_with_its_interval(table):
    assert set(table) == {*NAMES, "random"}
    for method, figures in table.items():
        expected = set(METRICS) - ({"move", "shuffled"} if method == "random" else set())
        assert set(figures) == expected
        for metric, row in figures.items():
            assert np.isfinite(row["value"])
            assert row["n"] == (1 if metric in ("move", "shuffled") else 3)
            if row["low"] is not None:
                assert row["low"] <= row["value"] + 1e-9
                assert row["value"] <= row["high"] + 1e-9


def test_the_figures_tell_methods_from_chance(table):
    default, random = table["integrated_gradients"], table["random"]
    assert default["agreement"]["value"] == 1.0
    assert abs(random["agreement"]["value"]) < 0.4
    assert default["needed"]["value"] > 2 * abs(random["needed"]["value"])
    assert default["enough"]["value"] < random["enough"]["value"]
    assert default["reliable"]["value"] >= random["reliable"]["value"]
    assert default["gap"]["value"] < 0.02 < table["gradient_times_input"]["gap"]["value"]
    assert table["gradient_times_input"]["passes"]["value"] == 1


def test_the_sample_repeats_itself(workspace, shop):
    with open_workspace(workspace) as ws:
        one, same, other = (sample_pairs(ws, shop, 3, seed) for seed in (0, 0, 1))
    texts = [[[field.text for tower in game.towers for field in tower.fields[0]] for game in games]
             for games in (one, same, other)]  # fmt: skip
    assert texts[0] == texts[1] != texts[2]


def test_random_attribution_is_the_same_figures_on_other_players(workspace, shop):
    with open_workspace(workspace) as ws:
        [game] = sample_pairs(ws, shop, 1)
    [own] = explain_game(game, Settings())
    dealt = dealt_at_random(own, 0)
    assert sorted(c.contribution for c in dealt.contributions) == sorted(c.contribution for c in own.contributions)
    assert [c.name for c in dealt.contributions] == [c.name for c in own.contributions]
    assert [c.contribution for c in dealt.contributions] != [c.contribution for c in own.contributions]


def test_intervals_cover_what_they_are_of():
    rng = np.random.default_rng(0)
    covered = []
    for seed in range(100):
        found = figure("mean", rng.normal(2.0, 1.0, size=60), mean, seed)
        covered.append(found.low <= 2.0 <= found.high)
    assert 0.87 <= np.mean(covered) <= 0.99
    pairs = np.column_stack([np.full(5, 3.0), np.full(5, 1.5)])
    assert figure("ratio", pairs, ratio).value == 2.0
    assert figure("median", np.array([1.0]), median).low is None


def test_the_command_prints_what_is_kept_and_writes_it(workspace, table, tmp_path):
    out = tmp_path / "trust.csv"
    words = ["trust", "--workspace", str(workspace), "--contexts", "3", "--checked", "1", "--out", str(out)]
    asked = [word for name in NAMES for word in ("--method", name)]
    result = CliRunner().invoke(main, [*words, *asked, "--json"], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    document = json.loads(result.stdout)
    assert document["measured"] == []
    assert len(document["table"]) == sum(len(figures) for figures in table.values())
    assert out.read_text("utf-8").startswith("data_id,run,players,method,metric,value")
    text = CliRunner().invoke(main, [*words, *asked], catch_exceptions=False).output
    lines = {line.split()[1]: line.split() for line in text.splitlines() if len(line.split()) == 13}
    assert {*NAMES, "random"} <= set(lines)
    assert lines["random"][-4:-2] == ["–", "–"]
    assert f"{table['integrated_gradients']['needed']['value']:.2f}" in lines["integrated_gradients"]
