"""The metrics: one .sql file each, whose header says exactly what is measured."""

from __future__ import annotations

import hashlib
import tomllib
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


@dataclass(frozen=True)
class Metric:
    """A metric and its statement, which reads the tables of measuring/place.sql and those that ``reads`` names.

    ``needs``: what the data must tell, by the names in needs.toml; ``reads``: files of queries/measuring, in order.

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
    reads: tuple[str, ...] = ()
    gain: str = ""
    cutoff: str = ""
    ideal: str = ""
    ties: str = ""
    unjudged: str = ""
    floor: str = ""

    @property
    def cuts(self) -> bool:
        """Say whether the metric looks at the first k places only."""
        return any("$k" in text for text in (self.statement, *self._tables))

    @property
    def _tables(self) -> tuple[str, ...]:
        return tuple(sql.text(f"measuring/{table}") for table in self.reads)

    @property
    def version(self) -> str:
        """Return ten digits that change when the file or the tables it reads are defined anew.

        >>> len(METRICS["ndcg"].version), METRICS["ndcg"].version == METRICS["mrr"].version
        (10, False)
        """
        read = (self.statement, sql.text("measuring/place"), *self._tables)
        return hashlib.sha256("\0".join(read).encode()).hexdigest()[:10]

    def label(self, k: int) -> str:
        """Return the name with its cut-off, as figures are labelled.

        >>> METRICS["ndcg"].label(10), METRICS["calibration_error"].label(10)
        ('ndcg@10', 'calibration_error')
        """
        return f"{self.name}@{k}" if self.cuts else self.name


def read_metric(name: str, text: str) -> Metric:
    """Read a metric from its SQL text.

    Raises :class:`MetricHeaderIncomplete` naming the lines that the header lacks.
    """
    header = _header(text)
    wanted = (*HEADER, *RANKING_HEADER) if header.get("family") == "ranking" else HEADER
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
        reads=tuple(header.pop("reads", "").split()),
        **header,  # type: ignore[arg-type]
    )


def _header(text: str) -> dict[str, str]:
    """Read `-- key: value` lines; a line that is indented further goes on with the value before it."""
    header: dict[str, str] = {}
    key = ""
    for line in text.splitlines():
        if not line.startswith("-- "):
            break
        if line.startswith("--    "):
            header[key] = f"{header.get(key, '')} {line[2:].strip()}"
        else:
            key, _, value = line[3:].partition(":")
            header[key] = value.strip()
    return {key: value for key, value in header.items() if key in (*HEADER, "reads", *RANKING_HEADER)}


def _read_all() -> dict[str, Metric]:
    files = sorted(
        (file for file in resources.files(__package__).iterdir() if file.name.endswith(".sql")),
        key=lambda file: file.name,
    )
    return {
        name: read_metric(name, file.read_text("utf-8")) for file in files for name in [file.name.removesuffix(".sql")]
    }


METRICS: Mapping[str, Metric] = _read_all()
# What data may lack, by name: the sentence that says so, by language.
NEEDS: Mapping[str, Mapping[str, str]] = tomllib.loads(
    resources.files(__package__).joinpath("needs.toml").read_text("utf-8")
)
