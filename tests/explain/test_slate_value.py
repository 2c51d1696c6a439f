"""What each part is worth to a slate: against the definition counted by hand, and in its relations."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from explain.answers import value_answer
from explain.explanation import PARTS
from explain.game import Game, set_up
from explain.slate_measures import NothingRelevant, mean_score, ndcg, place_of
from explain.slate_value import part_scores, slate_value
from explain.wording import LANGUAGES
from models.field import Field
from tests.explain.rankers import ToyRanker

SEARCH = Field("search", "search", "smart watch")
HISTORY = Field("history", "history_1", "running shoes")
TITLES = ["smart sports watch", "a rather longer title of six", "red shoes", "watch", "phone case blue"]
IDS = ["e", "d", "c", "b", "a"]


def a_game(context=(SEARCH, HISTORY), features: int = 4, curved: bool = True) -> Game:
    rng = np.random.default_rng(7)
    rows = torch.tensor(rng.normal(size=(len(TITLES), features)), dtype=torch.float32)
    background = torch.tensor(rng.normal(size=(6, features)), dtype=torch.float32)
    items = [(Field("item", "title", title),) for title in TITLES]
    ranker = ToyRanker(features=features, curved=curved)
    return set_up(ranker, [context] * len(items), items, *((rows, background) if features else (None, None)))


def score_by_hand(game: Game, row: int, parts: tuple[str, ...]) -> float:
    """Mask the words of the parts that are left out, mix in the background where behaviour is."""
    ranker = game.ranker
    towers = [tower.take([row]) for tower in game.towers]
    ids = [tower.ids.clone() for tower in towers]
    for number, tower in enumerate(towers):
        for position, piece in enumerate(tower.pieces[0]):
            if piece is not None and tower.fields[0][piece.field].part not in parts:
                ids[number][0, position] = ranker.mask_id
    vectors = ranker.vectors([ranker.embed(i) for i in ids], towers)
    if game.features is None:
        return float(ranker.score_vectors(vectors, None)[0])
    rows = game.features[row : row + 1] if "behaviour" in parts else game.background
    return float(ranker.score_vectors(vectors, rows[None]).mean())


def shapley_by_orders(value) -> dict[str, float]:
    """The definition: what a part adds when it comes, over all orders of coming."""
    shares = dict.fromkeys(PARTS, 0.0)
    for order in itertools.permutations(PARTS):
        for at, part in enumerate(order):
            shares[part] += (value(order[: at + 1]) - value(order[:at])) / math.factorial(len(PARTS))
    return shares


MEASURES = (mean_score(), place_of("c"), ndcg({"c": 1.0, "a": 3.0}, k=3))


@pytest.mark.parametrize("measure", MEASURES, ids=lambda measure: measure.name)
@pytest.mark.parametrize("features", [0, 4])
def test_parts_get_what_every_order_counted_gives_them(measure, features):
    game = a_game(features=features)

    def value(parts) -> float:
        scores = np.array([[score_by_hand(game, row, parts) for row in range(len(game))]])
        return float(measure.of(IDS, scores)[0])

    found = slate_value(game, IDS, measure)
    assert found.by_part == pytest.approx(shapley_by_orders(value), abs=1e-5)
    assert sum(found.by_part.values()) == pytest.approx(found.total - found.base, abs=1e-9)


def test_each_coalition_is_scored_as_by_hand():
    game = a_game()
    scores = part_scores(game)
    for number, of_coalition in enumerate(scores):
        parts = tuple(part for at, part in enumerate(PARTS) if number >> at & 1)
        assert of_coalition == pytest.approx([score_by_hand(game, row, parts) for row in range(len(game))], abs=1e-5)


def test_many_candidates_are_scored_in_blocks_as_at_once(monkeypatch):
    game = a_game()
    whole = part_scores(game)
    monkeypatch.setattr("explain.slate_value.TEXTS_AT_ONCE", 11)
    assert part_scores(game) == pytest.approx(whole, abs=1e-6)


def test_a_part_that_is_absent_is_worth_nothing():
    for measure in MEASURES:
        assert slate_value(a_game(context=(SEARCH,)), IDS, measure).by_part["history"] == 0.0
        found = slate_value(a_game(features=0), IDS, measure)
        assert found.by_part["behaviour"] == 0.0
        assert "Behaviour" not in value_answer(found)


def test_of_a_linear_ranker_a_part_adds_the_mean_of_its_words():
    game = a_game(curved=False)
    found = slate_value(game, IDS, mean_score())
    table, weights = game.ranker.table, game.ranker.word_weights
    words = [4 + sum(word.encode()) % 96 for word in SEARCH.text.split()]
    assert found.by_part["search"] == pytest.approx(float(((table[words] - table[3]) @ weights).sum()), abs=1e-4)
    moved = (game.features - game.background.mean(dim=0)) @ game.ranker.feature_weights
    assert found.by_part["behaviour"] == pytest.approx(float(moved.mean()), abs=1e-4)


@given(st.lists(st.integers(-3, 3), min_size=1, max_size=8), st.data())
@settings(max_examples=100, deadline=None)
def test_a_place_is_the_one_that_sorting_gives(scores, data):
    ids = data.draw(st.permutations([f"i{n}" for n in range(len(scores))]))
    ranked = sorted(zip(scores, ids, strict=True), key=lambda pair: (-pair[0], pair[1]))
    for place, (_, item_id) in enumerate(ranked, start=1):
        assert place_of(item_id).of(ids, np.array([scores], dtype=float)).tolist() == [-place]


def test_a_slate_without_anything_relevant_is_refused():
    with pytest.raises(NothingRelevant, match="No item is relevant"):
        ndcg({"a": 0.0})


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_answer_says_where_it_begins_and_ends(lang):
    found = slate_value(a_game(), IDS, place_of("c"))
    text = value_answer(found, lang)
    assert f"{-found.base:.0f}" in text
    assert f"{-found.total:.0f}" in text
    assert found.to_dict()["coalitions"][""] == found.base
