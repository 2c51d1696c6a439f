"""What the ranker answers when any of a pair's words are masked and any of its features are those of others.

The one place where words and features are taken away: the methods that ask by removal, every measure of trust, the
match of search and item, and counterfactuals all ask here.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from explain.game import Game, read_once
from explain.word_players import WordPlayer

TEXTS_AT_ONCE = 512  # bounds memory: masked texts that go through the encoder together
ROWS_AT_ONCE = 16_384  # … and behaviour rows that go through the head together


@dataclass(frozen=True)
class Coalitions:
    """One pair as W words and F features, each of which may be hidden; made by :func:`coalitions`.

    Hidden words are ``[MASK]``; hidden features are taken from each row of the background in turn, and the score is the
    mean over these rows. With all shown the value is the score, with none it is the base.
    """

    game: Game

    @property
    def words(self) -> tuple[WordPlayer, ...]:
        """The W words, in reading order."""
        return self.game.players[0]

    @property
    def feature_count(self) -> int:
        """F, 0 for a ranker of texts only."""
        return 0 if self.game.features is None else int(self.game.features.shape[1])

    def vectors(self, words: np.ndarray) -> tuple[Tensor, ...]:
        """Return the text vectors [m, …] of m texts, ``words`` [m, W] bool saying which words are shown."""
        parts = [self._read(words[start : start + TEXTS_AT_ONCE]) for start in range(0, len(words), TEXTS_AT_ONCE)]
        return tuple(torch.cat(blocks) for blocks in zip(*parts, strict=True))

    @torch.inference_mode()
    def scores(self, words: np.ndarray) -> np.ndarray:
        """Return the score [m] of m masked texts, float64, with the behaviour as it is."""
        values: np.ndarray = self.game.ranker.score_vectors(self.vectors(words), self.game.features).double().numpy()
        return values

    @torch.inference_mode()
    def text_values(self, words: np.ndarray) -> np.ndarray:
        """Return g [m] of m masked texts: what methods over words split (:meth:`explain.game.Game.text_value`)."""
        parts = [
            self._text_values(words[start : start + TEXTS_AT_ONCE]) for start in range(0, len(words), TEXTS_AT_ONCE)
        ]
        return np.concatenate(parts)

    def _text_values(self, words: np.ndarray) -> np.ndarray:
        values: np.ndarray = self.game.text_value(self._read(words)).numpy()
        return values

    @torch.inference_mode()
    def values(self, words: np.ndarray, features: np.ndarray) -> np.ndarray:
        """Return the score [m] of m coalitions: ``words`` [m, W] and ``features`` [m, F] say what is shown (bool)."""
        vectors = self.vectors(words)
        if self.game.features is None or self.game.background is None:
            scores: np.ndarray = self.game.ranker.score_vectors(vectors, None).numpy()
            return scores
        shown = torch.from_numpy(np.ascontiguousarray(features))
        size = max(1, ROWS_AT_ONCE // len(self.game.background))
        parts = [
            self._mean_score(tuple(vector[start : start + size] for vector in vectors), shown[start : start + size])
            for start in range(0, len(words), size)
        ]
        return np.concatenate(parts)

    def _mean_score(self, vectors: tuple[Tensor, ...], shown: Tensor) -> np.ndarray:
        own, others = self.game.features, self.game.background
        if own is None or others is None:
            raise ValueError("a ranker of texts only has no features to hide")
        rows = torch.where(shown.unsqueeze(1), own.unsqueeze(0), others.unsqueeze(0))
        scores: np.ndarray = self.game.ranker.score_vectors(vectors, rows).mean(dim=1).numpy()
        return scores

    def _read(self, words: np.ndarray) -> tuple[Tensor, ...]:
        ids = [
            torch.where(torch.from_numpy(self._hidden(number, words)), self.game.ranker.mask_id, tower.ids)
            for number, tower in enumerate(self.game.towers)
        ]
        return read_once(self.game.ranker, self.game.towers, ids)

    def _hidden(self, tower: int, words: np.ndarray) -> np.ndarray:
        """Return [m, L] bool: which positions of a tower belong to a hidden word."""
        hidden = np.zeros((len(words), self.game.towers[tower].ids.shape[1]), dtype=bool)
        for number, word in enumerate(self.words):
            if word.tower == tower:
                hidden[:, list(word.positions)] = ~words[:, number, None]
        return hidden


def coalitions(game: Game, row: int) -> Coalitions:
    """Return pair ``row`` of a game as players that can be hidden."""
    return Coalitions(game.take([row]))
