"""Whether a ranker was trained on anything like what it is asked now: up to three looks, each with a mark.

- ``far``: how far the search is from the nearest one it knows, in its own space (:mod:`models.known_searches`);
- ``surprising``: how surprising the search's pieces are after the shop's searches (:mod:`models.piece_surprise`);
- ``beyond``: how far a behaviour feature is outside its range in training (:mod:`models.feature_ranges`).

A look that a ranker cannot take is left out: a cross-encoder has no vector of a search alone, a ranker of texts no
features. The marks are set on contexts of a later span so that at most the share ``false_alarms`` of contexts like
those is above any of them (split conformal prediction: Vovk, Gammerman and Shafer 2005; Laxhammar and Falkman 2010);
how many are flagged in the span after it is measured and kept.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from models.feature_ranges import FeatureRanges
from models.known_searches import KnownSearches
from models.piece_surprise import PieceSurprise
from models.serving import ServingRanker
from models.text import context_fields
from models.topics import NoVectors, search_vectors

LOOKS = ("far", "surprising", "beyond")
CHUNK = 256
LEAST_BEYOND = 1.0  # training deviations


@dataclass(frozen=True)
class FamiliaritySettings:
    """How the familiar is told from the odd."""

    false_alarms: float = field(
        default=0.01, metadata={"help": "Share of familiar contexts that may be flagged, at most."}
    )
    known: int = field(default=4000, metadata={"help": "Different searches that are kept to be near to."})


@dataclass(frozen=True)
class Beyond:
    """A feature outside its range in training: ``deviations`` training deviations beyond ``low`` or ``high``."""

    feature: str
    value: float
    low: float
    high: float
    deviations: float


@dataclass(frozen=True)
class Judgement:
    """What was seen of one context. ``values`` and ``marks`` by look; a context is odd where a value is above its mark.

    ``nearest``: known searches that may be told with their distances, the nearest first; ``beyond``: the features
    outside their range, the furthest first, each once.
    """

    values: Mapping[str, float]
    marks: Mapping[str, float]
    false_alarms: float
    nearest: tuple[tuple[str, float], ...] = ()
    beyond: tuple[Beyond, ...] = ()

    @property
    def odd(self) -> tuple[str, ...]:
        """The looks that find the context odd; none where it is like those the ranker was trained on."""
        return tuple(look for look in LOOKS if look in self.values and self.values[look] > self.marks[look])

    @property
    def oddness(self) -> float:
        """The largest share of a mark that is reached: above 1 where the context is odd, 0 or more.

        >>> Judgement({"far": 3.0, "beyond": 1.0}, {"far": 4.0, "beyond": 0.5}, 0.01).oddness
        2.0
        """
        return max((self.values[look] / max(self.marks[look], 1e-9) for look in self.values), default=0.0)

    def to_dict(self) -> dict[str, Any]:
        """Return the judgement as plain data."""
        return {
            "odd": list(self.odd),
            "values": dict(self.values),
            "marks": {look: mark if math.isfinite(mark) else None for look, mark in self.marks.items()},
            "false_alarms": self.false_alarms,
            "nearest": [{"search": search, "distance": distance} for search, distance in self.nearest],
            "beyond": [vars(each) for each in self.beyond],
        }


@dataclass(frozen=True)
class Familiarity:
    """What one ranker was trained on, as far as it tells the familiar from the odd.

    ``known`` and ``ranges`` are None where the ranker has no vectors of searches, or no features. ``figures``: spans,
    numbers of contexts and the share flagged in the later span, as measured.
    """

    ranker_identity: str
    false_alarms: float
    marks: Mapping[str, float]
    surprise: PieceSurprise = field(repr=False)
    known: KnownSearches | None = field(default=None, repr=False)
    ranges: FeatureRanges | None = field(default=None, repr=False)
    figures: Mapping[str, Any] = field(default_factory=dict)

    def judge(self, ranker: ServingRanker, search: str | None, features: np.ndarray | None = None) -> Judgement:
        """Judge one context: its search, and the raw features [n, F] of the items it is about."""
        values: dict[str, float] = {}
        nearest: tuple[tuple[str, float], ...] = ()
        beyond: tuple[Beyond, ...] = ()
        if search:
            values["surprising"] = self.surprise.of(pieces_of(ranker, [search])[0])
            if self.known is not None:
                [distances] = self.known.distances(search_vectors(ranker, [search]))
                values["far"] = float(distances.min())
                nearest = self.known.nearest(distances)
        if self.ranges is not None and features is not None and len(features):
            beyond = _furthest(self.ranges, features)
            values["beyond"] = beyond[0].deviations if beyond else 0.0
        return Judgement(values, self.marks, self.false_alarms, nearest, beyond)

    def text_values(self, ranker: ServingRanker, searches: Sequence[str]) -> dict[str, np.ndarray]:
        """Return the values [n] of the looks at n searches, each different one read once."""
        different = list(dict.fromkeys(searches))
        place = {search: number for number, search in enumerate(different)}
        rows = np.array([place[search] for search in searches], np.int64)
        found = {"surprising": np.array([self.surprise.of(ids) for ids in pieces_of(ranker, different)])[rows]}
        if self.known is not None:
            vectors = search_vectors(ranker, different) if different else np.zeros((0, len(self.known.root)))
            chunks = [self.known.distances(vectors[at : at + CHUNK]) for at in range(0, len(vectors), CHUNK)]
            found["far"] = np.concatenate([each.min(axis=1) for each in chunks] or [np.zeros(0)])[rows]
        return found


def pieces_of(ranker: ServingRanker, searches: Sequence[str]) -> list[list[int]]:
    """Return the ids of the pieces that the ranker reads of each search."""
    found: list[list[int]] = []
    for start in range(0, len(searches), CHUNK):
        contexts = [context_fields(search) for search in searches[start : start + CHUNK]]
        tower = ranker.encode(contexts, [()] * len(contexts))[0]
        for ids, pieces, fields in zip(tower.ids.tolist(), tower.pieces, tower.fields, strict=True):
            own = [piece is not None and fields[piece.field].part == "search" for piece in pieces]
            found.append([piece for piece, is_own in zip(ids, own, strict=True) if is_own])
    return found


def known_searches(
    ranker: ServingRanker, searches: Sequence[str], told: Sequence[bool], keep: int
) -> KnownSearches | None:
    """Return the searches as known ones, the first ``keep`` kept; None for a ranker without vectors of searches."""
    try:
        vectors = search_vectors(ranker, searches)
    except NoVectors:
        return None
    if len(vectors) < 2:
        return None
    names = [search if may else None for search, may in zip(searches, told, strict=True)]
    return KnownSearches.learned(vectors, names, keep)


def beyond_by_context(ranges: FeatureRanges, rows: np.ndarray, contexts: Sequence[str]) -> np.ndarray:
    """Return how far the furthest feature of any row of each context is beyond its range: [c], by first appearance."""
    numbers = {context: number for number, context in enumerate(dict.fromkeys(contexts))}
    furthest = np.zeros(len(numbers))
    np.maximum.at(furthest, [numbers[context] for context in contexts], ranges.beyond(rows).max(axis=1, initial=0.0))
    return furthest


def mark(values: np.ndarray, share: float) -> float:
    """Return the least value that at most ``share`` of values like these exceed; infinite where too few are known.

    The k-th smallest of n, with k = ⌈(n + 1)·(1 − share)⌉: a further one like them is above it with chance ``share`` at
    most (split conformal prediction).

    >>> mark(np.arange(1, 100), 0.05), mark(np.arange(1, 10), 0.05)
    (95.0, inf)
    """
    at = math.ceil((len(values) + 1) * (1 - share) - 1e-9)
    return float(np.sort(values)[at - 1]) if at <= len(values) else math.inf


def joint_marks(values: Mapping[str, np.ndarray], share: float) -> dict[str, float]:
    """Return marks by look that together at most ``share`` of contexts like these exceed in any look.

    ``values`` [c] by look, NaN where there was nothing to look at. Each look gets its own mark first; then all are
    raised by one factor, until as few contexts exceed any of them. What is beyond its range by less than one training
    deviation is never marked: it is no news to the ranker.

    >>> even = np.arange(1.0, 100.0)
    >>> joint_marks({"far": even, "surprising": even[::-1]}, 0.1)
    {'far': 95.0, 'surprising': 95.0}
    """
    alone = {look: mark(each[~np.isnan(each)], share) for look, each in values.items()}
    alone = {look: max(at, LEAST_BEYOND if look == "beyond" else 0.0) for look, at in alone.items()}
    reached = np.array([np.nan_to_num(each, nan=-1.0) / max(alone[look], 1e-9) for look, each in values.items()])
    oddness = reached.max(axis=0, initial=-1.0)
    factor = max(mark(oddness[oddness >= 0], share), 1.0)
    return {look: at * factor for look, at in alone.items()}


def _furthest(ranges: FeatureRanges, features: np.ndarray) -> tuple[Beyond, ...]:
    beyond = ranges.beyond(features)
    rows = beyond.argmax(axis=0)
    found = [
        Beyond(name, float(features[row, at]), float(ranges.low[at]), float(ranges.high[at]), float(beyond[row, at]))
        for at, (name, row) in enumerate(zip(ranges.scale.names, rows, strict=True))
        if beyond[row, at] > 0
    ]
    return tuple(sorted(found, key=lambda each: -each.deviations))
