"""What every ranker must beat: rankings that need no training, or hardly any.

Each is a function of what was seen in training; it returns a scorer, which gives one number per candidate row (higher
is better, comparable within a context only). Ties are broken by recent popularity, as a shop would.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeAlias

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from scipy import sparse

from models.pairs import TrainingTables, item_texts
from models.word_index import WordIndex

# (contexts, candidates: context_id, item_id and features) -> [rows of candidates]
Scorer: TypeAlias = Callable[[pa.Table, pa.Table], np.ndarray]
Baseline: TypeAlias = Callable[[TrainingTables, pa.Table, str], Scorer]

TIE = 1e-6


def random_order(training: TrainingTables, items: pa.Table, target: str) -> Scorer:
    """Score by a draw with a fixed seed."""
    return lambda contexts, candidates: np.random.default_rng(0).random(candidates.num_rows)


def popularity(training: TrainingTables, items: pa.Table, target: str) -> Scorer:
    """Score by the item's clicks (purchases, where they are the target) in the 30 days before the context."""
    name = "purchases_30d" if target == "purchase" else "clicks_30d"
    return lambda contexts, candidates: _column(candidates, name)


def personal_frequency(training: TrainingTables, items: pa.Table, target: str) -> Scorer:
    """Score by how often this shopper bought (or clicked) this item before: hard to beat where people reorder."""
    name = "item_purchases" if target == "purchase" else "item_clicks"
    popular = popularity(training, items, target)
    return lambda contexts, candidates: _column(candidates, name) + TIE * popular(contexts, candidates)


def bm25(training: TrainingTables, items: pa.Table, target: str) -> Scorer:
    """Score by Okapi BM25 of the search's words in the item's texts; without a search by popularity alone.

    Words are lower-cased runs of letters and digits, and jieba's words for Chinese.
    """
    index = WordIndex([" ".join(field.text for field in fields) for fields in item_texts(items)])
    popular = popularity(training, items, target)

    def score(contexts: pa.Table, candidates: pa.Table) -> np.ndarray:
        context, item = _places(contexts, "context_id", candidates), _places(items, "item_id", candidates)
        scores = TIE * popular(contexts, candidates)
        searches = contexts["search"].to_pylist()
        for place, rows in rows_by(context):
            scores[rows] += index.scores(searches[place] or "")[item[rows]]
        return scores

    return score


def item_to_item(training: TrainingTables, items: pa.Table, target: str) -> Scorer:
    """Score by cosine of co-occurrence with the history's items: "shoppers who … also …" (Linden et al. 2003).

    Two items are alike when the same shoppers acted on both; a context's candidates add up over its history.
    """
    contexts, pairs = training.contexts, training.pairs
    positive = pairs.filter(pc.greater(pairs[target], 0))
    shopper_of = dict(zip(contexts["context_id"].to_pylist(), contexts["user_id"].to_pylist(), strict=True))
    shoppers = [shopper_of.get(context) for context in positive["context_id"].to_pylist()]
    numbers = {shopper: number for number, shopper in enumerate(dict.fromkeys(shoppers))}
    item = _places(items, "item_id", positive)
    seen = sparse.csr_matrix(
        (np.ones(len(item)), ([numbers[shopper] for shopper in shoppers], item)),
        shape=(len(numbers) or 1, items.num_rows),
    )
    seen.data[:] = 1.0
    together = (seen.T @ seen).tocsr()
    norm = np.sqrt(np.maximum(together.diagonal(), 1.0))
    place_of = {item_id: place for place, item_id in enumerate(items["item_id"].to_pylist())}
    popular = popularity(training, items, target)

    def score(contexts: pa.Table, candidates: pa.Table) -> np.ndarray:
        context, item = _places(contexts, "context_id", candidates), _places(items, "item_id", candidates)
        scores = TIE * popular(contexts, candidates)
        histories = contexts["history"].to_pylist()
        for place, rows in rows_by(context):
            history = [place_of[item_id] for item_id in histories[place] or () if item_id in place_of]
            if history:
                alike = (together[history].toarray() / norm[history, None] / norm).sum(axis=0)
                scores[rows] += alike[item[rows]]
        return scores

    return score


BASELINES: Mapping[str, Baseline] = {
    "random": random_order,
    "popularity": popularity,
    "bm25": bm25,
    "personal_frequency": personal_frequency,
    "item_to_item": item_to_item,
}


def _column(candidates: pa.Table, name: str) -> np.ndarray:
    """Return a feature with absent values as 0; all 0 where the candidates have no such feature."""
    if name not in candidates.column_names:
        return np.zeros(candidates.num_rows)
    return np.nan_to_num(candidates[name].to_numpy().astype(float), nan=0.0)


def _places(table: pa.Table, key: str, rows: pa.Table) -> np.ndarray:
    places: np.ndarray = pc.index_in(rows[key], table[key].combine_chunks()).to_numpy().astype(np.int64)
    return places


def rows_by(keys: np.ndarray) -> list[tuple[int, np.ndarray]]:
    """Return each key once with the rows that have it.

    >>> [(key, rows.tolist()) for key, rows in rows_by(np.array([7, 5, 7]))]
    [(5, [1]), (7, [0, 2])]
    """
    order = np.argsort(keys, kind="stable")
    found, first = np.unique(keys[order], return_index=True)
    return list(zip(found.tolist(), np.split(order, first[1:]), strict=True))
