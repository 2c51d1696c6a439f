"""The same pairs against another baseline, for what a word or a feature is compared with is a choice.

Another draw of the same baseline, half of the background rows, should change little. Another kind of baseline, words
read as unknown in place of masked, asks another question: how much of the answer hangs on the kind is told, not judged.
"""

from __future__ import annotations

import copy
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

from explain.explanation import Explanation
from explain.game import Game
from explain.one_sum import explain_game
from explain.settings import Settings
from explain.trust.agreement_of_methods import RANDOM, dealt_at_random
from explain.trust.rank_agreement import RankAgreement, contributions_of, rank_agreement
from explain.trust.sanity import with_ranker

Kind = Literal["draw", "kind", "random"]


@dataclass(frozen=True)
class OtherBaseline:
    """How the contributions agree with those against another baseline; ``kind``: another draw,
    another kind, or no baseline at all but the contributions dealt at random."""

    baseline: str
    kind: Kind
    agreement: RankAgreement


def other_baselines(game: Game) -> Mapping[tuple[str, Kind], Game]:
    """Return the same pairs against every other baseline that the ranker has, by name and kind."""
    found: dict[tuple[str, Kind], Game] = {}
    if game.ranker.unknown_id != game.ranker.mask_id:
        unknown = copy.copy(game.ranker)
        unknown.mask_id = game.ranker.unknown_id
        found["unknown_words", "kind"] = with_ranker(game, unknown)
    if game.background is not None and len(game.background) > 1:
        found["half_background", "draw"] = replace(game, background=game.background[::2])
    return found


def compare_baselines(game: Game, row: int, explanation: Explanation, settings: Settings) -> tuple[OtherBaseline, ...]:
    """Explain pair ``row`` against every other baseline, and compare; random attribution comes last."""
    own, difference = contributions_of(explanation), explanation.score - explanation.base
    compared = []
    for (name, kind), other in other_baselines(game.take([row])).items():
        [told] = explain_game(other, settings)
        compared.append(OtherBaseline(name, kind, rank_agreement(own, contributions_of(told), difference)))
    random = contributions_of(dealt_at_random(explanation, seed=0))
    return (*compared, OtherBaseline(RANDOM, "random", rank_agreement(own, random, difference)))
