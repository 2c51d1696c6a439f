"""Segments in words: what a combination is called, and a sentence of what was found of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dashboard.i18n import translate
from dashboard.metric_words import metric_title, written
from queries.segments import Dimension


def conditions(known: Mapping[str, Dimension], dimensions: Sequence[str], segments: Sequence[str], lang: str) -> str:
    """Return what a combination of segments is called.

    >>> from queries.segments import DIMENSIONS
    >>> conditions(DIMENSIONS, ["device", "intent"], ["mobile", "typo"], "en")
    'Device: Mobile · What the search says: Typo'
    """
    named = (
        translate(
            lang,
            "segments.condition",
            dimension=known[name].title[lang],
            segment=known[name].segment_title(segment, lang),
        )
        for name, segment in zip(dimensions, segments, strict=True)
    )
    return " · ".join(named)


def finding(known: Mapping[str, Dimension], row: Mapping[str, Any], metric: str, value: float, lang: str) -> str:
    """Return a sentence of one of the worst segments: how bad, how sure, how many, and what it costs."""
    said = translate(
        lang,
        "segments.finding",
        conditions=conditions(known, row["dimensions"], row["segments"], lang),
        metric=metric_title(metric, lang),
        mean=written(row["mean"]),
        rest=written(row["rest_mean"]),
        difference=written(row["difference"], signed=True),
        low=written(min(row["low"], row["high"]), signed=True),
        high=written(max(row["low"], row["high"]), signed=True),
        contexts=f"{row['contexts']:,}",
        shoppers=f"{row['shoppers']:,}",
    )
    key = "segments.cost_points" if value == 1 else "segments.cost_worth"
    return said + translate(lang, key, cost=written(row["cost"]), metric=metric_title(metric, lang))
