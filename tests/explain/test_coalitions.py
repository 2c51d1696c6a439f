"""Words and features taken away: against masking by hand, and at the corners of the game."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from explain.coalitions import coalitions
from explain.game import read_once, set_up
from models.field import Field
from tests.explain.rankers import ToyRanker

CONTEXT = (Field("search", "search", "smart watch"), Field("history", "history_1", "running shoes"))
ITEMS = [(Field("item", "title", "smart sports watch"),), (Field("item", "title", "a rather longer title of six"),)]


@pytest.fixture
def game():
    rng = np.random.default_rng(3)
    features = torch.tensor(rng.normal(size=(2, 4)), dtype=torch.float32)
    background = torch.tensor(rng.normal(size=(7, 4)), dtype=torch.float32)
    return set_up(ToyRanker(features=4, curved=True), [CONTEXT] * 2, ITEMS, features, background)


def test_all_shown_is_the_score_and_none_the_base(game):
    corners = game.corners()
    for row in range(2):
        players = coalitions(game, row)
        words, features = np.eye(2, dtype=bool)[:, [0] * len(players.words)], np.eye(2, dtype=bool)[:, [0] * 4]
        score, base = players.values(words, features)
        assert score == pytest.approx(float(corners.text_and_behaviour[row]), abs=1e-5)
        assert base == pytest.approx(float(corners.neither[row]), abs=1e-5)
        text = players.text_values(words)
        assert text[0] - text[1] == pytest.approx(float(corners.text_share[row]), abs=1e-5)


def test_a_coalition_is_masking_and_mixing_by_hand(game):
    ranker, row = game.ranker, 1
    players = coalitions(game, row)
    rng = np.random.default_rng(4)
    words = rng.random((9, len(players.words))) < 0.5
    features = rng.random((9, 4)) < 0.5
    found = players.values(words, features)
    for shown, mixed, value in zip(words, features, found, strict=True):
        ids = [tower.ids[row : row + 1].clone() for tower in game.towers]
        for word, is_shown in zip(game.players[row], shown, strict=True):
            if not is_shown:
                ids[word.tower][0, list(word.positions)] = ranker.mask_id
        towers = [tower.take([row]) for tower in game.towers]
        vectors = ranker.vectors([ranker.embed(i) for i in ids], towers)
        rows = torch.where(torch.tensor(mixed), game.features[row], game.background)
        assert value == pytest.approx(float(ranker.score_vectors(vectors, rows[None]).mean()), abs=1e-5)


def test_equal_texts_are_read_once(game):
    read = []
    ranker = game.ranker
    embed = ranker.embed
    ranker.embed = lambda ids: read.append(len(ids)) or embed(ids)
    ids = [tower.ids for tower in game.towers]
    vectors = read_once(ranker, game.towers, ids)
    assert read == [1, 2]  # one context, two items
    for vector, plain in zip(vectors, ranker.vectors([embed(i) for i in ids], game.towers), strict=True):
        assert torch.allclose(vector, plain, atol=1e-6)


def test_a_part_of_a_game_answers_as_the_whole(game):
    whole, alone = game.corners(), game.take([0]).corners()
    assert float(alone.text_share[0]) == pytest.approx(float(whole.text_share[0]), abs=1e-5)
    assert game.take([0]).towers[1].ids.shape[1] < game.towers[1].ids.shape[1]
