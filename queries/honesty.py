"""When there is enough to say something, and how sure one must be: every threshold of the analytics in one place."""

from __future__ import annotations

MIN_CONTEXTS = 30
MIN_CONTEXTS_OF_RATES = 100
RECIPROCAL = ("mrr",)  # as uneven as a rate: most of it hangs on a single position
LEVEL = 0.05  # of tests, and of false discoveries among what is called significant
POWER = 0.8
RESAMPLES = 500
FLIPS = 1_999
# A difference of so many standard errors is found with that power at that level: 1.960 + 0.842, of the normal.
DETECTABLE_ERRORS = 2.8016


def contexts_needed(metric: str, is_rate: bool) -> int:
    """Return how many contexts a group must have before its figures are shown.

    ``is_rate``: every value of the metric is 0 or 1.

    >>> contexts_needed("ndcg@10", False), contexts_needed("mrr@10", False), contexts_needed("hit_rate@10", True)
    (30, 100, 100)
    """
    return MIN_CONTEXTS_OF_RATES if is_rate or metric.partition("@")[0] in RECIPROCAL else MIN_CONTEXTS
