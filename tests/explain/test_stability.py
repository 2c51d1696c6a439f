"""Stability, sanity and agreement: explanations that hold still, that speak of the ranker, and twins that do not."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import settings as tries
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.stats import kendalltau

from explain.game import Game, set_up
from explain.methods import integrated_gradients
from explain.methods.method import Method, Shares
from explain.one_sum import explain_game
from explain.settings import Settings
from explain.trust.agreement_of_methods import RANDOM, agreement_of_methods, dealt_at_random
from explain.trust.baselines import compare_baselines, other_baselines
from explain.trust.rank_agreement import contributions_of, rank_agreement
from explain.trust.sanity import NoWeights, check_sanity, shuffled_from_the_top
from explain.trust.stability import measure_stability, pair_of, reseeded
from explain.trust.tiny_changes import TINY_CHANGES
from models.field import Field
from models.storage import load_ranker
from models.text import context_fields, item_fields
from tests.explain.rankers import ToyRanker
from tests.models.cross_encoders import save_cross_encoder

SAMPLE_RANKER = Path(__file__).resolve().parents[2] / "sample_data" / "ranker"
CONTEXT = context_fields("smart watch", ["Anta running shoes"])
ITEM = item_fields("小米 smart watch black 3", "小米")


def toy_game(curved: bool = True) -> Game:
    rng = np.random.default_rng(5)
    rows = torch.tensor(rng.normal(size=(1, 3)), dtype=torch.float32)
    return set_up(ToyRanker(3, curved), [CONTEXT], [ITEM], rows, torch.tensor(rng.normal(size=(8, 3))).float())


@pytest.fixture(scope="module")
def sample_game() -> Game:
    ranker = load_ranker(SAMPLE_RANKER)
    return set_up(ranker, [CONTEXT], [ITEM], ranker.background[:1], ranker.background)


class Careless(Settings):
    """Settings whose method over words looks at the words alone, never at the ranker."""

    @property
    def words_method(self) -> Method:
        def attribute(game, corners, parameters) -> list[Shares]:
            return [Shares(np.array([float(len(word.name)) for word in players])) for players in game.players]

        return replace(super().words_method, attribute=attribute)


def test_shuffled_weights_change_what_is_said(sample_game):
    [explanation] = explain_game(sample_game, Settings())
    before = {name: weight.clone() for name, weight in sample_game.ranker.state_dict().items()}
    sanity = check_sanity(sample_game, 0, explanation, Settings())
    assert [stage.layers for stage in sanity.stages] == sorted(stage.layers for stage in sanity.stages)
    assert sanity.stages[-1].layers == 1.0
    assert sanity.left < 0.5
    for name, weight in sample_game.ranker.state_dict().items():
        assert torch.equal(weight, before[name]), name
    assert explain_game(sample_game, Settings()) == [explanation]


@pytest.mark.parametrize("kind", ["bert", "distilbert"])
def test_a_method_that_never_asks_the_ranker_is_caught(tmp_path, kind):
    ranker = load_ranker(save_cross_encoder(tmp_path, kind))
    game = set_up(ranker, [CONTEXT], [ITEM], None, None)
    careless = Careless()
    [explanation] = explain_game(game, careless)
    assert check_sanity(game, 0, explanation, careless).left == pytest.approx(1.0)
    [honest] = explain_game(game, Settings())
    assert check_sanity(game, 0, honest, Settings()).left < 0.8


def test_the_cascade_begins_at_the_top_and_keeps_what_weights_there_are(tmp_path):
    ranker = load_ranker(save_cross_encoder(tmp_path))
    intact = dict(ranker.model.named_parameters())
    for layers, lowest, broken in shuffled_from_the_top(ranker, stages=4, seed=1):
        changed = set()
        for name, weight in broken.model.named_parameters():
            assert torch.equal(weight.flatten().sort().values, intact[name].flatten().sort().values)
            if not torch.equal(weight, intact[name]):
                changed.add(name)
        assert any(name.startswith("classifier") for name in changed)
        assert any("embeddings" in name for name in changed) == (layers == 1.0)
        assert "embeddings" in lowest or layers < 1.0


def test_a_ranker_without_weights_cannot_be_shuffled():
    game = toy_game()
    [explanation] = explain_game(game, Settings())
    with pytest.raises(NoWeights, match="no weights"):
        check_sanity(game, 0, explanation, Settings())


def test_a_repeat_differs_by_the_sampling_alone():
    game = toy_game()
    [explanation] = explain_game(game, Settings())
    stability = measure_stability(game, 0, explanation, Settings())
    assert stability.repeat is not None
    errors = max(c.stderr for c in explanation.features)
    assert stability.repeat.largest * abs(explanation.score - explanation.base) < 8 * errors
    assert stability.repeat.spearman > 0.9


def test_changes_the_tokenizer_ignores_change_nothing(sample_game):
    [explanation] = explain_game(sample_game, Settings())
    found = {each.change: each for each in measure_stability(sample_game, 0, explanation, Settings()).changes}
    for name in ("trailing_space", "letter_case"):
        assert found[name].moved == pytest.approx(0.0, abs=1e-6)
        assert found[name].agreement.largest == pytest.approx(0.0, abs=1e-6)
    assert found["full_stop"].moved > 0
    assert 0 < found["jitter"].agreement.largest < 0.2
    assert found["jitter"].agreement.spearman > 0.9


def test_a_full_stop_more_adds_its_word_and_moves_no_other_of_a_linear_ranker():
    game = toy_game(curved=False)
    [explanation] = explain_game(game, Settings())
    [stop] = [c for c in measure_stability(game, 0, explanation, Settings()).changes if c.change == "full_stop"]
    assert stop.moved > 0.001
    assert stop.agreement.largest < stop.moved + 1e-6


@pytest.mark.parametrize("name", TINY_CHANGES)
def test_a_tiny_change_is_tiny_and_repeats(name):
    pair = pair_of(toy_game())
    changed, again = TINY_CHANGES[name](pair, 3), TINY_CHANGES[name](pair, 3)
    assert changed is not None
    assert again is not None
    texts = list(zip(pair.context + pair.item, changed.context + changed.item, strict=True))
    assert sum(one != other for one, other in texts) <= 1
    assert all(abs(len(one.text) - len(other.text)) <= 1 for one, other in texts)
    assert np.abs(changed.features - pair.features).max() <= 0.05 * pair.spread.max()
    assert (changed.context, changed.item) == (again.context, again.item)
    assert np.array_equal(changed.features, again.features)
    assert (changed.context, changed.item) != (pair.context, pair.item) or name == "jitter"


def test_a_full_stop_that_stands_there_is_dropped():
    context = (Field("search", "search", "智能手表。"),)
    changed = TINY_CHANGES["full_stop"](replace(pair_of(toy_game()), context=context), 0)
    assert changed is not None
    assert changed.context[0].text == "智能手表"


def test_settings_without_chance_have_no_other_seed():
    parameters = integrated_gradients.Parameters()
    assert reseeded(Settings(words_parameters=parameters), 2).behaviour_parameters.seed == 2
    exact = Settings(words="gradient_times_input", behaviour="shap_exact")
    assert reseeded(exact, 2) is None


small = arrays(float, 6, elements=st.integers(-3, 3).map(float))


@given(small, small)
@tries(max_examples=80, deadline=None)
def test_ties_are_counted_as_kendall_does(one, other):
    found = rank_agreement(one, other, 2.0)
    assert found.largest == pytest.approx(np.abs(one - other).max() / 2.0)
    if np.ptp(one) and np.ptp(other):
        assert found.kendall == pytest.approx(kendalltau(one, other, variant="b").statistic)
        assert rank_agreement(one, -other, 2.0).kendall == pytest.approx(-found.kendall)
    assert -1 <= found.spearman <= 1


def test_near_attributions_agree_and_random_ones_with_nothing():
    rng = np.random.default_rng(3)
    reference = [rng.normal(size=40) for _ in range(60)]
    near = agreement_of_methods(reference, [each + 0.3 * rng.normal(size=40) for each in reference])
    assert near.low > 0.7
    assert near.n == 60
    [explanation] = explain_game(toy_game(), Settings())
    own = contributions_of(explanation)
    dealt = [contributions_of(dealt_at_random(explanation, seed)) for seed in range(60)]
    random = agreement_of_methods([own] * 60, dealt)
    assert random.low < 0 < random.high
    assert all(sorted(each) == sorted(own) for each in dealt)


def test_other_baselines_are_the_same_pairs_compared_with_something_else(sample_game):
    found = other_baselines(sample_game)
    assert set(found) == {("unknown_words", "kind"), ("half_background", "draw")}
    corners = sample_game.corners()
    for game in found.values():
        other = game.corners()
        assert float(other.text_and_behaviour[0]) == pytest.approx(float(corners.text_and_behaviour[0]), abs=1e-5)
        assert abs(float(other.neither[0]) - float(corners.neither[0])) > 1e-4
    [explanation] = explain_game(sample_game, Settings())
    compared = {each.baseline: each.agreement for each in compare_baselines(sample_game, 0, explanation, Settings())}
    assert abs(compared[RANDOM].kendall) < 0.3
    assert compared["half_background"].kendall > 0.8 > compared["unknown_words"].kendall > 0.1
    assert contributions_of(explanation).size
