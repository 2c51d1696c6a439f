"""Ranking: ties by id, candidates by platform, vectors computed once or again alike."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
import torch
from safetensors import safe_open
from safetensors.torch import save_file

from models import two_tower_index
from models.catalogue import Catalogue
from models.rank import Candidates, candidates_for, rank
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
    slate = rank(tiny_ranker, catalogue, candidates_for(catalogue, CONTEXT), features, k=24)
    scores = [place.score for place in slate]
    assert scores == sorted(scores, reverse=True)
    towers = tiny_ranker.encode([CONTEXT] * 24, catalogue.texts)
    vectors = tiny_ranker.vectors([tiny_ranker.embed(tower.ids) for tower in towers], towers)
    expected = tiny_ranker.score_vectors(vectors, torch.from_numpy(features))
    for place in slate:
        assert place.score == pytest.approx(float(expected[catalogue.place(place.item_id)]), abs=1e-5)
        assert place.probability == pytest.approx(1 / (1 + np.exp(-place.score)), abs=1e-5)


def test_vectors_kept_on_disk_are_those_that_were_read(tiny_ranker: TwoTowerRanker, tmp_path: Path) -> None:
    items, folder = toy_items(), tmp_path / "vectors"

    def vectors(table: pa.Table, ranker: TwoTowerRanker = tiny_ranker) -> torch.Tensor:
        return Catalogue.build(ranker, table, keep=folder).index.vectors

    read = Catalogue.build(tiny_ranker, items).index.vectors
    assert torch.equal(vectors(items), read)
    [file] = folder.iterdir()
    # What is on disk is what is answered: so a change there shows.
    save_file({"vectors": read + 1}, file, safe_open(file, framework="pt").metadata())
    assert torch.equal(vectors(items), read + 1)
    # Other texts, or a damaged file, are read anew.
    renamed = items.set_column(1, "title", pa.array(["twin"] * items.num_rows))
    assert torch.equal(vectors(renamed), Catalogue.build(tiny_ranker, renamed).index.vectors)
    assert torch.equal(vectors(items), read)
    file.write_bytes(file.read_bytes()[:-8])
    assert torch.equal(vectors(items), read)
    assert torch.equal(vectors(items), read)
    assert [each.name for each in folder.iterdir()] == [f"{tiny_ranker.identity}.safetensors"]


def test_equal_scores_come_in_order_of_id(tiny_ranker: TwoTowerRanker) -> None:
    items = toy_items().take(pa.array([5, 3, 9]))
    same = items.set_column(1, "title", pa.array(["twin"] * 3))
    for name in ("brand", "category", "attributes"):
        same = same.set_column(same.column_names.index(name), name, pa.nulls(3, pa.string()))
    catalogue = Catalogue.build(tiny_ranker, same)
    features = np.ones((3, 2), np.float32)
    slate = rank(tiny_ranker, catalogue, candidates_for(catalogue, CONTEXT), features, k=2)
    assert [place.item_id for place in slate] == ["i03", "i05"]


def test_candidates_keep_their_feature_rows(tiny_ranker: TwoTowerRanker, catalogue: Catalogue) -> None:
    features = rows(24)
    candidates = candidates_for(catalogue, CONTEXT)
    whole = {place.item_id: place.score for place in rank(tiny_ranker, catalogue, candidates, features, k=24)}
    chosen = np.array([4, 7, 20])
    few = Candidates(chosen, 24, "all", candidates.question)
    for place in rank(tiny_ranker, catalogue, few, features[chosen], k=3):
        assert place.score == pytest.approx(whole[place.item_id], abs=1e-5)


def test_a_slate_is_never_longer_than_asked_or_than_there_is(tiny_ranker: TwoTowerRanker, catalogue: Catalogue) -> None:
    candidates = candidates_for(catalogue, CONTEXT)
    assert len(rank(tiny_ranker, catalogue, candidates, None, k=100)) == 24
    assert rank(tiny_ranker, catalogue, candidates, None, k=0) == ()
    nothing = candidates_for(catalogue, CONTEXT, "another shop")
    assert nothing.eligible == len(nothing.places) == 0
    assert rank(tiny_ranker, catalogue, nothing, rows(0), k=5) == ()


def test_a_large_catalogue_is_cut_to_the_nearest(
    tiny_ranker: TwoTowerRanker, catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert candidates_for(catalogue, CONTEXT).found_by == "all"
    monkeypatch.setattr(two_tower_index, "SCORE_ALL", 10)
    monkeypatch.setattr(two_tower_index, "RETRIEVED", 5)
    candidates = candidates_for(catalogue, CONTEXT)
    assert (candidates.eligible, candidates.found_by) == (24, "vectors")
    near = tiny_ranker.relevance(tiny_ranker.side_vectors(0, [CONTEXT]), catalogue.index.vectors)[0]
    assert set(candidates.places) == set(near.topk(5).indices.tolist())


def test_unknown_items_are_named(catalogue: Catalogue) -> None:
    with pytest.raises(UnknownName, match="i03"):
        catalogue.place("i3")


def test_a_table_in_any_order_is_one_catalogue(tiny_ranker: TwoTowerRanker, catalogue: Catalogue) -> None:
    turned = Catalogue.build(tiny_ranker, toy_items().take(pa.array(range(23, -1, -1))))
    assert turned.item_ids == catalogue.item_ids
    assert turned.texts == catalogue.texts
    assert torch.allclose(turned.index.vectors, catalogue.index.vectors, atol=1e-6)
