"""The figures of one explanation method over a sample, each with its interval."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from explain.explanation import Explanation
from explain.trust.agreement_of_methods import agreement_of_methods
from explain.trust.interval import Figure, figure, mean, median, ratio
from explain.trust.measures import Trust
from explain.trust.rank_agreement import contributions_of
from explain.trust.removal import Beside, Removal
from explain.trust.sanity import Sanity
from explain.trust.stability import Stability
from explain.trust.thresholds import THRESHOLDS

# What is measured of a method, in the order shown.
METRICS = (
    "reliable",
    "needed",
    "enough",
    "beats_random",
    "gap",
    "gap_p95",
    "agreement",
    "move",
    "shuffled",
    "passes",
    "seconds",
)


@dataclass(frozen=True)
class Sampled:
    """What a method gave on one pair; ``stability`` and ``sanity`` for those that were checked closely."""

    explanation: Explanation
    trust: Trust
    seconds: float
    stability: Stability | None = None
    sanity: Sanity | None = None


def method_figures(found: Sequence[Sampled], reference: Sequence[Explanation]) -> list[Figure]:
    """Return the figures of a method, those of ``METRICS`` that apply; ``reference``: the default's explanations.

    ``reliable``: share of explanations with that verdict, by what is measured of every one. ``needed`` and ``enough``:
    comprehensiveness and sufficiency as shares of what is explained, |score − base|, over all pairs in logits; beside
    the random method's, not divided by it, as what random removal costs may be near nothing. ``beats_random``: share of
    pairs whose comprehensiveness lies above the random band. ``gap``: median completeness gap. ``agreement``: mean
    Kendall's τ with the reference. ``move``: median of the largest move under repeats and quiet changes.
    ``shuffled``: median |correlation| left with all weights shuffled. ``seconds``: median of one pair by itself.
    """
    return [*_faithful(found), *_complete(found), *_agreeing(found, reference), *_checked(found), *_cost(found)]


def _faithful(found: Sequence[Sampled]) -> list[Figure]:
    removals = [each.trust.removal for each in found if each.trust.removal]
    reliable = np.array([float(each.trust.verdict.level == "reliable") for each in found])
    figures = [figure("reliable", reliable, mean)]
    if removals:
        needed = np.array([_in_logits(removal, removal.comprehensiveness_area) for removal in removals])
        enough = np.array([_in_logits(removal, removal.sufficiency_area) for removal in removals])
        above = [float(each.comprehensiveness_area.value > each.comprehensiveness_area.high) for each in removals]
        figures += [figure("needed", needed, ratio), figure("enough", enough, ratio)]
        figures.append(figure("beats_random", np.array(above), mean))
    return figures


def _in_logits(removal: Removal, area: Beside) -> tuple[float, float]:
    return abs(removal.difference) * area.value, abs(removal.difference)


def _complete(found: Sequence[Sampled]) -> list[Figure]:
    gaps = np.array([each.trust.relative_gap for each in found])
    worst = Figure("gap_p95", float(np.percentile(gaps, 95)), None, None, len(gaps))
    return [figure("gap", gaps, median), worst]


def _agreeing(found: Sequence[Sampled], reference: Sequence[Explanation]) -> list[Figure]:
    attributions = [contributions_of(each.explanation) for each in found]
    return [agreement_of_methods([contributions_of(own) for own in reference], attributions)]


def _checked(found: Sequence[Sampled]) -> list[Figure]:
    moves = [largest for each in found if each.stability for largest in _moves(each.stability)]
    left = [each.sanity.left for each in found if each.sanity]
    figures = [figure("move", np.array(moves), median)] if moves else []
    return figures + ([figure("shuffled", np.array(left), median)] if left else [])


def _moves(stability: Stability) -> list[float]:
    """Return the largest move of one explanation, as a list of one, or of none where nothing was comparable."""
    again = [stability.repeat] if stability.repeat else []
    quiet = [each.agreement for each in stability.changes if each.moved <= THRESHOLDS.quiet]
    moves = [each.largest for each in (*again, *quiet)]
    return [max(moves)] if moves else []


def _cost(found: Sequence[Sampled]) -> list[Figure]:
    passes = np.array([float(each.explanation.passes) for each in found])
    return [figure("passes", passes, mean), figure("seconds", np.array([each.seconds for each in found]), median)]
