"""Gradient × (input − mask): one gradient at the text itself, an approximation that is there at once.

    φ_i = (x_i − x0_i) · ∂g(x) / ∂x_i

It is the first-order Taylor term (Shrikumar et al. 2016, with the masked text as the reference), exact for a linear
ranker only: where the ranker is curved or saturated the shares miss g(T) − g(T0) by an amount that is told with them.

Cost: one forward and one backward pass a pair.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from captum.attr import InputXGradient
from torch import Tensor

from explain.game import Corners, Game
from explain.methods.method import Method, Shares
from explain.tokens import sum_to_words


@dataclass(frozen=True)
class Parameters:
    """Nothing to choose."""


def attribute(game: Game, corners: Corners, parameters: Parameters) -> list[Shares]:
    """Approximate the words' shares of each pair, see the module.

    Captum multiplies inputs by gradients; the inputs here are the ways from mask to word.
    """

    def value(*ways: Tensor) -> Tensor:
        embeddings = [masked + way for masked, way in zip(game.masked, ways, strict=True)]
        return game.text_value(game.ranker.vectors(embeddings, game.towers))

    with torch.inference_mode(False), torch.enable_grad():
        ways = tuple((words - masked).requires_grad_() for words, masked in zip(game.words, game.masked, strict=True))
        products = InputXGradient(value).attribute(ways)
    return [
        Shares(values, steps=1, passes=1)
        for values in sum_to_words(game, [product.detach().sum(dim=-1) for product in products])
    ]


METHOD = Method(
    name="gradient_times_input",
    players="words",
    attribute=attribute,
    parameters=Parameters,
    adds_up="measured",
    title={"en": "Gradient × input (approximate)", "zh": "梯度 × 输入（近似）"},
    summary={
        "en": "One gradient at the real text: there at once, but only approximate.",
        "zh": "只在真实文本处求一次梯度：立即可得，但只是近似。",
    },
    help=__doc__,
)
