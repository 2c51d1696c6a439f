"""Expected gradients (Erion et al. 2021): integrated gradients averaged over many slightly different masked texts.

    φ_i = mean over references x0 and places α of (x_i − x0_i) · ∂g(x0 + α(x − x0)) / ∂x_i

A reference is the masked text with Gaussian noise on its pieces, of a stated share of how far the pair's own words lie
from the mask (root mean square). So no single point decides, and no steps are wasted on one path. The shares add up to
g(T) less the mean g of the references, which is not quite g(T0): the gap told with them holds this difference and the
sampling's error, and each share has a standard error. Places α are drawn evenly: one in each n-th part of 0 to 1.

Captum's GradientShap draws from generators that all threads share, and takes all samples at once; here Captum gives
the gradients, and the draws are each pair's own.

Cost: one forward and one backward pass a sample.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import torch
from captum.attr import Saliency
from torch import Tensor

from explain.game import Corners, Game
from explain.methods.integrated_gradients import TOKENS_AT_ONCE
from explain.methods.method import Method, Shares, parameter, seed
from explain.tokens import sum_to_words


@dataclass(frozen=True)
class Parameters:
    """How many samples, and how far the references scatter."""

    samples: int = parameter(64, "Samples that are drawn and averaged.", 1, 65536)
    noise: float = parameter(0.1, "Spread of the references, as a share of the words' distance from the mask.", 0, 2)
    seed: int = seed()


def attribute(game: Game, corners: Corners, parameters: Parameters) -> list[Shares]:
    """Split g(T) less the mean g of the references over the words of each pair, see the module."""
    return [_of_pair(game.take([row]), parameters) for row in range(len(game))]


def _of_pair(pair: Game, parameters: Parameters) -> Shares:
    if not pair.players[0]:
        return Shares(np.zeros(0))
    samples = np.concatenate(list(_samples(pair, parameters)))
    return Shares.averaged(samples, steps=parameters.samples, passes=parameters.samples)


def _samples(pair: Game, parameters: Parameters) -> Iterator[np.ndarray]:
    """Yield the words' shares [m, W] of a few samples at a time."""
    generator = torch.Generator().manual_seed(parameters.seed)
    places = torch.arange(parameters.samples) + torch.rand(parameters.samples, generator=generator)
    scatter = parameters.noise * _distance(pair)
    size = max(1, TOKENS_AT_ONCE // sum(tower.ids.shape[1] for tower in pair.towers))
    for alphas in (places / parameters.samples).split(size):
        copies = pair.take([0] * len(alphas))
        references = [
            masked + scatter * noise for masked, noise in zip(copies.masked, _noise(copies, generator), strict=True)
        ]
        yield np.array(_shares(copies, references, alphas.view(-1, 1, 1)))


def _shares(game: Game, references: list[Tensor], alphas: Tensor) -> list[np.ndarray]:
    ways = [words - reference for words, reference in zip(game.words, references, strict=True)]

    def value(*embeddings: Tensor) -> Tensor:
        return game.text_value(game.ranker.vectors(embeddings, game.towers))

    with torch.inference_mode(False), torch.enable_grad():
        points = tuple(
            (reference + alphas * way).requires_grad_() for reference, way in zip(references, ways, strict=True)
        )
        gradients = Saliency(value).attribute(points, abs=False)
    return sum_to_words(game, [(grad * way).detach().sum(dim=-1) for grad, way in zip(gradients, ways, strict=True)])


def _noise(game: Game, generator: torch.Generator) -> Iterator[Tensor]:
    """Yield standard normal noise on the pieces of each tower, none on what is never masked."""
    for words, tower in zip(game.words, game.towers, strict=True):
        yield torch.randn(words.shape, generator=generator) * ~tower.special.unsqueeze(-1)


def _distance(pair: Game) -> float:
    """Return the root mean square of x − x0 over the pieces of a pair."""
    ways = [
        (words - masked)[~tower.special]
        for words, masked, tower in zip(pair.words, pair.masked, pair.towers, strict=True)
    ]
    return float(torch.cat(ways).square().mean().sqrt())


METHOD = Method(
    name="expected_gradients",
    players="words",
    attribute=attribute,
    parameters=Parameters,
    adds_up="measured",
    title={"en": "Expected gradients", "zh": "期望梯度"},
    summary={
        "en": "Gradients averaged over many slightly different masked texts; with their error, and a measured gap.",
        "zh": "对许多略有不同的遮盖文本取平均的梯度；给出误差，并测量缺口。",
    },
    help=__doc__,
)
