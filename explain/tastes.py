"""Groups of shoppers who care for similar things: clusters of their vectors, named by what is most typical of them."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa

from explain.similar import has_vectors, shopper_vectors
from models.catalogue import Catalogue
from models.topics import NoVectors
from queries.privacy import MIN_SHOPPERS

NAMED_BY = 2  # categories


@dataclass(frozen=True)
class TasteSettings:
    """How many tastes there are, and the seed that their search begins with: the same seed finds the same tastes."""

    tastes: int = field(default=16, metadata={"help": "How many tastes to tell apart."})
    seed: int = field(default=0, metadata={"help": "Seed of the clustering."})


def shopper_tastes(
    catalogue: Catalogue,
    chosen: pa.Table,
    categories: Mapping[str, str | None],
    settings: TasteSettings | None = None,
) -> pa.Table:
    """Return user_id and taste, a row per shopper who chose three items or more.

    ``chosen``: user_id and item_id, each pair once; ``categories``: of every item. The shoppers' vectors
    (:func:`explain.similar.shopper_vectors`) are put into clusters by k-means, the best of four starts (Lloyd 1982;
    Arthur and Vassilvitskii 2007). Raises :class:`models.topics.NoVectors` for a ranker that reads only pairs.
    """
    settings = settings or TasteSettings()
    if not has_vectors(catalogue):
        raise NoVectors(
            "This ranker reads items only together with a search, so shoppers have no vectors by what they chose.",
            "Choose a two-tower ranker of the workspace with `--ranker`.",
        )
    found = shopper_vectors(catalogue, chosen)
    if not found.user_ids:
        return pa.table({"user_id": pa.array([], pa.string()), "taste": pa.array([], pa.string())})
    clusters = _clusters(found.vectors, settings)
    cluster_of = dict(zip(found.user_ids, clusters, strict=True))
    liked: defaultdict[str, set[str]] = defaultdict(set)
    for user_id, item_id in zip(chosen["user_id"].to_pylist(), chosen["item_id"].to_pylist(), strict=True):
        if user_id in cluster_of and categories.get(item_id):
            liked[user_id].add(str(categories[item_id]))
    names = taste_names(cluster_of, liked)
    return pa.table({"user_id": list(found.user_ids), "taste": [names[cluster] for cluster in clusters]})


def _clusters(vectors: np.ndarray, settings: TasteSettings) -> Sequence[int]:
    from sklearn.cluster import KMeans  # a second, which nobody else waits for

    count = min(settings.tastes, len(np.unique(vectors, axis=0)))
    found = KMeans(count, n_init=4, random_state=settings.seed).fit(vectors.astype(np.float64))
    return [int(cluster) for cluster in found.labels_]


def taste_names(cluster_of: Mapping[str, int], liked: Mapping[str, set[str]]) -> dict[int, str]:
    """Return a name per cluster, no two alike: up to two of the categories that are most typical of its shoppers.

    Typical is what is frequent there and rarer elsewhere: p · log(p / q), p the share of the cluster's shoppers who
    chose something of the category, q that of all. A category that fewer than 11 shoppers of the cluster chose names
    nothing; a cluster without one is called by its number, the largest first. Of a path (a > b) the last part is told.

    >>> cluster_of = {f"u{n}": n % 2 for n in range(40)}
    >>> taste_names(cluster_of, {user: {"Home > Tea"} if own else {"Toys"} for user, own in cluster_of.items()})
    {0: 'Toys', 1: 'Tea'}
    """
    sizes = Counter(cluster_of.values())
    overall: Counter[str] = Counter()
    inside: defaultdict[int, Counter[str]] = defaultdict(Counter)
    for user_id, cluster in cluster_of.items():
        overall.update(liked.get(user_id, ()))
        inside[cluster].update(liked.get(user_id, ()))
    names: dict[int, str] = {}
    for place, (cluster, size) in enumerate(sorted(sizes.items(), key=lambda pair: (-pair[1], pair[0])), start=1):

        def typical(category: str, cluster: int = cluster, size: int = size) -> float:
            share = inside[cluster][category] / size
            return share * math.log(share * len(cluster_of) / overall[category])

        usable = [name for name, count in inside[cluster].items() if count >= MIN_SHOPPERS and typical(name) > 0]
        best = sorted(usable, key=lambda name: (-typical(name), name))[:NAMED_BY]
        name = " · ".join(each.split(">")[-1].strip() for each in best) or f"#{place}"
        names[cluster] = name if name not in names.values() else f"{name} #{place}"
    return names
