"""Occlusion by word (Zeiler & Fergus 2014): what the text's share loses when this one word is masked.

    φ_i = g(T) − g(T without word i)

A word that helps has a positive value: without it the score falls. Words that only count together, such as both halves
of a name, each lose the whole, and words that say the same lose nothing: the values are not parts of a sum, and the
gap told with them is what they miss or count twice.

Cost: one forward pass a word, and one for the text itself.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from explain.coalitions import coalitions
from explain.game import Corners, Game
from explain.methods.method import Method, Shares


@dataclass(frozen=True)
class Parameters:
    """Nothing to choose."""


def attribute(game: Game, corners: Corners, parameters: Parameters) -> list[Shares]:
    """Return what each word's absence costs each pair, see the module."""
    return [_of_pair(game, row) for row in range(len(game))]


def _of_pair(game: Game, row: int) -> Shares:
    losses = loss_of_each_word(game, row)
    return Shares(losses, steps=1, passes=len(losses) + 1)


def loss_of_each_word(game: Game, row: int) -> np.ndarray:
    """Return g(T) − g(T without word i), [W], of one pair; W + 1 forward passes."""
    players = coalitions(game, row)
    count = len(players.words)
    values = players.text_values(np.vstack([np.ones((1, count), dtype=bool), ~np.eye(count, dtype=bool)]))
    losses: np.ndarray = values[0] - values[1:]
    return losses


METHOD = Method(
    name="occlusion",
    players="words",
    attribute=attribute,
    parameters=Parameters,
    adds_up="no",
    title={"en": "Occlusion by word", "zh": "逐词遮挡"},
    summary={
        "en": "How much is lost when this one word is masked; these losses do not add up to the score.",
        "zh": "单独遮住这个词会损失多少；这些损失加起来并不等于分数。",
    },
    help=__doc__,
)
