"""Does an explanation stay the same when it is made again, and when its input changes by next to nothing?

Made again with another seed, where the methods draw anything, and for each change of :mod:`explain.trust.tiny_changes`
that applies. Contributions of the same words and features are compared.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Any

import numpy as np
import torch

from explain.game import Game, set_up
from explain.one_sum import explain_game
from explain.settings import PLAYERS, Settings
from explain.trust.rank_agreement import RankAgreement, contributions_of, rank_agreement
from explain.trust.tiny_changes import TINY_CHANGES, Pair

if TYPE_CHECKING:
    from explain.explanation import Contribution, Explanation
    from explain.lexicon import Lexicon


@dataclass(frozen=True)
class Changed:
    """How an explanation fares under one tiny change: ``moved`` is the score's own move as a share of |score − base|,
    ``agreement`` that of the two explanations."""

    change: str
    moved: float
    agreement: RankAgreement


@dataclass(frozen=True)
class Stability:
    """``repeat``: agreement with a repeat under another seed, None where no method draws anything."""

    repeat: RankAgreement | None
    changes: tuple[Changed, ...]


def measure_stability(
    game: Game, row: int, explanation: Explanation, settings: Settings, lexicon: Lexicon | None = None, seed: int = 1
) -> Stability:
    """Explain pair ``row`` again with another seed, and under every tiny change that applies.

    ``explanation`` is that of the pair under ``settings``; ``lexicon`` the one the game was set up with.
    """
    alone = game.take([row])
    again = reseeded(settings, seed)
    repeat = None
    if again is not None:
        [repeated] = explain_game(alone, again)
        repeat = _agreement(explanation, repeated)
    return Stability(repeat, tuple(_changes(alone, explanation, settings, lexicon, seed)))


def reseeded(settings: Settings, seed: int) -> Settings | None:
    """Return the settings with every seed raised by ``seed``; None where nothing is drawn.

    >>> reseeded(Settings(), 1).behaviour_parameters.seed
    1
    """
    raised: dict[str, Any] = {}
    for players in PLAYERS:
        parameters = getattr(settings, f"{players}_parameters")
        if any(field.name == "seed" for field in fields(parameters)):
            raised[f"{players}_parameters"] = replace(parameters, seed=parameters.seed + seed)
    return replace(settings, **raised) if raised else None


def pair_of(game: Game) -> Pair:
    """Return the texts and features of a game of one pair."""
    texts = [field for tower in game.towers for field in tower.fields[0]]
    features = None if game.features is None else game.features[0].numpy()
    spread = None if game.background is None else _spread(game.background.numpy())
    context = tuple(field for field in texts if field.part != "item")
    return Pair(context, tuple(field for field in texts if field.part == "item"), features, spread)


def _changes(
    game: Game, explanation: Explanation, settings: Settings, lexicon: Lexicon | None, seed: int
) -> list[Changed]:
    pair = pair_of(game)
    found = []
    for name, change in TINY_CHANGES.items():
        changed = change(pair, seed)
        if changed is not None:
            rows = None if changed.features is None else torch.from_numpy(changed.features[None])
            other = set_up(game.ranker, [changed.context], [changed.item], rows, game.background, lexicon)
            [told] = explain_game(other, settings)
            moved = abs(told.score - explanation.score) / _difference(explanation)
            found.append(Changed(name, moved, _agreement(explanation, told)))
    return found


def _agreement(explanation: Explanation, other: Explanation) -> RankAgreement:
    """Compare the players that both explanations have: the same word at the same place, the same feature."""
    theirs = {_key(c): c.contribution for c in other.contributions}
    shared = [_key(c) in theirs for c in explanation.contributions]
    own = contributions_of(explanation)[shared]
    matched = np.array([theirs[_key(c)] for c in explanation.contributions if _key(c) in theirs])
    return rank_agreement(own, matched, _difference(explanation))


def _key(contribution: Contribution) -> tuple[object, ...]:
    if contribution.part == "behaviour":
        return ("behaviour", contribution.name)
    return (contribution.field, contribution.start, contribution.end)


def _difference(explanation: Explanation) -> float:
    return max(abs(explanation.score - explanation.base), 1e-12)


def _spread(background: np.ndarray) -> np.ndarray:
    """Return each feature's standard deviation [F] over the rows [K, F] where it is present, 0 where it never is."""
    present = ~np.isnan(background)
    filled = np.where(present, background, 0.0)
    count = np.maximum(present.sum(axis=0), 1)
    mean = filled.sum(axis=0) / count
    spread: np.ndarray = np.sqrt((np.where(present, background - mean, 0.0) ** 2).sum(axis=0) / count)
    return spread
