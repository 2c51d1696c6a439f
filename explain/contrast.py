"""Why A above B: two explanations of one context, driver by driver.

Each explanation is a sum, score = base + Σ contributions + gap, so the difference of two is one too:

    score_A − score_B = Σ rows (in A − in B) + (gap_A − gap_B) + (base_A − base_B)

Bases differ where the items' unread texts do (a longer text has more masks) or their backgrounds.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

from explain.explanation import PARTS, Contribution, Explanation
from models.field import Part
from queries.errors import WhyrankError
from queries.features import FEATURES

# What is known of the shopper alone: equal for every item of a context. Money is counted per currency of the item.
_OF_SHOPPER = {f.name for f in FEATURES if f.group == "shopper" and not f.unit["en"].startswith("currency")}


class NotComparable(WhyrankError):
    """The two explanations do not answer the same question, so their difference would mean nothing."""


@dataclass(frozen=True)
class ContrastRow:
    """One driver in both items; ``in_a`` and ``in_b`` in logits, None where the word does not stand in that item.

    For a word: ``field`` names its text (search, history_1, title, brand …); a word that stands there twice is one row
    with both its shares. For a feature: ``field`` is None, ``value_a`` and ``value_b`` are its raw values.
    """

    part: Part
    field: str | None
    name: str
    in_a: float | None
    in_b: float | None
    value_a: float | None = None
    value_b: float | None = None

    @property
    def difference(self) -> float:
        """What the driver adds to score_A − score_B, in logits."""
        return (self.in_a or 0.0) - (self.in_b or 0.0)


@dataclass(frozen=True)
class Contrast:
    """Explanations ``a`` and ``b``, and their drivers side by side, the largest difference first."""

    a: Explanation
    b: Explanation
    rows: tuple[ContrastRow, ...]

    @property
    def score_difference(self) -> float:
        """score_A − score_B, in logits."""
        return self.a.score - self.b.score

    @property
    def gap_difference(self) -> float:
        """What the two sums miss, A less B, in logits."""
        return self.a.completeness_gap - self.b.completeness_gap

    @property
    def base_difference(self) -> float:
        """base_A − base_B, in logits."""
        return self.a.base - self.b.base

    def by_part(self) -> dict[Part, float]:
        """The difference of each part."""
        return {part: sum(row.difference for row in self.rows if row.part == part) for part in PARTS}

    def to_dict(self) -> dict[str, Any]:
        """Return plain data for JSON."""
        return {
            "a": self.a.item_id,
            "b": self.b.item_id,
            "score_a": self.a.score,
            "score_b": self.b.score,
            "score_difference": self.score_difference,
            "base_difference": self.base_difference,
            "gap_difference": self.gap_difference,
            "by_part": self.by_part(),
            "rows": [{**asdict(row), "difference": row.difference} for row in self.rows],
            "model": self.a.ranker_identity,
            "data": self.a.data_id,
            "snapshot": self.a.snapshot_id,
            "settings": self.a.settings,
        }


def contrast(a: Explanation, b: Explanation) -> Contrast:
    """Line up two explanations of one context.

    Words line up with the same word of the same text, whatever its case and width; features by name. Raises
    :class:`NotComparable` where rankers, data, settings, contexts or shoppers differ.

    >>> from models.field import Field
    >>> def told(text, value):
    ...     word = Contribution("item", text, value, field=0, start=0, end=len(text))
    ...     return Explanation(text, value, 0.0, 0.5, (word,), 0.0, 16, True, (Field("item", "title", text),),
    ...                        (len(text),), "r", 1, {})
    >>> [(row.name, row.difference) for row in contrast(told("Watch", 0.5), told("watch", 0.25)).rows]
    [('Watch', 0.25)]
    """
    for what, of in _ONE_QUESTION.items():
        if of(a) != of(b):
            raise NotComparable(
                f"The explanations have different {what}.", "Explain both items anew, with one `Shop.explain_alike`."
            )
    return lined_up(a, b)


def lined_up(a: Explanation, b: Explanation) -> Contrast:
    """Line up any two explanations, of one item before and after a change for instance: no context need be shared."""
    ours, theirs = _by_driver(a), _by_driver(b)
    rows = (_row(key, ours.get(key, []), theirs.get(key, [])) for key in ours | theirs)
    return Contrast(a, b, tuple(sorted(rows, key=lambda row: -abs(row.difference))))


_ONE_QUESTION: dict[str, Callable[[Explanation], object]] = {
    "rankers": lambda e: e.ranker_identity,
    "data": lambda e: e.data_id,
    "settings": lambda e: e.settings,
    "contexts": lambda e: [field for field in e.fields if field.part != "item"],
    "shoppers": lambda e: {c.name: c.value for c in e.features if c.name in _OF_SHOPPER},
}

_Key = tuple[Part, str | None, str]


def _by_driver(explanation: Explanation) -> dict[_Key, list[Contribution]]:
    """Return the contributions by what they line up by, in the explanation's order."""
    found: dict[_Key, list[Contribution]] = {}
    for contribution in explanation.contributions:
        found.setdefault(_key(contribution, explanation), []).append(contribution)
    return found


def _key(contribution: Contribution, explanation: Explanation) -> _Key:
    if contribution.field is None:
        return contribution.part, None, contribution.name
    word = unicodedata.normalize("NFKC", contribution.name).casefold().strip()
    return contribution.part, explanation.fields[contribution.field].name, word


def _row(key: _Key, in_a: list[Contribution], in_b: list[Contribution]) -> ContrastRow:
    part, field, _ = key
    name = (in_a or in_b)[0].name
    return ContrastRow(part, field, name, _sum(in_a), _sum(in_b), _value(in_a), _value(in_b))


def _sum(found: list[Contribution]) -> float | None:
    return sum(c.contribution for c in found) if found else None


def _value(found: list[Contribution]) -> float | None:
    return found[0].value if found else None
