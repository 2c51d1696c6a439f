"""From tokens to words: a word's share is the sum of its pieces'."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from torch import Tensor

from explain.game import Game


def sum_to_words(game: Game, tokens: Sequence[Tensor]) -> list[np.ndarray]:
    """Return per pair the values [..., W] of its words, given ``tokens[tower]`` [..., n, L].

    What falls on special tokens belongs to no word and is left out; from masked to real words it is exactly zero.
    """
    arrays = [values.double().numpy() for values in tokens]
    found = []
    for row, players in enumerate(game.players):
        values = np.zeros((*arrays[0].shape[:-2], len(players)))
        for place, word in enumerate(players):
            values[..., place] = arrays[word.tower][..., row, list(word.positions)].sum(axis=-1)
        found.append(values)
    return found
