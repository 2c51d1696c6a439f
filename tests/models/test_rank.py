"""Ranking: ties by id, candidates by platform, vectors computed once or again alike."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest
import torch

from models import rank as ranking
from models.catalogue import Catalogue
from models.rank import candidates_for, rank
from models.text import context_fields
from models.two_tower import TwoTowerRanker
from queries.errors import UnknownName
from tests.models.toy_shop import toy_items

CONTEXT = context_fields("智能手表", ["Anta running shoes blue 2"])


@pytest.fixture
def catalogue(tiny_ranker: TwoTowerRanker) -> Catalogue:
    return Catalogue.build(tiny_ranker, toy_items())


def rows(count: int) -> np.ndarray:
    return np.random.default_rng(0).normal(2, 1, (count, 2)).astype(np.float32)


def test_the_slate_is_the_head_over_every_candidate(tiny_ranker: TwoTowerRanker, catalogue: Catalogue) -> None:
    features = rows(24)
    slate = rank(tiny_ranker, catalogue, CONTEXT, features, k=24)
    scores = [place.score for place in slate]
    assert scores == sorted(scores, reverse=True)
    towers = tiny_ranker.encode([CONTEXT] * 24, catalogue.texts)
    vectors = tiny_ranker.vectors([tiny_ranker.embed(tower.ids) for tower in towers], towers)
    expected = tiny_ranker.score_vectors(vectors, torch.from_numpy(features))
    for place in slate:
        assert place.score == pytest.approx(float(expected[catalogue.place(place.item_id)]), abs=1e-5)
        assert place.probability == pytest.approx(1 / (1 + np.exp(-place.score)), abs=1e-5)


def test_equal_scores_come_in_order_of_id(tiny_ranker: TwoTowerRanker) -> None:
    items = toy_items().take(pa.array([5, 3, 9]))
    same = items.set_column(1, "title", pa.array(["twin"] * 3))
    for name in ("brand", "category", "attributes"):
        same = same.set_column(same.column_names.index(name), name, pa.nulls(3, pa.string()))
    catalogue = Catalogue.build(tiny_ranker, same)
    features = np.ones((3, 2), np.float32)
    assert [place.item_id for place in rank(tiny_ranker, catalogue, CONTEXT, features, k=2)] == ["i03", "i05"]


def test_candidates_keep_their_feature_rows(tiny_ranker: TwoTowerRanker, catalogue: Catalogue) -> None:
    features = rows(24)
    whole = {place.item_id: place.score for place in rank(tiny_ranker, catalogue, CONTEXT, features, k=24)}
    chosen = np.array([20, 4, 7])
    for place in rank(tiny_ranker, catalogue, CONTEXT, features[chosen], k=3, candidates=chosen):
        assert place.score == pytest.approx(whole[place.item_id], abs=1e-5)


def test_a_slate_is_never_longer_than_asked_or_than_there_is(tiny_ranker: TwoTowerRanker, catalogue: Catalogue) -> None:
    assert len(rank(tiny_ranker, catalogue, CONTEXT, None, k=100)) == 24
    assert rank(tiny_ranker, catalogue, CONTEXT, None, k=0) == ()
    assert rank(tiny_ranker, catalogue, CONTEXT, rows(0), k=5, candidates=np.zeros(0, np.int64)) == ()


def test_a_large_catalogue_is_cut_to_the_nearest(
    tiny_ranker: TwoTowerRanker, catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ranking, "SCORE_ALL", 10)
    monkeypatch.setattr(ranking, "RETRIEVED", 5)
    places, vector = candidates_for(tiny_ranker, catalogue, CONTEXT)
    near = tiny_ranker.relevance(vector, catalogue.vectors)[0]
    assert set(places) == set(near.topk(5).indices.tolist())
    assert len(candidates_for(tiny_ranker, catalogue, CONTEXT, "another shop")[0]) == 0


def test_unknown_items_are_named(catalogue: Catalogue) -> None:
    with pytest.raises(UnknownName, match="i03"):
        catalogue.place("i3")
