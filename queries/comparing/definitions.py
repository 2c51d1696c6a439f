"""What is stated of a metric, by the label its figures go by."""

from __future__ import annotations

from queries.metrics import METRICS

K = 10


def metric_name(label: str) -> str:
    """Return a metric's name without its cut-off and currency.

    >>> metric_name("ndcg@10"), metric_name("revenue[CNY]")
    ('ndcg', 'revenue')
    """
    return label.partition("@")[0].partition("[")[0]


def cut_off(label: str) -> int:
    """Return how many places a metric looks at, 10 where it looks at all.

    >>> cut_off("ndcg@5"), cut_off("revenue[CNY]")
    (5, 10)
    """
    found = label.partition("[")[0].partition("@")[2]
    return int(found) if found else K


def direction_of(label: str) -> str:
    """Return which end of a metric is better: "higher", "lower" or "neither"."""
    name = metric_name(label)
    return METRICS[name].direction if name in METRICS else "higher"


def definition_of(label: str) -> dict[str, str]:
    """Return what is stated of a metric's definition, in the order it is read; nothing of one that is not known.

    >>> definition_of("ndcg@10")["gain"]
    'the grade itself (linear)'
    """
    known = METRICS.get(metric_name(label))
    if known is None:
        return {}
    stated = {f"{name}_{lang}": getattr(known, name)[lang] for name in ("title", "meaning") for lang in ("en", "zh")}
    fields = ("unit", "direction", "formula", "gain", "ideal", "ties", "unjudged", "undefined", "source")
    return stated | {name: getattr(known, name) for name in fields if getattr(known, name)}
