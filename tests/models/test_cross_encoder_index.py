"""A catalogue behind a cross-encoder: words retrieve, the ranker orders, and what was left out is said."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from models.catalogue import Catalogue
from models.cross_encoder import CrossEncoderRanker
from models.rank import candidates_for, rank
from models.storage import load_ranker
from models.text import context_fields
from tests.models.cross_encoders import save_cross_encoder
from tests.models.toy_shop import toy_items

SHOES = {place for place in range(24) if place % 4 == 2}  # The toy shop's items in order of id, one noun in four.


@pytest.fixture
def ranker(tmp_path: Path) -> CrossEncoderRanker:
    return load_ranker(save_cross_encoder(tmp_path, retrieved=6))


@pytest.fixture
def catalogue(ranker: CrossEncoderRanker) -> Catalogue:
    return Catalogue.build(ranker, toy_items())


def test_the_words_of_the_search_retrieve(catalogue: Catalogue) -> None:
    found = candidates_for(catalogue, context_fields("running shoes", ["茶壶"]))
    assert set(found.places) == SHOES
    assert (found.eligible, found.found_by) == (24, "search")


def test_without_a_search_the_history_retrieves(catalogue: Catalogue) -> None:
    found = candidates_for(catalogue, context_fields(None, ["Anta running shoes"]))
    assert set(found.places) == SHOES
    assert found.found_by == "history"


@pytest.mark.parametrize("context", [context_fields("蓝牙耳机"), context_fields(None)])
def test_where_no_word_is_shared_the_first_are_taken_and_it_is_said(catalogue: Catalogue, context: tuple) -> None:
    found = candidates_for(catalogue, context)
    assert found.places.tolist() == [0, 1, 2, 3, 4, 5]
    assert found.found_by == "order"


def test_too_few_hits_are_filled_up_in_order_of_id(catalogue: Catalogue) -> None:
    found = candidates_for(catalogue, context_fields("22"))
    assert found.places.tolist() == [0, 1, 2, 3, 4, 22]
    assert found.found_by == "search"


def test_a_small_platform_is_scored_whole(ranker: CrossEncoderRanker) -> None:
    items = toy_items().set_column(5, "platform", pa.array(["east"] * 18 + ["west"] * 6))
    catalogue = Catalogue.build(ranker, items)
    west = candidates_for(catalogue, context_fields("running shoes"), "west")
    assert (west.places.tolist(), west.eligible, west.found_by) == (list(range(18, 24)), 6, "all")
    east = candidates_for(catalogue, context_fields("running shoes"), "east")
    assert set(east.places) == {place for place in SHOES if place < 18} | {0, 1}
    assert east.eligible == 18


def test_the_slate_is_the_model_over_the_candidates(ranker: CrossEncoderRanker, catalogue: Catalogue) -> None:
    context = context_fields("running shoes", ["茶壶"])
    found = candidates_for(catalogue, context)
    slate = rank(ranker, catalogue, found, np.zeros((6, 0), np.float32), k=4)
    scores = {
        catalogue.item_ids[place]: float(ranker.score_pairs([context], [catalogue.texts[place]])[0])
        for place in found.places
    }
    assert [item.item_id for item in slate] == sorted(scores, key=lambda item: -scores[item])[:4]
    for item in slate:
        assert item.score == pytest.approx(scores[item.item_id], abs=1e-4)
        assert item.probability == pytest.approx(1 / (1 + np.exp(-item.score)), abs=1e-5)


def test_an_empty_catalogue_has_no_slate(ranker: CrossEncoderRanker) -> None:
    catalogue = Catalogue.build(ranker, toy_items().slice(0, 0))
    assert rank(ranker, catalogue, candidates_for(catalogue, context_fields("shoes")), None) == ()
