"""The same pairs against another baseline, for what a word or a feature is compared with is a choice.

Words may be hidden as ``[MASK]`` or as a piece the vocabulary does not know; behaviour may be compared with one half of
the background rows or with the other.
"""

from __future__ import annotations

import copy
from collections.abc import Mapping
from dataclasses import dataclass, replace

from explain.explanation import Explanation
from explain.game import Game
from explain.one_sum import explain_game
from explain.settings import Settings
from explain.trust.rank_agreement import RankAgreement, contributions_of, rank_agreement
from explain.trust.sanity import with_ranker


@dataclass(frozen=True)
class OtherBaseline:
    """How the contributions agree with those against another baseline."""

    baseline: str
    agreement: RankAgreement


def other_baselines(game: Game) -> Mapping[str, Game]:
    """Return the same pairs against every other baseline that the ranker has, by name."""
    found: dict[str, Game] = {}
    if game.ranker.unknown_id != game.ranker.mask_id:
        unknown = copy.copy(game.ranker)
        unknown.mask_id = game.ranker.unknown_id
        found["unknown_words"] = with_ranker(game, unknown)
    if game.background is not None and len(game.background) > 1:
        found["half_background"] = replace(game, background=game.background[::2])
    return found


def compare_baselines(game: Game, row: int, explanation: Explanation, settings: Settings) -> tuple[OtherBaseline, ...]:
    """Explain pair ``row`` against every other baseline, and compare."""
    own = contributions_of(explanation)
    compared = []
    for name, other in other_baselines(game.take([row])).items():
        [told] = explain_game(other, settings)
        agreement = rank_agreement(own, contributions_of(told), explanation.score - explanation.base)
        compared.append(OtherBaseline(name, agreement))
    return tuple(compared)
