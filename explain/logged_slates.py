"""The slates a ranker makes for contexts of the log, with behaviour as of each context's moment."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from explain.shop import Shop
from models.field import Field
from models.rank import SlateItem, candidates_for, rank
from queries.point_in_time import CountedLog


@dataclass(frozen=True)
class LoggedSlate:
    """What the ranker would have shown in one logged context.

    ``context`` is its row of :func:`queries.contexts.contexts`; ``fields`` are its texts, ``items`` the best k in
    order, and ``features`` [k, F] what was known of them at the context's moment.
    """

    context: dict[str, Any]
    fields: tuple[Field, ...]
    items: tuple[SlateItem, ...]
    features: np.ndarray


def logged_slates(log: CountedLog, shop: Shop, contexts: pa.Table, k: int = 10) -> Iterator[LoggedSlate]:
    """Rank the catalogue of each context's platform as it is served; behaviour is looked up for all at once."""
    rows = contexts.to_pylist()
    texts = [shop.context_of(row["search"], row["history"]) for row in rows]
    found = [
        candidates_for(shop.catalogue, fields, platform_of(shop, row)) for row, fields in zip(rows, texts, strict=True)
    ]
    known = features_as_of(log, shop, rows, [candidates.places for candidates in found])
    for row, fields, candidates, features in zip(rows, texts, found, known, strict=True):
        items = rank(shop.ranker, shop.catalogue, candidates, features, k)
        chosen = np.searchsorted(candidates.places, [shop.catalogue.place(item.item_id) for item in items])
        yield LoggedSlate(row, fields, items, features[chosen])


def platform_of(shop: Shop, row: dict[str, Any]) -> str | None:
    """Return the platform whose items a context is ranked from; None for all, where the catalogue does not know it."""
    return row["platform"] if row["platform"] in shop.platforms else None


def features_as_of(
    log: CountedLog, shop: Shop, rows: list[dict[str, Any]], places: list[np.ndarray]
) -> list[np.ndarray]:
    """Return features [n, F] of each context's candidates (``places`` of the catalogue), as of the context's moment."""
    names = shop.ranker.feature_names
    if not names:
        return [np.zeros((len(of_context), 0), np.float32) for of_context in places]
    ids = pa.array(shop.catalogue.item_ids)
    asked = [(row["context_id"], ids.take(pa.array(of_context))) for row, of_context in zip(rows, places, strict=True)]
    context_ids = np.repeat([context_id for context_id, _ in asked], [len(of_context) for of_context in places])
    item_ids = pa.concat_arrays([items for _, items in asked])
    table = log.features(pa.table({"context_id": context_ids, "item_id": item_ids}))
    keys = pc.binary_join_element_wise(table["context_id"].cast(pa.string()), table["item_id"], "\t")
    wanted = pc.binary_join_element_wise(pa.array(context_ids, pa.string()), item_ids, "\t")
    values = np.column_stack([table[name].to_numpy() for name in names]).astype(np.float32)
    ordered = values[pc.index_in(wanted, value_set=keys.combine_chunks()).to_numpy(zero_copy_only=False)]
    return np.split(ordered, np.cumsum([len(of_context) for of_context in places])[:-1])
