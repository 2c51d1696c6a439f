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
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import torch
from torch import Tensor

from explain.word_players import WordPlayer, word_players
from models.field import Field
from models.protocol import Ranker, Tower

if TYPE_CHECKING:
    from explain.lexicon import Lexicon


@dataclass(frozen=True)
class Game:
    """n pairs of one ranker, encoded once.

    ``words`` and ``masked`` hold per tower the embeddings [n, L, d] of T and of T0; ``features`` is [n, F] and
    ``background`` [K, F], both None for a ranker of texts only. ``players[row]`` are the words of pair ``row``.
    """

    ranker: Ranker
    towers: tuple[Tower, ...]
    words: tuple[Tensor, ...]
    masked: tuple[Tensor, ...]
    features: Tensor | None
    background: Tensor | None
    players: tuple[tuple[WordPlayer, ...], ...]

    def __len__(self) -> int:
        return len(self.players)

    def take(self, rows: Sequence[int]) -> Game:
        """Return the game of these pairs only, in this order, without the padding they do not need."""
        chosen = list(rows)
        towers = tuple(tower.take(chosen).trimmed() for tower in self.towers)
        lengths = [tower.ids.shape[1] for tower in towers]
        return replace(
            self,
            towers=towers,
            words=tuple(words[chosen, :length] for words, length in zip(self.words, lengths, strict=True)),
            masked=tuple(masked[chosen, :length] for masked, length in zip(self.masked, lengths, strict=True)),
            features=None if self.features is None else self.features[chosen],
            players=tuple(self.players[row] for row in chosen),
        )

    def text_value(self, vectors: Sequence[Tensor]) -> Tensor:
        """Return g(T) = ½ f(T, b) + ½ mean over B0 of f(T, ·), [n·m], of text vectors [n·m, …], m blocks of n pairs."""
        own = self.ranker.score_vectors(vectors, self.features)
        if self.background is None:
            return own
        return 0.5 * own + 0.5 * self.ranker.score_vectors(vectors, self.background.unsqueeze(0)).mean(dim=1)

    @torch.inference_mode()
    def corners(self) -> Corners:
        """Return the four numbers of each pair and the text vectors they were computed from."""
        sides = [torch.cat([tower.ids, tower.masked_ids(self.ranker.mask_id)]) for tower in self.towers]
        both = read_once(self.ranker, self.towers, sides)
        full, bare = (tuple(vectors[rows] for vectors in both) for rows in (slice(len(self)), slice(len(self), None)))
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
    def difference(self) -> Tensor:
        """Score − base, [n]: what an explanation splits."""
        return self.text_and_behaviour - self.neither

    @property
    def text_share(self) -> Tensor:
        """The text's Shapley value, [n]."""
        return 0.5 * (self.text_and_behaviour - self.behaviour_only) + 0.5 * (self.text_only - self.neither)

    @property
    def behaviour_share(self) -> Tensor:
        """The behaviour's Shapley value, [n]."""
        return 0.5 * (self.text_and_behaviour - self.text_only) + 0.5 * (self.behaviour_only - self.neither)

    @property
    def interaction(self) -> Tensor:
        """What text and behaviour add together beyond what each adds alone, [n]; each part holds half of it."""
        return self.text_and_behaviour - self.text_only - self.behaviour_only + self.neither


def set_up(
    ranker: Ranker,
    contexts: Sequence[Sequence[Field]],
    items: Sequence[Sequence[Field]],
    features: Tensor | None,
    background: Tensor | None,
    lexicon: Lexicon | None = None,
) -> Game:
    """Encode n (context, item) pairs into a game; ``features`` [n, F] and ``background`` [K, F] may be None.

    ``lexicon``: names that stay whole when texts are split into words.
    """
    towers = ranker.encode(contexts, items)
    with torch.inference_mode(False), torch.no_grad():
        words = tuple(ranker.embed(tower.ids) for tower in towers)
        masked = tuple(ranker.embed(tower.masked_ids(ranker.mask_id)) for tower in towers)
    if features is None or not ranker.feature_names:
        features = background = None
    players = tuple(word_players(towers, row, lexicon) for row in range(len(contexts)))
    return Game(ranker, towers, words, masked, features, background, players)


@torch.inference_mode()
def read_once(ranker: Ranker, towers: Sequence[Tower], ids: Sequence[Tensor]) -> tuple[Tensor, ...]:
    """Return the text vectors [m, …] of each tower for ``ids[t]`` [m, L], reading equal rows once.

    Row r of ``ids[t]`` is laid out as row ``r % n`` of the tower's n rows (the same segments and padding).
    """
    embeddings, different, places = [], [], []
    for tower, rows in zip(towers, ids, strict=True):
        layout = torch.arange(len(rows)) % max(len(tower.ids), 1)
        # Two rows are equal when their ids are and their layouts are; padding has an id of its own.
        key = torch.cat([rows, tower.segments[layout], tower.attended[layout].long()], dim=1)
        unique, place = torch.unique(key, dim=0, return_inverse=True)
        first = torch.full((len(unique),), len(rows)).scatter_reduce(0, place, torch.arange(len(rows)), "amin")
        embeddings.append(ranker.embed(rows[first]))
        different.append(tower.take(layout[first].tolist()))
        places.append(place)
    vectors = ranker.vectors(embeddings, different)
    return tuple(vector[place] for vector, place in zip(vectors, places, strict=True))
