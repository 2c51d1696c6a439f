"""Integrated gradients of the text, from masked words to the words themselves (Sundararajan, Taly, Yan 2017).

    φ_i = (x_i − x0_i) · ∫₀¹ ∂g(x0 + α(x − x0)) / ∂x_i dα

over the word embeddings of every tower at once, by Gauss–Legendre quadrature. The error of a fixed number of steps is
heavy-tailed, so steps are doubled for just those pairs whose values do not add up yet.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import torch
from captum.attr import IntegratedGradients
from torch import Tensor

from explain.game import Game

SEQUENCES_AT_ONCE = 320  # bounds memory: pairs × steps that go through the encoder together


@dataclass(frozen=True)
class TokenAttribution:
    """Of one pair: ``values[tower]`` are attributions [L] in logits; ``steps`` and ``gap`` say how well they add up."""

    values: tuple[Tensor, ...]
    steps: int
    gap: float


def attribute_tokens(
    game: Game, target: Tensor, tolerance: Tensor, first_steps: int = 16, most_steps: int = 1024
) -> list[TokenAttribution]:
    """Attribute g(T) − g(T0) = ``target`` [n] to tokens until the gap is within ``tolerance`` [n] or steps run out.

    A pair whose gap stays above its tolerance keeps the result of ``most_steps`` and says so by its ``gap``.
    """
    done: dict[int, TokenAttribution] = {}
    waiting = list(range(len(target)))
    steps = first_steps
    while waiting:
        for row, values in zip(waiting, _in_chunks(game, waiting, steps), strict=True):
            gap = float(target[row] - sum(value.sum() for value in values))
            done[row] = TokenAttribution(values, steps, gap)
        waiting = [row for row in waiting if abs(done[row].gap) > tolerance[row]]
        steps *= 2
        if steps > most_steps:
            break
    return [done[row] for row in range(len(target))]


def _in_chunks(game: Game, rows: list[int], steps: int) -> list[tuple[Tensor, ...]]:
    size = max(1, SEQUENCES_AT_ONCE // steps)
    chunks = [rows[i : i + size] for i in range(0, len(rows), size)]
    return [values for chunk in chunks for values in _attribute(_take(game, chunk), len(chunk), steps)]


def _attribute(game: Game, count: int, steps: int) -> list[tuple[Tensor, ...]]:
    """Return per pair the token attributions of each tower.

    Captum stacks its steps as blocks of all pairs, which is how :meth:`models.protocol.Ranker.vectors` reads them.
    """

    def value(*embeddings: Tensor) -> Tensor:
        repeats = embeddings[0].shape[0] // count
        features = None if game.features is None else game.features.repeat(repeats, 1)
        return game.text_value(game.ranker.vectors(embeddings, game.towers), features)

    with torch.inference_mode(False), torch.enable_grad():
        gradients = IntegratedGradients(value).attribute(
            game.words, baselines=game.masked, n_steps=steps, method="gausslegendre"
        )
    tokens = [gradient.detach().sum(dim=-1) for gradient in gradients]
    return [tuple(tower[row] for tower in tokens) for row in range(count)]


def _take(game: Game, rows: list[int]) -> Game:
    return replace(
        game,
        towers=tuple(tower.take(rows) for tower in game.towers),
        words=tuple(words[rows] for words in game.words),
        masked=tuple(masked[rows] for masked in game.masked),
        features=None if game.features is None else game.features[rows],
    )
