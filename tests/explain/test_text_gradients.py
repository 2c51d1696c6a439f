"""Gradients that read a slate's context once are the gradients of reading it for every item."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import torch
from captum.attr import IntegratedGradients

from explain.game import Game
from explain.methods import integrated_gradients
from explain.methods.integrated_gradients import pace
from explain.text_gradients import text_gradients
from explain.tokens import sum_to_words
from tests.explain.test_methods_contract import games

PLACES = (0.1, 0.5, 0.8)


def points(game: Game) -> tuple[torch.Tensor, ...]:
    """Return three points on each pair's way, stacked as blocks."""
    return tuple(
        torch.cat([mask + place * (word - mask) for place in PLACES])
        for word, mask in zip(game.words, game.masked, strict=True)
    )


def by_hand(game: Game, embeddings: tuple[torch.Tensor, ...]) -> tuple[torch.Tensor, ...]:
    """Return autograd's gradients of everything read for every pair."""
    leaves = [each.clone().requires_grad_() for each in embeddings]
    return torch.autograd.grad(game.text_value(game.ranker.vectors(leaves, game.towers)).sum(), leaves)


class Counting:
    """A ranker that counts the texts it reads."""

    def __init__(self, ranker) -> None:
        self.ranker, self.read, self.total = ranker, [], 0

    def __getattr__(self, name):
        return getattr(self.ranker, name)

    def vectors(self, embeddings, towers):
        self.read = [len(each) for each in embeddings]
        self.total += sum(self.read)
        return self.ranker.vectors(embeddings, towers)


@pytest.mark.parametrize("case", list(games()))
def test_gradients_are_those_of_reading_everything_for_every_pair(case):
    game = games()[case]
    assert all(
        torch.allclose(ours, theirs, atol=1e-6)
        for ours, theirs in zip(text_gradients(game, points(game)), by_hand(game, points(game)), strict=True)
    )


def test_a_context_that_all_items_share_is_read_once_a_step():
    game = games()["curved"]
    counting = Counting(game.ranker)
    text_gradients(replace(game, ranker=counting), points(game))
    assert counting.read == [len(PLACES), len(PLACES) * len(game)]


def test_a_context_masked_otherwise_for_one_pair_is_not_shared():
    game = games()["curved"]
    masked = game.masked[0].clone()
    masked[1] = game.words[0][1]
    other = replace(game, masked=(masked, game.masked[1]))
    counting = Counting(game.ranker)
    found = text_gradients(replace(other, ranker=counting), points(other))
    assert counting.read == [len(PLACES) * len(game)] * 2
    assert torch.allclose(found[0], by_hand(other, points(other))[0], atol=1e-6)


@pytest.mark.parametrize("near", [0.05, 0.1, 0.3])
def test_the_pace_integrates_what_turns_halfway_far_better_than_even_steps(near):
    def error(weights: np.ndarray, places: np.ndarray) -> float:
        return abs(weights @ (near / ((places - 0.5) ** 2 + near**2)) - 2 * np.arctan(0.5 / near))

    nodes, weights = np.polynomial.legendre.leggauss(15)
    assert error(*pace(15)) < max(error(weights / 2, (nodes + 1) / 2) / 3, 1e-5)
    assert error(*pace(63)) < 1e-6


def test_doubling_the_steps_asks_for_no_gradient_twice():
    game = games()["curved"]
    counting = Counting(game.ranker)
    method = integrated_gradients.METHOD
    parameters = method.parameters(first_steps=3, most_steps=31, relative_gap=0.0, absolute_gap=0.0)
    found = method.attribute(replace(game, ranker=counting), game.corners(), parameters)
    assert [(shares.steps, shares.passes) for shares in found] == [(31, 31)] * len(game)
    assert counting.total == 31 + 31 * len(game)  # the context once for all, each item for itself


def test_the_integral_is_that_of_captum():
    """Captum's own, along an even path with many of Gauss and Legendre's steps."""
    for game in games().values():

        def value(*embeddings: torch.Tensor, game: Game = game) -> torch.Tensor:
            return game.text_value(game.ranker.vectors(embeddings, game.towers))

        theirs = IntegratedGradients(value).attribute(game.words, baselines=game.masked, n_steps=300)
        expected = sum_to_words(game, [each.detach().sum(dim=-1) for each in theirs])
        method = integrated_gradients.METHOD
        ours = method.attribute(game, game.corners(), method.parameters(first_steps=127, most_steps=127))
        for one, other in zip(ours, expected, strict=True):
            assert one.values == pytest.approx(other, abs=1e-5)


def test_steps_that_go_through_the_encoder_in_blocks_find_the_same(monkeypatch):
    game = games()["curved"]
    method = integrated_gradients.METHOD
    corners, parameters = game.corners(), method.parameters(first_steps=60, most_steps=60)
    at_once = method.attribute(game, corners, parameters)
    counting = Counting(game.ranker)
    monkeypatch.setattr(integrated_gradients, "TOKENS_AT_ONCE", 100)
    in_blocks = method.attribute(replace(game, ranker=counting), corners, parameters)
    assert max(counting.read) <= 100
    for one, other in zip(at_once, in_blocks, strict=True):
        assert one.values == pytest.approx(other.values, abs=1e-5)
