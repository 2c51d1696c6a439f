"""Removal: by hand on a linear ranker, against every coalition asked one by one, and in its relations."""

from __future__ import annotations

import itertools
from dataclasses import replace

import numpy as np
import pytest
import torch

from explain.coalitions import Coalitions, coalitions
from explain.game import set_up
from explain.one_sum import explain_game
from explain.settings import Settings
from explain.trust.removal import Removal, first_shown, measure_removal, ranked
from explain.trust.settings import TrustSettings
from models.field import Field
from tests.explain.rankers import ToyRanker

CONTEXT = (Field("search", "search", "smart watch"), Field("history", "history_1", "running shoes"))
ITEM = (Field("item", "title", "smart sports watch 47mm"), Field("item", "brand", "xiaomi"))


LONG = (Field("item", "title", " ".join(f"word{number}" for number in range(60))),)


def game_of(curved: bool, features: int = 4, seed: int = 0, item=ITEM):
    rng = np.random.default_rng(5)
    rows = torch.tensor(rng.normal(size=(1, features)), dtype=torch.float32)
    background = torch.tensor(rng.normal(size=(6, features)), dtype=torch.float32)
    return set_up(ToyRanker(features, curved, seed), [CONTEXT], [item], rows, background)


def contributions(game) -> tuple[np.ndarray, float, float]:
    [explanation] = explain_game(game, Settings())
    return np.array([c.contribution for c in explanation.contributions]), explanation.score, explanation.base


def measured(game, values: np.ndarray, settings: TrustSettings | None = None) -> Removal:
    _, score, base = contributions(game)
    found = measure_removal(coalitions(game, 0), values, score, base, settings or TrustSettings())
    assert found is not None
    return found


@pytest.mark.parametrize("seed", range(4))
def test_a_linear_ranker_loses_just_what_its_first_players_added(seed):
    game = game_of(curved=False, seed=seed)
    values, score, base = contributions(game)
    found = measured(game, values)
    sorted_values = np.sort(values * np.sign(score - base))[::-1]
    for count, removed, kept in zip(found.counts, found.comprehensiveness, found.sufficiency, strict=True):
        share = sorted_values[:count].sum() / abs(score - base)
        assert removed.value == pytest.approx(share, abs=1e-4)
        assert kept.value == pytest.approx(1 - share, abs=1e-4)
    assert found.counts == (1, 1, 1, 3, 6)


@pytest.mark.parametrize("curved", [False, True])
def test_every_figure_is_a_coalition_asked_by_itself(curved):
    game = game_of(curved)
    values, score, base = contributions(game)
    players = coalitions(game, 0)
    found = measured(game, values)
    order = ranked(values, score - base)
    words = len(players.words)

    def value(shown: set[int]) -> float:
        mask = np.array([[place in shown for place in range(len(order))]])
        return float(players.values(mask[:, :words], mask[:, words:])[0])

    for count, removed, kept in zip(found.counts, found.comprehensiveness, found.sufficiency, strict=True):
        first, rest = set(order[:count].tolist()), set(order[count:].tolist())
        assert removed.value == pytest.approx((score - value(rest)) / (score - base), abs=1e-4)
        assert kept.value == pytest.approx((score - value(first)) / (score - base), abs=1e-4)
    for share, kept, lost in zip(found.deletion.shares, found.insertion.values, found.deletion.values, strict=True):
        count = round(share * len(order))
        assert kept.value == pytest.approx((value(set(order[:count].tolist())) - base) / (score - base), abs=1e-4)
        assert lost.value == pytest.approx((value(set(order[count:].tolist())) - base) / (score - base), abs=1e-4)


@pytest.mark.parametrize("seed", range(5))
def test_the_truth_beats_random_orders_and_its_opposite_does_worse(seed):
    game = game_of(curved=False, seed=seed, item=LONG)
    values, _, _ = contributions(game)
    right, wrong = measured(game, values), measured(game, -values)
    assert right.comprehensiveness_area.value > right.comprehensiveness_area.high
    assert right.sufficiency_area.value < right.sufficiency_area.low
    assert right.deletion.area.value < right.deletion.area.low
    assert right.insertion.area.value > right.insertion.area.high
    assert wrong.comprehensiveness_area.value < wrong.comprehensiveness_area.random
    assert wrong.sufficiency_area.value > wrong.sufficiency_area.random


def test_no_other_order_of_a_linear_ranker_does_better():
    game = game_of(curved=False, features=0)
    values, _, _ = contributions(game)
    players = coalitions(game, 0)
    best = measured(game, values).comprehensiveness_area.value
    rng = np.random.default_rng(1)
    _, score, base = contributions(game)
    for _ in range(40):
        other = measure_removal(players, rng.permutation(values), score, base, TrustSettings())
        assert other is not None
        assert other.comprehensiveness_area.value <= best + 1e-6


def test_random_orders_fall_where_the_interval_says():
    """Of many random attributions about 95 % lie within the interval measured from others."""
    game = game_of(curved=True)
    values, score, base = contributions(game)
    rng = np.random.default_rng(2)
    settings = TrustSettings(random_orders=20)
    inside = []
    for number in range(200):
        noise = rng.normal(size=len(values))
        area = measured_area(coalitions(game, 0), noise, score, base, replace(settings, seed=number))
        inside.append(area.low <= area.value <= area.high)
    assert 0.9 <= np.mean(inside) <= 0.99


def measured_area(players: Coalitions, values: np.ndarray, score: float, base: float, settings: TrustSettings):
    found = measure_removal(players, values, score, base, settings)
    assert found is not None
    return found.comprehensiveness_area


def test_a_score_below_its_base_is_explained_by_what_lowers_it():
    for seed in range(20):
        game = game_of(curved=False, seed=seed)
        values, score, base = contributions(game)
        if score < base:
            assert measured(game, values).comprehensiveness[-1].value > 0.9
            assert ranked(values, score - base)[0] == values.argmin()
            return
    pytest.fail("no toy scores below its base")


def test_a_reversed_order_shows_what_the_order_hides():
    order = np.random.default_rng(0).permutation(9)
    for count in range(10):
        assert (first_shown(order, [count])[0] == ~first_shown(order[::-1], [9 - count])[0]).all()


def test_the_ranker_reads_each_coalition_once_and_in_one_call():
    game = game_of(curved=True)
    values, score, base = contributions(game)
    asked = []

    class Counted(Coalitions):
        def values(self, words, features):
            asked.append(np.concatenate([words, features], axis=1))
            return super().values(words, features)

    measure_removal(Counted(game.take([0])), values, score, base, TrustSettings())
    [masks] = asked
    assert len(np.unique(masks, axis=0)) == len(masks)
    assert len(masks) <= (2 + TrustSettings().random_orders) * 9


def test_one_word_alone_and_no_difference_are_told_apart():
    ranker = ToyRanker(0, curved=True)
    game = set_up(ranker, [()], [(Field("item", "title", "watch"),)], None, None)
    values, _, base = contributions(game)
    found = measured(game, values)
    assert [each.value for each in found.comprehensiveness] == [1.0] * 5
    assert measure_removal(coalitions(game, 0), values, base, base, TrustSettings()) is None


def test_curves_run_between_score_and_base_on_one_grid():
    game = game_of(curved=True, features=3)
    found = measured(game, contributions(game)[0])
    assert found.deletion.shares == found.insertion.shares
    assert found.deletion.shares == pytest.approx([1 - share for share in reversed(found.deletion.shares)])
    assert (found.deletion.values[0].value, found.deletion.values[-1].value) == (1.0, 0.0)
    assert (found.insertion.values[0].value, found.insertion.values[-1].value) == (0.0, 1.0)
    assert len(found.deletion.shares) <= 20
    for one, other in itertools.pairwise(found.deletion.shares):
        assert one < other
