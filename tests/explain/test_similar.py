"""Shoppers like each other: by vectors a reader can check."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pyarrow as pa
import pytest
import torch

from explain.similar import has_vectors, shopper_vectors

ITEMS = ("a", "b", "c", "d")
VECTORS = torch.tensor([[1.0, 0.0], [1.0, 0.1], [0.0, 1.0], [-1.0, 0.0]])


def catalogue(vectors: torch.Tensor | None = VECTORS) -> SimpleNamespace:
    index = SimpleNamespace() if vectors is None else SimpleNamespace(vectors=vectors)
    return SimpleNamespace(index=index, places={name: place for place, name in enumerate(ITEMS)})


def chosen(**items: str) -> pa.Table:
    pairs = [(user, item) for user, named in items.items() for item in named]
    return pa.table({"user_id": [user for user, _ in pairs], "item_id": [item for _, item in pairs]})


def test_a_shopper_is_the_mean_of_what_they_chose():
    found = shopper_vectors(catalogue(), chosen(one="abc", two="bcd"))
    centred = VECTORS.numpy() - VECTORS.numpy().mean(axis=0)
    for user, places in (("one", [0, 1, 2]), ("two", [1, 2, 3])):
        mean = centred[places].mean(axis=0)
        np.testing.assert_allclose(
            found.vectors[found.user_ids.index(user)], mean / np.linalg.norm(mean), rtol=1e-5, atol=1e-6
        )
    [(name, cosine)] = found.nearest("one")
    assert name == "two"
    assert cosine == pytest.approx(float(found.vectors[0] @ found.vectors[1]))


def test_who_chose_the_same_is_nearest():
    found = shopper_vectors(catalogue(), chosen(me="abc", twin="abc", other="bcd"))
    assert [name for name, _ in found.nearest("me")] == ["twin", "other"]
    assert found.nearest("me")[0][1] == pytest.approx(1.0)


def test_few_or_unknown_items_make_no_vector():
    found = shopper_vectors(catalogue(), chosen(few="ab", lost="xyz", mixed="abxyz", enough="abd"))
    assert found.user_ids == ("enough",)
    assert found.nearest("few") == found.nearest("enough") == []


def test_a_ranker_of_pairs_has_none():
    assert has_vectors(catalogue())  # type: ignore[arg-type]
    assert not has_vectors(catalogue(None))  # type: ignore[arg-type]
