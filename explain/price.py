"""What follows from another price: the behaviour features that are computed from it move with it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

FOLLOWING = ("price", "price_percentile", "discount", "price_gap")


def with_price(
    features: np.ndarray,
    names: Sequence[str],
    price: float,
    list_price: float | None,
    category_prices: np.ndarray,
) -> np.ndarray:
    """Return features [F] as they would be at another price; what does not follow from the price stays.

    ``price`` and ``category_prices`` [n] (the catalogue's, same category and platform) are in one currency. The four
    that follow are those queries/features computes from it: price, its position in the category (equal prices count
    half), the discount from ``list_price``, and the gap to what the shopper usually pays.

    >>> names = ("price", "price_percentile", "discount", "price_gap")
    >>> now = np.array([100.0, 0.5, 0.0, 0.2], dtype=np.float32)
    >>> with_price(now, names, 50.0, 100.0, np.array([40.0, 60.0, 80.0, 100.0])).round(2)
    array([50.  ,  0.25,  0.5 , -0.49], dtype=float32)
    """
    changed = features.copy()
    place = {name: number for number, name in enumerate(names)}
    if "price_gap" in place and "price" in place:
        # The gap is a difference of logarithms: what the shopper usually pays drops out.
        changed[place["price_gap"]] += np.log(price / features[place["price"]])
    if "price" in place:
        changed[place["price"]] = price
    if "price_percentile" in place and len(category_prices):
        lower, equal = (category_prices < price).mean(), (category_prices == price).mean()
        changed[place["price_percentile"]] = lower + equal / 2
    if "discount" in place and list_price:
        changed[place["discount"]] = 1.0 - price / list_price
    return changed
