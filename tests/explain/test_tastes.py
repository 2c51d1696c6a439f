"""Tastes of shoppers on the sample shop: near each other, the same for the same seed, named by what they chose."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest

import sample_data
from explain.similar import shopper_vectors
from explain.tastes import TasteSettings, shopper_tastes
from models.catalogue import Catalogue
from models.storage import load_ranker
from models.topics import NoVectors
from queries.contexts import items
from queries.tastes import chosen_by_shoppers
from queries.workspace import open_workspace
from tests.models.cross_encoders import save_cross_encoder


@pytest.fixture(scope="module")
def shop(demo_workspace) -> tuple[Catalogue, pa.Table, dict[str, str]]:
    with open_workspace(demo_workspace) as ws:
        table = items(ws)
        catalogue = Catalogue.build(load_ranker(sample_data.RANKER), table, keep=ws.vectors)
        categories = dict(zip(table["item_id"].to_pylist(), table["category"].to_pylist(), strict=True))
        return catalogue, chosen_by_shoppers(ws), categories


def test_shoppers_of_a_taste_are_nearest_to_its_middle_and_most_chose_what_it_is_called_by(shop):
    catalogue, chosen, categories = shop
    found = shopper_tastes(*shop, TasteSettings(tastes=8))
    vectors = shopper_vectors(catalogue, chosen)
    assert found["user_id"].to_pylist() == list(vectors.user_ids)
    tastes = np.array(found["taste"].to_pylist())
    names = sorted(set(tastes))
    assert len(names) == 8
    middles = np.stack([vectors.vectors[tastes == name].mean(axis=0) for name in names])
    nearest = ((vectors.vectors[:, None] - middles[None]) ** 2).sum(axis=2).argmin(axis=1)
    assert (np.array(names)[nearest] == tastes).mean() > 0.99
    liked: dict[str, set[str]] = {}
    for user, item in zip(chosen["user_id"].to_pylist(), chosen["item_id"].to_pylist(), strict=True):
        liked.setdefault(user, set()).add(categories[item].split(">")[-1].strip())
    for name in names:
        best = name.split(" · ")[0]
        inside = [best in liked[user] for user, taste in zip(vectors.user_ids, tastes, strict=True) if taste == name]
        outside = [best in liked[user] for user, taste in zip(vectors.user_ids, tastes, strict=True) if taste != name]
        assert np.mean(inside) > 1.5 * np.mean(outside)


def test_the_same_seed_finds_the_same_tastes(shop):
    assert shopper_tastes(*shop, TasteSettings(5, seed=3)).equals(shopper_tastes(*shop, TasteSettings(5, seed=3)))


def test_a_shop_where_nobody_chose_has_no_tastes(shop):
    assert shopper_tastes(shop[0], shop[1].slice(0, 0), shop[2]).num_rows == 0


def test_a_ranker_of_pairs_is_refused(shop, tmp_path):
    ranker = load_ranker(save_cross_encoder(tmp_path / "cross"))
    with open_workspace(tmp_path / "empty", "write") as ws, pytest.raises(NoVectors, match="two-tower"):
        shopper_tastes(Catalogue.build(ranker, items(ws)), shop[1], shop[2])
