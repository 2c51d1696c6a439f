"""Do explanations name the true drivers? Asked where a simulator wrote them down.

The ranker sees texts and features, the truth speaks of tastes and matches. Both are summed to the groups below, the
finest that a log can tell apart: quality and popularity of an item show in the same click and purchase rates, and the
three kinds of match are all read off the same words. Contributions are relative to a base, so the truth is taken
relative to its mean over all impressions. The simulator's noise is in no group: no log knows it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.stats import spearmanr

from explain.explanation import Contribution, Explanation

# group: (drivers of the truth, behaviour features, parts of the text)
GROUPS: dict[str, tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]] = {
    "match": (("category_match", "brand_match", "attribute_match"), (), ("search", "item")),
    "category_taste": (("category_taste",), ("category_affinity", "last_click_same_category"), ("history",)),
    "brand_loyalty": (("brand_loyalty",), ("brand_affinity",), ()),
    "price_fit": (("price_fit",), ("price", "price_percentile", "price_gap", "usual_price"), ()),
    "discount": (("discount",), ("discount",), ()),
    "appeal": (
        ("quality", "popularity"),
        ("clicks_7d", "clicks_30d", "purchases_30d", "click_rate", "purchase_rate", "rating", "reviews"),
        (),
    ),
    "seen_before": (("seen_before",), ("item_clicks", "item_purchases", "days_since_bought"), ()),
    "session": (("session",), ("session_category_clicks", "session_brand_clicks"), ()),
}


@dataclass(frozen=True)
class Agreement:
    """Over ``pairs`` explanations: mean Spearman correlation of the groups' contributions with the true ones, and how
    often the strongest true driver is among the three strongest explained ones; each beside random attribution."""

    pairs: int
    rank_correlation: float
    top_three: float
    random_rank_correlation: float
    random_top_three: float


def explained_groups(contributions: Sequence[Contribution]) -> np.ndarray:
    """Sum contributions to the groups [G], in the order of ``GROUPS``; what is in no group is left out.

    >>> word, feature = Contribution("search", "watch", 0.5), Contribution("behaviour", "discount", -0.1)
    >>> explained_groups([word, feature])[:5].tolist()
    [0.5, 0.0, 0.0, 0.0, -0.1]
    """
    sums = []
    for _, features, parts in GROUPS.values():
        chosen = (c.contribution for c in contributions if c.part in parts or c.name in features)
        sums.append(float(sum(chosen)))
    return np.array(sums)


def true_groups(drivers: Mapping[str, float], means: Mapping[str, float]) -> np.ndarray:
    """Sum true drivers less their means to the groups [G], in the order of ``GROUPS``."""
    centred = {name: drivers.get(name, 0.0) - mean for name, mean in means.items()}
    return np.array([sum(centred.get(name, 0.0) for name in names) for names, _, _ in GROUPS.values()])


def agreement(
    explanations: Sequence[Explanation],
    truths: Sequence[Mapping[str, float]],
    means: Mapping[str, float],
    seed: int = 0,
) -> Agreement:
    """Compare explanations with the true drivers of the same pairs, in the same order."""
    found = np.array([explained_groups(e.contributions) for e in explanations])
    true = np.array([true_groups(truth, means) for truth in truths])
    random = np.random.default_rng(seed).normal(size=found.shape)
    return Agreement(
        len(found),
        _correlation(found, true),
        _top_three(found, true),
        _correlation(random, true),
        _top_three(random, true),
    )


def _correlation(found: np.ndarray, true: np.ndarray) -> float:
    return float(np.mean([spearmanr(row, truth).statistic for row, truth in zip(found, true, strict=True)]))


def _top_three(found: np.ndarray, true: np.ndarray) -> float:
    strongest = np.abs(true).argmax(axis=1)
    best = np.argsort(-np.abs(found), axis=1)[:, :3]
    return float((best == strongest[:, None]).any(axis=1).mean())
