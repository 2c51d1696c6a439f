"""A training set as arrays: contexts and items tokenised once, pairs as indices, labels and features."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, Protocol, TypeAlias

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import torch
from torch import Tensor

from models.errors import TrainingDataMissing
from models.field import Field
from models.text import context_fields, item_fields
from models.token_table import TokenTable, read_rows
from models.towers import FieldTokenizer
from models.two_tower import HEADS, TwoTowerRanker

Reads: TypeAlias = Literal["all", "text", "behaviour"]
LAST_POSITION = 50


class TrainingTables(Protocol):
    """What :class:`queries.training.TrainingSet` offers: Arrow tables of contexts and of pairs."""

    @property
    def contexts(self) -> pa.Table:
        """context_id, search, history (item ids, most recent first)."""
        ...

    @property
    def pairs(self) -> pa.Table:
        """context_id, item_id, position, shown, click, cart, purchase, features."""
        ...


@dataclass(frozen=True)
class Pairs:
    """P pairs of C contexts and I items, sorted by context: context c owns pairs ``starts[c]`` to ``starts[c+1]``.

    ``table``: the pairs as they came, rows as below. ``platform``: [C] numbers.
    ``context``, ``item``: [P] indices. ``position``: [P], 0 where the item was not shown (a sampled negative) or the
    log knows no positions. ``shown``: [P] bool. ``labels``: [P, 3] in the order of ``HEADS``. ``features``: [P, F].
    """

    table: pa.Table
    platform: Tensor
    contexts: TokenTable
    items: TokenTable
    starts: Tensor
    context: Tensor
    item: Tensor
    position: Tensor
    shown: Tensor
    labels: Tensor
    features: Tensor


def item_texts(items: pa.Table, reads: Reads = "all") -> list[tuple[Field, ...]]:
    """Return the fields of each row of an items table (none where only behaviour is read)."""
    if reads == "behaviour":
        return [()] * items.num_rows
    names = ("title", "brand", "category", "attributes")
    return [item_fields(*(row[name] for name in names)) for row in items.select(names).to_pylist()]


def context_texts(contexts: pa.Table, items: pa.Table, reads: Reads = "all") -> list[tuple[Field, ...]]:
    """Return the fields of each row of a contexts table; history ids become titles by the items table."""
    if reads == "behaviour":
        return [()] * contexts.num_rows
    titles = dict(zip(items["item_id"].to_pylist(), items["title"].to_pylist(), strict=True))
    rows = zip(contexts["search"].to_pylist(), contexts["history"].to_pylist(), strict=True)
    return [context_fields(search, [titles.get(item) for item in history or ()]) for search, history in rows]


def prepare_pairs(
    tables: TrainingTables,
    items: pa.Table,
    tokenizer: FieldTokenizer,
    feature_names: Sequence[str],
    reads: Reads = "all",
) -> Pairs:
    """Return the training set as arrays; pairs whose context or item is unknown are left out.

    Raises :class:`TrainingDataMissing` when nothing is left.
    """
    contexts, pairs = tables.contexts, tables.pairs
    context = pc.index_in(pairs["context_id"], contexts["context_id"].combine_chunks()).combine_chunks()
    item = pc.index_in(pairs["item_id"], items["item_id"].combine_chunks()).combine_chunks()
    known = pc.and_(pc.is_valid(context), pc.is_valid(item))
    order = pc.filter(pa.array(np.arange(pairs.num_rows)), known).to_numpy()
    order = order[np.argsort(context.to_numpy(zero_copy_only=False)[order], kind="stable")]
    if not len(order):
        raise TrainingDataMissing(
            "There are no pairs of a context and an item to learn from.",
            "Check the dates and that searches, impressions or events were imported (`whyrank overview`).",
        )
    table = pairs.take(pa.array(order))
    context_index = context.take(pa.array(order)).to_numpy().astype(np.int64)

    def column(name: str, absent: float = 0.0) -> np.ndarray:
        values: np.ndarray = table[name].cast(pa.float32()).fill_null(absent).to_numpy()
        return values

    shown = column("shown") > 0
    position = np.where(shown, np.clip(column("position"), 0, LAST_POSITION), 0).astype(np.int64)
    features = np.stack([column(name, np.nan) for name in feature_names] or [np.zeros(0)], axis=1)
    return Pairs(
        table=table,
        platform=torch.from_numpy(_numbered(contexts["platform"])),
        contexts=TokenTable.of(tokenizer, context_texts(contexts, items, reads)),
        items=TokenTable.of(tokenizer, item_texts(items, reads)),
        starts=torch.from_numpy(np.searchsorted(context_index, np.arange(contexts.num_rows + 1))),
        context=torch.from_numpy(context_index),
        item=torch.from_numpy(item.take(pa.array(order)).to_numpy().astype(np.int64)),
        position=torch.from_numpy(position),
        shown=torch.from_numpy(shown),
        labels=torch.from_numpy(np.stack([column(head) for head in HEADS], axis=1)),
        features=torch.from_numpy(features if len(feature_names) else np.zeros((len(order), 0), np.float32)),
    )


def _numbered(values: pa.ChunkedArray) -> np.ndarray:
    """Return a number per different value, null being one of them."""
    numbers: np.ndarray = np.unique(values.cast(pa.string()).fill_null("").to_numpy(), return_inverse=True)[1]
    return numbers


@torch.inference_mode()
def score_pairs(ranker: TwoTowerRanker, pairs: Pairs, batch: int = 8192) -> np.ndarray:
    """Return the score of each pair [P], as served: dropout off and no position term."""
    was_training = ranker.training
    ranker.eval()
    contexts, items = read_rows(ranker, 0, pairs.contexts), read_rows(ranker, 1, pairs.items)
    scores = [
        ranker.score_vectors((contexts[pairs.context[part]], items[pairs.item[part]]), pairs.features[part])
        for part in torch.arange(len(pairs.context)).split(batch)
    ]
    ranker.train(was_training)
    return torch.cat(scores).numpy()
