"""What an explanation says: contributions that add up to ``score − base``, and how well they do."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from models.field import Field, Part

if TYPE_CHECKING:
    from explain.trust.measures import Trust

PARTS: tuple[Part, ...] = ("search", "history", "item", "behaviour")


@dataclass(frozen=True)
class Contribution:
    """One driver's signed share of ``score − base``, in logits.

    For a word: ``name`` is its characters, ``field`` the number of the text it stands in and ``start``, ``end`` its
    characters there. For a behaviour feature: ``name`` is the feature's, ``value`` its raw value (None when absent).
    ``stderr``: the share's standard error, where the method estimates it.
    """

    part: Part
    name: str
    contribution: float
    field: int | None = None
    start: int | None = None
    end: int | None = None
    value: float | None = None
    stderr: float | None = None


@dataclass(frozen=True)
class Explanation:
    """One item of one context, explained.

    ``score`` and ``base`` are logits, ``probability`` the calibrated chance (0 to 1).
    ``completeness_gap`` = score − base − Σ contributions, measured, never spread over them; ``converged`` says whether
    it is within 1 % of |score − base| or 0.002 logits. ``steps`` is what the method over words took, ``passes`` how
    many texts went through the encoder for it. ``interaction`` is what text and behaviour add together beyond what each
    adds alone. ``data_id`` says which data the catalogue and the features are of, ``snapshot_id`` when it was read.
    ``fields`` are the texts the ranker was given; ``cut[i]`` is the first character of ``fields[i]`` it did not see,
    ``unknown[i]`` the share of the pieces it read there that its vocabulary does not know, 0 to 1.
    ``trust`` is what was measured about the explanation itself, None where nothing was.
    """

    item_id: str | None
    score: float
    base: float
    probability: float
    contributions: tuple[Contribution, ...]
    completeness_gap: float
    steps: int
    converged: bool
    fields: tuple[Field, ...]
    cut: tuple[int, ...]
    ranker_identity: str
    snapshot_id: int | None
    settings: dict[str, Any]
    passes: int = 0
    interaction: float = 0.0
    data_id: str | None = None
    unknown: tuple[float, ...] = ()
    trust: Trust | None = None

    @property
    def relative_gap(self) -> float:
        """The completeness gap as a share of |score − base|, 0 when both are 0."""
        difference = abs(self.score - self.base)
        return abs(self.completeness_gap) / difference if difference else 0.0

    @property
    def words(self) -> tuple[Contribution, ...]:
        """The contributions of words, in reading order."""
        return tuple(c for c in self.contributions if c.part != "behaviour")

    @property
    def features(self) -> tuple[Contribution, ...]:
        """The contributions of behaviour features, the strongest first."""
        return strongest(c for c in self.contributions if c.part == "behaviour")

    def top(self, count: int) -> tuple[Contribution, ...]:
        """The ``count`` contributions of the largest size, whatever their sign."""
        return strongest(self.contributions)[:count]

    def by_part(self) -> dict[Part, float]:
        """The sum of the contributions of each part."""
        return {part: float(sum(c.contribution for c in self.contributions if c.part == part)) for part in PARTS}

    def to_dict(self) -> dict[str, Any]:
        """Return plain data for JSON; what is absent is None. :meth:`from_dict` reads it back."""
        return {
            "item_id": self.item_id,
            "score": self.score,
            "base": self.base,
            "probability": self.probability,
            "completeness_gap": self.completeness_gap,
            "relative_gap": self.relative_gap,
            "converged": self.converged,
            "steps": self.steps,
            "passes": self.passes,
            "interaction": self.interaction,
            "contributions": [asdict(c) for c in self.contributions],
            "fields": [{**asdict(f), "seen": c} for f, c in zip(self.fields, self.cut, strict=True)],
            "unknown": list(self.unknown),
            "by_part": self.by_part(),
            "model": self.ranker_identity,
            "data": self.data_id,
            "snapshot": self.snapshot_id,
            "settings": self.settings,
            "trust": self.trust.to_dict() if self.trust else None,
        }

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Explanation:
        """Rebuild an explanation from :meth:`to_dict`."""
        from explain.trust.measures import Trust  # which measures explanations, and so knows them

        trust = data.get("trust")
        return cls(
            item_id=data["item_id"],
            score=data["score"],
            base=data["base"],
            probability=data["probability"],
            contributions=tuple(Contribution(**c) for c in data["contributions"]),
            completeness_gap=data["completeness_gap"],
            steps=data["steps"],
            passes=data["passes"],
            converged=data["converged"],
            interaction=data["interaction"],
            fields=tuple(Field(f["part"], f["name"], f["text"]) for f in data["fields"]),
            cut=tuple(f["seen"] for f in data["fields"]),
            unknown=tuple(data["unknown"]),
            ranker_identity=data["model"],
            snapshot_id=data["snapshot"],
            data_id=data["data"],
            settings=data["settings"],
            trust=Trust.from_dict(trust) if trust else None,
        )


def strongest(contributions: Iterable[Contribution]) -> tuple[Contribution, ...]:
    """Return contributions by falling size; ties keep their order.

    >>> a, b = Contribution("item", "watch", 0.2), Contribution("behaviour", "price", -0.7)
    >>> [c.name for c in strongest([a, b])]
    ['price', 'watch']
    """
    return tuple(sorted(contributions, key=lambda c: -abs(np.float64(c.contribution))))
