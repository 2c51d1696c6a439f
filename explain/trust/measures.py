"""All that is measured about one explanation: what is cheap for a whole slate, the rest on demand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any

from explain.coalitions import coalitions
from explain.game import Game
from explain.how import is_no_sum
from explain.trust.baselines import OtherBaseline, compare_baselines
from explain.trust.plain import rebuilt
from explain.trust.rank_agreement import contributions_of
from explain.trust.removal import Removal, measure_removal
from explain.trust.sanity import Sanity, check_sanity
from explain.trust.settings import TrustSettings
from explain.trust.stability import Stability, measure_stability
from explain.trust.verdict import Verdict, judge

if TYPE_CHECKING:
    from explain.explanation import Explanation
    from explain.lexicon import Lexicon
    from explain.settings import Settings


@dataclass(frozen=True)
class Trust:
    """What was measured about one explanation; what is None was not.

    ``difference`` is score − base in logits; ``relative_gap`` the completeness gap as a share of it, ``complete``
    whether the explanation is within its tolerance, None where its values are no parts of a sum. ``error`` is the
    largest standard error of a contribution as a share of |difference|, None where the methods estimate none.
    ``removal`` is None where there is nothing to explain. ``stability``, ``sanity`` and ``baselines`` are measured on
    demand by :func:`measure_closely`.
    """

    difference: float
    relative_gap: float
    complete: bool | None
    error: float | None
    removal: Removal | None
    settings: TrustSettings
    stability: Stability | None = None
    sanity: Sanity | None = None
    baselines: tuple[OtherBaseline, ...] | None = None

    @property
    def verdict(self) -> Verdict:
        """The one plain verdict with its reasons."""
        return judge(self)

    def to_dict(self) -> dict[str, Any]:
        """Return plain data for JSON, with the verdict; :meth:`from_dict` reads it back."""
        return {**asdict(self), "verdict": asdict(self.verdict)}

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Trust:
        """Rebuild what was measured; the verdict is passed anew, by today's thresholds."""
        found: Trust = rebuilt(cls, data)
        return found


def measure_trust(
    game: Game, explanations: Sequence[Explanation], settings: TrustSettings | None = None
) -> list[Trust]:
    """Measure the explanations of a game's pairs, in order: gap, errors and removal, about 70 texts read a pair."""
    chosen = settings or TrustSettings()
    return [_trust(game, row, explanation, chosen) for row, explanation in enumerate(explanations)]


def measure_closely(
    game: Game,
    row: int,
    explanation: Explanation,
    settings: Settings,
    lexicon: Lexicon | None = None,
) -> Trust:
    """Measure all there is about the explanation of pair ``row``, made with ``settings``: some ten explanations more.

    ``lexicon`` is that of the game. Random orders are more than for a slate, so that the band is narrower. Raises
    :class:`explain.trust.sanity.NoWeights` for a ranker without weights.
    """
    chosen = explanation.trust.settings if explanation.trust else TrustSettings()
    return replace(
        _trust(game, row, explanation, chosen.closely),
        stability=measure_stability(game, row, explanation, settings, lexicon),
        sanity=check_sanity(game, row, explanation, settings),
        baselines=compare_baselines(game, row, explanation, settings),
    )


def _trust(game: Game, row: int, explanation: Explanation, settings: TrustSettings) -> Trust:
    difference = explanation.score - explanation.base
    errors = [c.stderr for c in explanation.contributions if c.stderr is not None]
    values = contributions_of(explanation)
    return Trust(
        difference=difference,
        relative_gap=explanation.relative_gap,
        complete=None if is_no_sum(explanation) else explanation.converged,
        error=max(errors) / abs(difference) if errors and difference else None,
        removal=measure_removal(coalitions(game, row), values, explanation.score, explanation.base, settings),
        settings=settings,
    )
