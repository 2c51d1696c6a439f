"""Sequential integrated gradients (Enguehard 2023): a path of its own for each word, the other words left as they are.

    φ_i = Σ_p (x_p − mask) · ∫₀¹ ∂g(x^i + α(x − x^i)) / ∂x_p dα,   over the pieces p of word i

x^i is the text with only word i masked, so every point on the way is a whole sentence but for one word, where plain
integrated gradients pass through texts of half-masked words. By the fundamental theorem each value is g(T) − g(T
without word i): between words this is occlusion, found by gradients, and like it not a sum. What it has beyond
occlusion is each piece's share within its word. Steps are doubled for the words whose value misses that difference by
more than the gap allowed.

Cost: one forward and one backward pass per word and step, and one forward pass a word; 4 to 256 steps a word.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import torch
from torch import Tensor

from explain.game import Corners, Game
from explain.methods import integrated_gradients
from explain.methods.integrated_gradients import attribute_until
from explain.methods.method import Method, Shares, parameter
from explain.methods.occlusion import loss_of_each_word


@dataclass(frozen=True)
class Parameters:
    """Steps are doubled from ``first_steps`` to ``most_steps`` until each word's gap is within either tolerance."""

    first_steps: int = parameter(4, "Integration steps to begin with.", 1, 1024)
    most_steps: int = parameter(256, "Integration steps at most, for the finest estimate.", 1, 4096)
    relative_gap: float = parameter(0.01, "Gap allowed, as a share of what the values should add up to.", 0.0, 1.0)
    absolute_gap: float = parameter(0.002, "Gap allowed in any case, in logits.", 0.0, 1.0)


def attribute(game: Game, corners: Corners, parameters: Parameters) -> list[Shares]:
    """Walk one path per word of each pair, see the module."""
    return [_of_pair(game, row, parameters) for row in range(len(game))]


def _of_pair(game: Game, row: int, parameters: Parameters) -> Shares:
    count = len(game.players[row])
    if count == 0:
        return Shares(np.zeros(0))
    target = torch.from_numpy(loss_of_each_word(game, row))
    tolerance = (parameters.relative_gap * target.abs()).clamp(min=parameters.absolute_gap)
    steps = integrated_gradients.Parameters(parameters.first_steps, parameters.most_steps)
    paths = attribute_until(_path_of_each_word(game, row), target, tolerance, steps)
    return Shares(
        np.array([path.values[word] for word, path in enumerate(paths)]),
        steps=max(path.steps for path in paths),
        passes=sum(path.passes for path in paths) + count + 1,
    )


def _path_of_each_word(game: Game, row: int) -> Game:
    """Return a game of one pair per word in which only this word is masked."""
    players = game.players[row]
    copies = game.take([row] * len(players))
    masked = [_only_own(copies, tower, number) for number, tower in enumerate(copies.words)]
    return replace(copies, masked=tuple(masked))


def _only_own(copies: Game, words: Tensor, tower: int) -> Tensor:
    masked = words.clone()
    for number, player in enumerate(copies.players[0]):
        if player.tower == tower:
            places = list(player.positions)
            masked[number, places] = copies.masked[tower][number, places]
    return masked


METHOD = Method(
    name="sequential_integrated_gradients",
    players="words",
    attribute=attribute,
    parameters=Parameters,
    adds_up="no",
    title={"en": "Sequential integrated gradients", "zh": "逐词积分梯度"},
    summary={
        "en": "Integrated gradients word by word, the others left in place; between words the same as occlusion.",
        "zh": "逐个词做积分梯度，其余词保持原样；就词而言与逐词遮挡相同。",
    },
    help=__doc__,
)
