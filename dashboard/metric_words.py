"""Metrics in words and numbers, for pages and the command line."""

from __future__ import annotations

import re

from queries.metrics import METRICS
from queries.shown import SHOWN_METRICS

_LABEL = re.compile(r"(?P<name>[^@\[]+)(?:@(?P<k>\d+))?(?:\[(?P<part>[^\]]+)\])?")


def metric_title(label: str, lang: str) -> str:
    """Return what a metric is called, with its cut-off and currency.

    >>> metric_title("ndcg@10", "en"), metric_title("shown_click", "zh"), metric_title("my_own", "en")
    ('nDCG@10', '展示点击率', 'my_own')
    """
    found = _LABEL.fullmatch(label)
    title = _titles(label if found is None else found["name"]).get(lang)
    if found is None or title is None:
        return label
    cut = f"@{found['k']}" if found["k"] else ""
    part = f" ({found['part']})" if found["part"] else ""
    return f"{title}{cut}{part}"


def metric_meaning(label: str, lang: str) -> str:
    """Return what a metric says in one sentence, "" where it is not known."""
    name = re.split(r"[@\[]", label)[0]
    known = METRICS.get(name) or SHOWN_METRICS.get(name)
    return known.meaning[lang] if known else ""


def written(value: float | None, signed: bool = False) -> str:
    """Write a figure with as many digits as one can read.

    >>> written(0.12345), written(-0.05, signed=True), written(1234.6), written(None), written(2.0)
    ('0.123', '−0.050', '1,235', '–', '2.00')
    """
    if value is None:
        return "–"
    size = abs(value)
    digits = 0 if size >= 100 else 1 if size >= 10 else 2 if size >= 1 else 3
    return f"{value:{'+' if signed else ''},.{digits}f}".replace("-", "−")


def _titles(name: str) -> dict[str, str]:
    """Return the titles of a metric without what they explain in brackets."""
    known = METRICS.get(name) or SHOWN_METRICS.get(name)
    return {lang: title.partition("（")[0] for lang, title in known.title.items()} if known else {}
