"""The game that an explanation splits: text and behaviour are two players, each present or replaced by its background.

Four numbers of one (context, item) pair say all about it: f(T, b), mean f(T, ·), f(T0, b) and mean f(T0, ·), where
T0 is the text with its words masked and the mean runs over the background rows B0 of behaviour. The Shapley value of
each player of this two-player game is

    text       ½ [f(T, b) − f(T0, b)] + ½ [f(T, ·) − f(T0, ·)]
    behaviour  ½ [f(T, b) − f(T, ·)]  + ½ [f(T0, b) − f(T0, ·)]

and the two add up to f(T, b) − mean f(T0, ·), the score minus the base (Shapley 1953).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from models.protocol import Field, Ranker, Tower


@dataclass(frozen=True)
class Game:
    """n pairs of one ranker, encoded once.

    ``words`` and ``masked`` hold per tower the embeddings [n, L, d] of T and of T0; ``features`` is [n, F] and
    ``background`` [K, F], both None for a ranker of texts only.
    """

    ranker: Ranker
    towers: tuple[Tower, ...]
    words: tuple[Tensor, ...]
    masked: tuple[Tensor, ...]
    features: Tensor | None
    background: Tensor | None

    def text_value(self, vectors: Sequence[Tensor], features: Tensor | None) -> Tensor:
        """Return g(T) = ½ f(T, b) + ½ mean over B0 of f(T, ·), [n], of text vectors [n, …] and features [n, F]."""
        own = self.ranker.score_vectors(vectors, features)
        if self.background is None:
            return own
        return 0.5 * own + 0.5 * self.ranker.score_vectors(vectors, self.background.unsqueeze(0)).mean(dim=1)

    @torch.inference_mode()
    def corners(self) -> Corners:
        """Return the four numbers of each pair and the text vectors they were computed from."""
        full = self.ranker.vectors(self.words, self.towers)
        bare = self.ranker.vectors(self.masked, self.towers)
        f_full, f_bare = (self.ranker.score_vectors(v, self.features) for v in (full, bare))
        if self.background is None:
            return Corners(full, bare, f_full, f_full, f_bare, f_bare)
        rows = self.background.unsqueeze(0)
        mean_full, mean_bare = (self.ranker.score_vectors(v, rows).mean(dim=1) for v in (full, bare))
        return Corners(full, bare, f_full, mean_full, f_bare, mean_bare)


@dataclass(frozen=True)
class Corners:
    """The game's values, each [n] in logits; ``full`` and ``bare`` are the text vectors of T and T0."""

    full: tuple[Tensor, ...]
    bare: tuple[Tensor, ...]
    text_and_behaviour: Tensor
    text_only: Tensor
    behaviour_only: Tensor
    neither: Tensor

    @property
    def text_share(self) -> Tensor:
        """The text's Shapley value, [n]."""
        return 0.5 * (self.text_and_behaviour - self.behaviour_only) + 0.5 * (self.text_only - self.neither)

    @property
    def behaviour_share(self) -> Tensor:
        """The behaviour's Shapley value, [n]."""
        return 0.5 * (self.text_and_behaviour - self.text_only) + 0.5 * (self.behaviour_only - self.neither)


def set_up(
    ranker: Ranker,
    contexts: Sequence[Sequence[Field]],
    items: Sequence[Sequence[Field]],
    features: Tensor | None,
    background: Tensor | None,
) -> Game:
    """Encode n (context, item) pairs into a game; ``features`` [n, F] and ``background`` [K, F] may be None."""
    towers = ranker.encode(contexts, items)
    with torch.inference_mode(False), torch.no_grad():
        words = tuple(ranker.embed(tower.ids) for tower in towers)
        masked = tuple(ranker.embed(tower.masked_ids(ranker.mask_id)) for tower in towers)
    if features is None or not ranker.feature_names:
        features = background = None
    return Game(ranker, towers, words, masked, features, background)
