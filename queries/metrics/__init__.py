"""The ranking metrics: one .sql file each, whose header says exactly what is measured."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from typing import Literal

from queries.errors import WhyrankError


class MetricHeaderIncomplete(WhyrankError):
    """A metric's file does not say all that a reader must know of it."""


HEADER = (
    *("title", "title_zh", "meaning", "meaning_zh", "direction", "range", "level", "formula"),
    *("gain", "ideal", "ties", "unjudged", "undefined", "source"),
)


@dataclass(frozen=True)
class Metric:
    """A metric and its statement, which reads ``ranked``, ``judged`` and ``asked_context`` (measuring/rank.sql).

    ``level`` "context": one value per context; "all": one value over all pairs. ``cuts``: looks at the first k only.
    ``title`` and ``meaning`` by language (``en``, ``zh``).
    """

    name: str
    statement: str
    title: Mapping[str, str]
    meaning: Mapping[str, str]
    direction: Literal["higher", "lower"]
    low: float
    high: float
    level: Literal["context", "all"]
    formula: str
    gain: str
    ideal: str
    ties: str
    unjudged: str
    undefined: str
    source: str

    @property
    def cuts(self) -> bool:
        """Say whether the metric looks at the first k places only."""
        return "$k" in self.statement


def read_metric(name: str, text: str) -> Metric:
    """Read a metric from its SQL text.

    Raises :class:`MetricHeaderIncomplete` naming the lines that the header lacks.
    """
    lines = [line[3:] for line in text.splitlines() if line.startswith("-- ")]
    header = {key: value.strip() for key, _, value in (line.partition(":") for line in lines) if key in HEADER}
    missing = [key for key in HEADER if not header.get(key)]
    if missing:
        raise MetricHeaderIncomplete(
            f"The metric {name!r} does not state: {', '.join(missing)}.",
            "Add a line `-- NAME: …` for each at the top of its file.",
        )
    low, high = (float(bound) for bound in header.pop("range").split())
    return Metric(
        name=name,
        statement=text,
        title={"en": header.pop("title"), "zh": header.pop("title_zh")},
        meaning={"en": header.pop("meaning"), "zh": header.pop("meaning_zh")},
        low=low,
        high=high,
        **header,  # type: ignore[arg-type]
    )


def _read_all() -> dict[str, Metric]:
    files = sorted(
        (file for file in resources.files(__package__).iterdir() if file.name.endswith(".sql")),
        key=lambda file: file.name,
    )
    return {
        name: read_metric(name, file.read_text("utf-8")) for file in files for name in [file.name.removesuffix(".sql")]
    }


METRICS: Mapping[str, Metric] = _read_all()
