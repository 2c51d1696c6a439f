"""The metrics: one .sql file each, whose header says exactly what is measured."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from typing import Literal

from queries import sql
from queries.errors import WhyrankError


class MetricHeaderIncomplete(WhyrankError):
    """A metric's file does not say all that a reader must know of it."""


HEADER = (
    *("title", "title_zh", "meaning", "meaning_zh", "family", "level", "unit", "direction", "range"),
    *("formula", "undefined", "needs", "source"),
)
# What a metric of ranking must say besides, because tools differ in just these.
RANKING_HEADER = ("gain", "cutoff", "ideal", "ties", "unjudged", "floor")
FAMILIES = ("ranking", "business", "catalogue", "calibration")
# What every metric reads: a change there changes each of them.
SHARED = "measuring/place"


@dataclass(frozen=True)
class Metric:
    """A metric and its statement, which reads the tables of measuring/place.sql and those that its ``needs`` name.

    ``level`` "context": one value per context; "all": one value over everything; "group": one per group of items.
    ``title`` and ``meaning`` by language (``en``, ``zh``). ``low``, ``high``: the range, which may be infinite.
    ``gain``, ``cutoff``, ``ideal``, ``ties``, ``unjudged`` and ``floor`` are "" where they have no meaning.
    """

    name: str
    statement: str
    title: Mapping[str, str]
    meaning: Mapping[str, str]
    family: Literal["ranking", "business", "catalogue", "calibration"]
    level: Literal["context", "all", "group"]
    unit: str
    direction: Literal["higher", "lower", "neither"]
    low: float
    high: float
    formula: str
    undefined: str
    needs: tuple[str, ...]
    source: str
    gain: str = ""
    cutoff: str = ""
    ideal: str = ""
    ties: str = ""
    unjudged: str = ""
    floor: str = ""

    @property
    def cuts(self) -> bool:
        """Say whether the metric looks at the first k places only."""
        return "$k" in self.statement

    @property
    def version(self) -> str:
        """Return ten digits that change when the file or the tables it reads are defined anew.

        >>> len(METRICS["ndcg"].version), METRICS["ndcg"].version == METRICS["mrr"].version
        (10, False)
        """
        read = [
            self.statement,
            sql.text(SHARED),
            *(sql.text(f"needs/{need}") for need in self.needs if _is_table(need)),
        ]
        return hashlib.sha256("\0".join(read).encode()).hexdigest()[:10]

    def label(self, k: int) -> str:
        """Return the name with its cut-off, as figures are labelled.

        >>> METRICS["ndcg"].label(10), METRICS["calibration_error"].label(10)
        ('ndcg@10', 'calibration_error')
        """
        return f"{self.name}@{k}" if self.cuts else self.name


def _is_table(need: str) -> bool:
    return resources.files("queries").joinpath("needs", f"{need}.sql").is_file()


def read_metric(name: str, text: str) -> Metric:
    """Read a metric from its SQL text.

    Raises :class:`MetricHeaderIncomplete` naming the lines that the header lacks.
    """
    known = (*HEADER, *RANKING_HEADER)
    lines = [line[3:] for line in text.splitlines() if line.startswith("-- ")]
    header = {key: value.strip() for key, _, value in (line.partition(":") for line in lines) if key in known}
    wanted = known if header.get("family") == "ranking" else HEADER
    missing = [key for key in wanted if not header.get(key)]
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
        needs=tuple(header.pop("needs").split()),
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
