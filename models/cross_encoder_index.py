"""A catalogue read by a cross-encoder: its words find some items, and the ranker reads the context beside each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from models.field import Field
from models.serving import FoundBy, Question
from models.word_index import WordIndex

if TYPE_CHECKING:
    from models.cross_encoder import CrossEncoderRanker


@dataclass(frozen=True)
class CrossEncoderIndex:
    """``texts`` of N items and their ``words``; meets :class:`models.serving.Index`."""

    ranker: CrossEncoderRanker
    texts: tuple[tuple[Field, ...], ...]
    words: WordIndex
    scores_all: bool = False

    @classmethod
    def build(cls, ranker: CrossEncoderRanker, texts: Sequence[Sequence[Field]]) -> CrossEncoderIndex:
        """Index the words of every item."""
        joined = [" ".join(field.text for field in fields) for fields in texts]
        return cls(ranker, tuple(map(tuple, texts)), WordIndex(joined))

    def ask(self, contexts: Sequence[Sequence[Field]]) -> list[Question]:
        """Put each context on its own: it is read anew beside each item."""
        return [CrossEncoderQuestion(self, tuple(context)) for context in contexts]


@dataclass(frozen=True)
class CrossEncoderQuestion:
    """One context's texts; meets :class:`models.serving.Question`."""

    index: CrossEncoderIndex
    context: tuple[Field, ...]

    def candidates(self, places: np.ndarray) -> tuple[np.ndarray, FoundBy]:
        """Return at most ``retrieved`` places (a setting of the ranker): those that share most words first.

        The words are the search's or, without one, the history's. Equal scores, also of items that share no word, go
        in order of item_id.
        """
        most = self.index.ranker.settings.retrieved
        if len(places) <= most:
            return places, "all"
        part, text = self._words()
        scores = self.index.words.scores(text)[places]
        best = np.argsort(-scores, kind="stable")[:most]
        return np.sort(places[best]), part if scores[best].any() else "order"

    def score(self, places: np.ndarray, features: np.ndarray | None) -> np.ndarray:
        """Return the scores [n] of the context beside each item; the ranker reads no features."""
        items = [self.index.texts[place] for place in places]
        scores: np.ndarray = self.index.ranker.score_pairs([self.context] * len(items), items).numpy()
        return scores

    def _words(self) -> tuple[FoundBy, str]:
        searches = [field.text for field in self.context if field.part == "search"]
        if searches:
            return "search", " ".join(searches)
        return "history", " ".join(field.text for field in self.context)
