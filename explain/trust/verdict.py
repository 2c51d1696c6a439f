"""One plain verdict on an explanation, with its reasons: reliable, to be used with care, or not to be relied on.

The verdict is the worst of what was measured. What was not measured is a reason of its own, said and never counted as
passed. The limits stand in :mod:`explain.trust.thresholds`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from explain.trust.thresholds import THRESHOLDS, Thresholds

if TYPE_CHECKING:
    from explain.trust.measures import Trust

Level = Literal["reliable", "care", "unreliable"]
LEVELS: tuple[Level, ...] = ("reliable", "care", "unreliable")


@dataclass(frozen=True)
class Reason:
    """What one check found. ``level`` is None for what was not measured, and for what tells of the ranker alone.

    ``name`` and ``outcome`` name the sentence in the wording, ``figures`` fill its places, as shares of |score − base|
    or as correlations.
    """

    name: str
    outcome: str
    level: Level | None = None
    figures: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Verdict:
    """The worst level of all reasons that have one, the reasons for it first."""

    level: Level
    reasons: tuple[Reason, ...]


def judge(trust: Trust, thresholds: Thresholds = THRESHOLDS) -> Verdict:
    """Return the verdict on what was measured."""
    reasons = [reason for check in CHECKS for reason in check(trust, thresholds)]
    worst = max((LEVELS.index(reason.level) for reason in reasons if reason.level), default=LEVELS.index("care"))
    return Verdict(LEVELS[worst], tuple(sorted(reasons, key=_weight)))


def graded(value: float, limits: tuple[float, float]) -> Level:
    """Return the level of a value by its two limits; falling limits mean that more is better.

    >>> [graded(value, (0.1, 0.3)) for value in (0.1, 0.2, 0.4)]
    ['reliable', 'care', 'unreliable']
    >>> [graded(value, (0.5, 0.2)) for value in (0.5, 0.3, 0.1)]
    ['reliable', 'care', 'unreliable']
    """
    good, bearable = limits
    sign = 1 if good <= bearable else -1
    if sign * value <= sign * good:
        return "reliable"
    return "care" if sign * value <= sign * bearable else "unreliable"


def _weight(reason: Reason) -> int:
    return -LEVELS.index(reason.level) if reason.level else 1


def _measured(name: str, level: Level, **figures: float) -> list[Reason]:
    return [Reason(name, level, level, figures)]


def _not_measured(name: str) -> list[Reason]:
    return [Reason(name, "unmeasured")]


def _difference(trust: Trust, thresholds: Thresholds) -> list[Reason]:
    if abs(trust.difference) >= thresholds.difference:
        return []
    return _measured("difference", "care", value=abs(trust.difference))


def _gap(trust: Trust, thresholds: Thresholds) -> list[Reason]:
    if trust.complete is None:
        return [Reason("gap", "no_sum")]
    # The methods' tolerance is 1 %, or a few thousandths of a logit where that is more.
    level = "reliable" if trust.complete else graded(trust.relative_gap, thresholds.gap)
    return _measured("gap", level, value=trust.relative_gap)


def _needed(trust: Trust, thresholds: Thresholds) -> list[Reason]:
    if trust.removal is None:
        return _not_measured("needed")
    area = trust.removal.comprehensiveness_area
    level = graded(area.value, (area.high, area.random))
    return _measured("needed", level, value=area.value, random=area.random, limit=area.high)


def _enough(trust: Trust, thresholds: Thresholds) -> list[Reason]:
    if trust.removal is None:
        return _not_measured("enough")
    area = trust.removal.sufficiency_area
    level = graded(area.value, (area.low, area.random))
    return _measured("enough", level, value=1 - area.value, random=1 - area.random, limit=1 - area.low)


def _error(trust: Trust, thresholds: Thresholds) -> list[Reason]:
    if trust.error is None:
        return _not_measured("error")
    return _measured("error", graded(trust.error, thresholds.error), value=trust.error)


def _stability(trust: Trust, thresholds: Thresholds) -> list[Reason]:
    if trust.stability is None:
        return _not_measured("stability")
    quiet = [each for each in trust.stability.changes if each.moved <= thresholds.quiet]
    loud = max((each.moved for each in trust.stability.changes if each.moved > thresholds.quiet), default=None)
    again = [trust.stability.repeat] if trust.stability.repeat else []
    moves = [each.largest for each in (*again, *(each.agreement for each in quiet))]
    found = _measured("stability", graded(max(moves), thresholds.move), value=max(moves)) if moves else []
    if loud is not None:
        found.append(Reason("ranker_moves", "found", None, {"value": loud}))
    return found or _not_measured("stability")


def _sanity(trust: Trust, thresholds: Thresholds) -> list[Reason]:
    if trust.sanity is None:
        return _not_measured("sanity")
    return _measured("sanity", graded(trust.sanity.left, thresholds.shuffled), value=trust.sanity.left)


def _baselines(trust: Trust, thresholds: Thresholds) -> list[Reason]:
    draws = [each.agreement.kendall for each in trust.baselines or () if each.kind == "draw"]
    kinds = [each.agreement.kendall for each in trust.baselines or () if each.kind == "kind"]
    found = _measured("baselines", graded(min(draws), thresholds.baselines), value=min(draws)) if draws else []
    if kinds:
        found.append(Reason("other_kind", "found", None, {"value": min(kinds)}))
    return found or _not_measured("baselines")


CHECKS: tuple[Callable[[Trust, Thresholds], list[Reason]], ...] = (
    _difference,
    _gap,
    _needed,
    _enough,
    _error,
    _stability,
    _sanity,
    _baselines,
)
