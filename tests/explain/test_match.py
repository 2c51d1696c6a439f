"""Which word met which: planted meetings are given back, linear rankers have none, products are exact."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch
from torch import Tensor

from explain.answers import match_answer
from explain.coalitions import Coalitions, coalitions
from explain.game import set_up
from explain.match import Match, NothingToMatch, match
from explain.wording import LANGUAGES
from models.field import Field
from models.storage import load_ranker
from models.text import context_fields, item_fields
from tests.explain.rankers import ToyRanker
from tests.models.cross_encoders import save_cross_encoder

CONTEXT = (Field("search", "search", "smart watch"), Field("history", "history_1", "running shoes"))
ITEM = (Field("item", "title", "sports watch black"), Field("item", "brand", "mi"))


class MeanPooled(ToyRanker):
    """A sentence-embedding ranker: the product of the two texts' mean token vectors."""

    def vectors(self, embeddings, towers) -> tuple[Tensor, ...]:
        sums = super().vectors(embeddings, towers)
        return tuple(
            block / tower.attended.sum(dim=1).repeat(len(block) // len(tower.ids)).unsqueeze(-1)
            for block, tower in zip(sums, towers, strict=True)
        )

    def score_vectors(self, vectors, features: Tensor | None) -> Tensor:
        return (vectors[0] * vectors[1]).sum(dim=-1)


class Planted(ToyRanker):
    """A linear ranker with one bonus: 2 logits where the search says ``smart`` and the item says ``black``."""

    def encode(self, contexts, items):
        self.marks = [4 + sum(word.encode()) % 96 for word in ("smart", "black")]
        return super().encode(contexts, items)

    def embed(self, ids: Tensor) -> Tensor:
        marked = [(ids == mark).unsqueeze(-1).float() for mark in self.marks]
        return torch.cat([super().embed(ids), *marked], dim=-1)

    def score_vectors(self, vectors, features: Tensor | None) -> Tensor:
        plain = super().score_vectors([vector[..., :-2] for vector in vectors], features)
        return plain + 2.0 * vectors[0][..., -2] * vectors[1][..., -1]


def players(ranker, context=CONTEXT, item=ITEM, features: int = 0) -> Coalitions:
    rng = np.random.default_rng(2)
    rows = torch.tensor(rng.normal(size=(2, features)), dtype=torch.float32)
    return coalitions(set_up(ranker, [context], [item], rows[:1] if features else None, rows if features else None), 0)


def named(found: Match) -> dict[tuple[str, str], float]:
    return {
        (word.name, other.name): float(value)
        for word, row in zip(found.words, found.values, strict=True)
        for other, value in zip(found.item_words, row, strict=True)
    }


@pytest.mark.parametrize("features", [0, 3])
def test_of_a_linear_ranker_nothing_meets(features):
    found = match(players(ToyRanker(features=features, curved=False), features=features))
    assert found.values == pytest.approx(np.zeros((2, 4)), abs=1e-5)
    assert [word.name for word in found.met_nothing()] == ["smart", "watch"]
    assert found.together == pytest.approx(0.0, abs=1e-5)
    assert abs(found.words[0].alone) > 0.1


def test_a_product_of_mean_vectors_is_split_into_the_products_of_its_tokens():
    ranker = MeanPooled(features=0, curved=False)
    found = match(players(ranker))
    lengths = [len(ids[0]) for ids in (tower.ids for tower in ranker.encode([CONTEXT], [ITEM]))]

    def away_from_mask(word: str) -> Tensor:
        return ranker.table[4 + sum(word.encode()) % 96] - ranker.table[ranker.mask_id]

    by_hand = {
        (i, j): float(away_from_mask(i) @ away_from_mask(j)) / (lengths[0] * lengths[1])
        for i in ("smart", "watch")
        for j in ("sports", "watch", "black", "mi")
    }
    assert named(found) == pytest.approx(by_hand, abs=1e-5)
    assert found.together == pytest.approx(sum(by_hand.values()), abs=1e-5)


@pytest.mark.parametrize("features", [0, 3])
def test_a_planted_meeting_is_given_back_and_words_without_one_are_listed(features):
    found = match(players(Planted(features=features, curved=False), features=features))
    expected = dict.fromkeys(named(found), 0.0) | {("smart", "black"): 2.0}
    assert named(found) == pytest.approx(expected, abs=1e-5)
    assert [word.name for word in found.met_nothing()] == ["watch"]
    [strongest] = found.pairs(1)
    assert (strongest[0].name, strongest[1].name) == ("smart", "black")
    assert "“smart” with “black” (+2.00)" in match_answer(found)
    assert "“watch”" in match_answer(found).split(". ")[-1]


def test_the_history_is_a_side_of_its_own():
    found = match(players(Planted(features=0, curved=False)), "history")
    assert [word.name for word in found.words] == ["running", "shoes"]
    assert found.values == pytest.approx(np.zeros((2, 4)), abs=1e-5)


def test_a_ranker_that_treats_both_sides_alike_has_a_symmetric_match():
    same = "smart sports watch"
    ranker = ToyRanker(features=0, curved=True)
    found = match(players(ranker, (Field("search", "search", same),), (Field("item", "title", same),)))
    assert found.values == pytest.approx(found.values.T, abs=1e-5)
    assert np.abs(found.values).max() > 0.01


def value_without(ranker, game, hidden: set[int]) -> float:
    ids = [tower.ids.clone() for tower in game.towers]
    for number in hidden:
        word = game.players[0][number]
        ids[word.tower][0, list(word.positions)] = ranker.mask_id
    vectors = ranker.vectors([ranker.embed(i) for i in ids], game.towers)
    return float(ranker.score_vectors(vectors, game.features)[0])


def test_weak_words_are_hidden_as_one_and_each_value_is_a_masked_difference_by_hand():
    ranker = ToyRanker(features=3, curved=True)
    asked = players(ranker, features=3)
    found = match(asked, most_words=2)
    assert [word.count for word in found.item_words] == [1, 1, 2]
    numbers = {word.name: n for n, word in enumerate(asked.words) if word.part == "item"}
    rest = set(numbers.values()) - {numbers[word.name] for word in found.item_words if word.count == 1}
    groups = [{numbers[word.name]} if word.count == 1 else rest for word in found.item_words]
    everything = value_without(ranker, asked.game, set())
    alone = {name: abs(everything - value_without(ranker, asked.game, {n})) for name, n in numbers.items()}
    kept = sorted(alone, key=lambda name: -alone[name])[:2]
    assert {word.name for word in found.item_words if word.count == 1} == set(kept)
    for i, own in enumerate(({0}, {1})):
        for j, other in enumerate(groups):
            parts = [value_without(ranker, asked.game, hidden) for hidden in (own, other, own | other)]
            assert found.values[i, j] == pytest.approx(everything - parts[0] - parts[1] + parts[2], abs=1e-5)


def test_signs_are_no_words_and_a_side_without_words_is_refused():
    item = (Field("item", "title", "watch , black"),)
    found = match(players(ToyRanker(features=0, curved=True), item=item))
    assert [word.name for word in found.item_words] == ["watch", "black"]
    with pytest.raises(NothingToMatch, match="history"):
        match(players(ToyRanker(features=0, curved=True), context=CONTEXT[:1]), "history")


def test_a_cross_encoder_is_asked_the_same_way(tmp_path: Path):
    ranker = load_ranker(save_cross_encoder(tmp_path, "bert"))
    context, item = context_fields("智能手表 black"), item_fields("小米 smart watch black 3", "小米")
    asked = players(ranker, context, item)
    found = match(asked)
    assert found.score == pytest.approx(float(ranker.score_pairs([context], [item])[0]), abs=1e-4)
    own, other = 0, next(n for n, word in enumerate(asked.words) if word.part == "item")
    parts = [value_without(ranker, asked.game, hidden) for hidden in (set(), {own}, {other}, {own, other})]
    assert found.values[0, 0] == pytest.approx(parts[0] - parts[1] - parts[2] + parts[3], abs=1e-4)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_nothing_met_is_said_in_either_language(lang):
    text = match_answer(match(players(ToyRanker(features=0, curved=False))), lang)
    assert "smart" not in text
    assert text
