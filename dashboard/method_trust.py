"""The stored comparison of explanation methods, read for the page: a row per method, and what beats the default."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

RANDOM = "random"


@dataclass(frozen=True)
class Stored:
    """One figure: its value, its 95 % interval where it has one, over ``n`` explanations."""

    value: float
    low: float | None
    high: float | None
    n: int


@dataclass(frozen=True)
class MethodRow:
    """A method over ``players`` with its figures by metric."""

    players: str
    method: str
    figures: Mapping[str, Stored]

    def value(self, metric: str) -> float | None:
        """The value of a metric, None where it was not measured."""
        return self.figures[metric].value if metric in self.figures else None


def method_rows(table: Iterable[Mapping[str, Any]]) -> list[MethodRow]:
    """Return the rows of :func:`queries.trust.trust_table` by method: the most reliable first, then the most faithful.

    >>> figure = {"low": None, "high": None, "n": 3}
    >>> table = [{"players": "words", "method": name, "metric": "reliable", "value": value, **figure}
    ...          for name, value in (("a", 0.5), ("b", 1.0))]
    >>> [row.method for row in method_rows(table)]
    ['b', 'a']
    """
    found: dict[tuple[str, str], dict[str, Stored]] = {}
    for row in table:
        figures = found.setdefault((row["players"], row["method"]), {})
        figures[row["metric"]] = Stored(row["value"], row["low"], row["high"], row["n"])
    rows = [MethodRow(players, method, figures) for (players, method), figures in found.items()]
    return sorted(rows, key=lambda row: (-(row.value("reliable") or 0.0), -(row.value("needed") or 0.0), row.method))


def over(rows: Iterable[MethodRow], players: str) -> list[MethodRow]:
    """Return the rows of methods over ``players``, in their order."""
    return [row for row in rows if row.players == players]


def better(rows: Iterable[MethodRow], default: MethodRow) -> list[MethodRow]:
    """Return the methods that are clearly more reliable than the default: their interval lies above its value."""
    least = default.value("reliable") or 0.0
    return [row for row in rows if "reliable" in row.figures and (row.figures["reliable"].low or 0.0) > least]
