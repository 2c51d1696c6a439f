"""What searches are about: clusters of like vectors, named by the words most typical of them."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa

from models.serving import ServingRanker
from models.text import context_fields
from models.two_tower import TwoTowerRanker
from models.word_index import words
from queries.errors import WhyrankError
from queries.privacy import MIN_SHOPPERS

NAMED_BY = 3  # words


class NoVectors(WhyrankError):
    """The ranker reads a search only together with an item, so searches have no vectors of their own."""


@dataclass(frozen=True)
class TopicSettings:
    """How many topics there are, and the seed that their search begins with: the same seed finds the same topics."""

    topics: int = field(default=24, metadata={"help": "How many topics to tell apart."})
    seed: int = field(default=0, metadata={"help": "Seed of the clustering."})


def search_topics(ranker: ServingRanker, typed: pa.Table, settings: TopicSettings | None = None) -> pa.Table:
    """Return search and topic, a row per search of ``typed`` (search, shopper, contexts).

    The searches' vectors, scaled to length 1, are put into clusters by k-means, each search weighing as much as it has
    contexts (Lloyd 1982; k-means++ of Arthur and Vassilvitskii 2007, the best of four starts). Raises
    :class:`NoVectors` for a ranker that has none.
    """
    settings = settings or TopicSettings()
    weights: Counter[str] = Counter()
    for row in typed.to_pylist():
        weights[row["search"]] += row["contexts"]
    searches = sorted(weights)
    if not searches:
        return pa.table({"search": pa.array([], pa.string()), "topic": pa.array([], pa.string())})
    clusters = _clusters(search_vectors(ranker, searches), np.array([weights[s] for s in searches]), settings)
    shoppers: defaultdict[str, set[str]] = defaultdict(set)
    for row in typed.to_pylist():
        shoppers[row["search"]].add(row["shopper"])
    names = topic_names(searches, clusters, weights, shoppers)
    return pa.table({"search": searches, "topic": [names[cluster] for cluster in clusters]})


def search_vectors(ranker: ServingRanker, searches: Sequence[str]) -> np.ndarray:
    """Return vectors [n, d] of length 1 of n searches, as the ranker reads them without a history."""
    if not isinstance(ranker, TwoTowerRanker):
        raise NoVectors(
            "This ranker reads a search only together with an item, so searches have no vectors of their own.",
            "Choose a two-tower ranker of the workspace with `--ranker`.",
        )
    vectors = ranker.side_vectors(0, [context_fields(search, []) for search in searches]).numpy().astype(np.float64)
    scaled: np.ndarray = vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-12)
    return scaled


def _clusters(vectors: np.ndarray, weights: np.ndarray, settings: TopicSettings) -> list[int]:
    from sklearn.cluster import KMeans  # a second, which nobody else waits for

    count = min(settings.topics, len(np.unique(vectors, axis=0)))
    found = KMeans(count, n_init=4, random_state=settings.seed).fit(vectors, sample_weight=weights)
    return [int(cluster) for cluster in found.labels_]


def topic_names(
    searches: Sequence[str],
    clusters: Sequence[int],
    weights: Mapping[str, int],
    shoppers: Mapping[str, set[str]],
) -> dict[int, str]:
    """Return a name per cluster, no two alike: up to three of the words that are most typical of its searches.

    Typical is what is frequent there and rarer elsewhere: p · log(p / q), p the share of the cluster's contexts whose
    search has the word, q that of all contexts. A word that fewer than 11 shoppers typed names nothing; a cluster
    without a word is called by its number, the largest first.

    >>> typed = {"red shoes": 6, "blue shoes": 5, "tea pot": 8, "zebra": 2}
    >>> who = {search: {f"{search}{n}" for n in range(20 if search != "zebra" else 2)} for search in typed}
    >>> topic_names(list(typed), [0, 0, 1, 2], typed, who)
    {0: 'shoes · red · blue', 1: 'pot · tea', 2: '#3'}
    """
    said = {search: set(words(search)) for search in searches}
    typed_by: defaultdict[str, set[str]] = defaultdict(set)
    overall: Counter[str] = Counter()
    inside: defaultdict[int, Counter[str]] = defaultdict(Counter)
    sizes: Counter[int] = Counter()
    for search, cluster in zip(searches, clusters, strict=True):
        sizes[cluster] += weights[search]
        for word in said[search]:
            typed_by[word] |= shoppers[search]
            overall[word] += weights[search]
            inside[cluster][word] += weights[search]
    total = sizes.total()
    names: dict[int, str] = {}
    for place, (cluster, size) in enumerate(sorted(sizes.items(), key=lambda pair: (-pair[1], pair[0])), start=1):

        def typical(word: str, cluster: int = cluster, size: int = size) -> float:
            share = inside[cluster][word] / size
            return share * math.log(share * total / overall[word])

        usable = [word for word in inside[cluster] if len(typed_by[word]) >= MIN_SHOPPERS and typical(word) > 0]
        usable = [word for word in usable if len(word) > 1 or word > "\u3400"]  # a single letter says nothing
        best = sorted(usable, key=lambda word: (-typical(word), word))[:NAMED_BY]
        name = " · ".join(best) or f"#{place}"
        names[cluster] = name if name not in names.values() else f"{name} #{place}"
    return names
