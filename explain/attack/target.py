"""What is attacked: one item of one context's slate, and what becomes of its place with another title or search."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from explain.logged_slates import platform_of
from explain.robustness.asking import context_logged, context_now
from explain.robustness.slates import PAIRS, Asked, FeaturesOf, asked_slates, row_of
from explain.scene import pair_scores
from explain.shop import Shop
from explain.vocabulary import Vocabulary
from models.field import Field
from queries.errors import WhyrankError
from queries.workspace import Workspace


class NotACandidate(WhyrankError):
    """An item that the ranker does not score in this context."""


@dataclass(frozen=True)
class Outcome:
    """Where the item stands: ``rank`` from 1, None where it is no candidate any more.

    ``margin``: its score less that of the k-th best of the others, in logits; −∞ where it is no candidate.
    """

    rank: int | None
    margin: float


class Target:
    """An item among the candidates of a context as it was asked; ``features_of`` looks behaviour up, as of its moment.

    Raises :class:`NotACandidate` for an item that is not among them.
    """

    def __init__(self, shop: Shop, vocabulary: Vocabulary, asked: Asked, item_id: str, features_of: FeaturesOf) -> None:
        at = row_of(shop, asked, item_id)
        if at is None:
            raise NotACandidate(
                f"The item {item_id!r} is not among the {len(asked.places):,} candidates of this context.",
                "Choose an item that `whyrank recommend` lists for it.",
            )
        self.shop, self.vocabulary, self.asked, self.item_id = shop, vocabulary, asked, item_id
        self.features_of = features_of
        self.at = at
        self._eligible = shop.catalogue.on_platform(platform_of(shop, asked.row))
        self._places, self._features = asked.places, asked.features

    @property
    def rank(self) -> int:
        """The item's place as it is, from 1."""
        return int(self.asked.ranks[self.at])

    @property
    def texts(self) -> tuple[Field, ...]:
        """The item's texts as they are."""
        return self.shop.catalogue.texts[self.asked.places[self.at]]

    def field(self, name: str) -> str | None:
        """Return the text that is attacked: the item's "title" or the "search"; None where there is none."""
        if name == "search":
            return self.asked.row["search"] or None
        return next((field.text for field in self.texts if field.name == name), None)

    def with_titles(self, titles: Sequence[str], k: int) -> list[Outcome]:
        """Return what becomes of the item under each title; the others stay as they are."""
        order = sorted(range(len(titles)), key=lambda number: len(titles[number]))
        features = self.asked.features[self.at]
        scores = np.zeros(len(titles))
        for first in range(0, len(order), PAIRS):
            batch = order[first : first + PAIRS]
            items = [_titled(self.texts, titles[number]) for number in batch]
            rows = np.repeat(features[None], len(batch), axis=0)
            scores[batch] = pair_scores(self.shop, [self.asked.fields] * len(batch), items, rows)
        return [self._outcome(self.asked.scores, self.at, float(score), k) for score in scores]

    def with_searches(self, searches: Sequence[str], k: int) -> list[Outcome]:
        """Return what becomes of the item under each search: all its candidates are scored."""
        shop, row = self.shop, self.asked.row
        contexts = [shop.context_of(search, row["history"]) for search in searches]
        outcomes = []
        for first in range(0, len(contexts), PAIRS):
            for question in shop.catalogue.index.ask(contexts[first : first + PAIRS]):
                places = question.candidates(self._eligible)[0]
                scores = question.score(places, self.features_at(places))
                [found] = np.nonzero(places == self.asked.places[self.at])
                if len(found):
                    outcomes.append(self._outcome(scores, int(found[0]), float(scores[found[0]]), k))
                else:
                    outcomes.append(Outcome(None, float("-inf")))
        return outcomes

    def features_at(self, places: np.ndarray) -> np.ndarray:
        """Return the features [n, F] of ``places``; those never asked for before are looked up, and kept."""
        if places is self._places or np.array_equal(places, self._places):
            return self._features
        strange = np.setdiff1d(places, self._places)
        if len(strange):
            [found] = self.features_of([self.asked.row], [strange])
            order = np.argsort(np.concatenate([self._places, strange]))
            self._features = np.concatenate([self._features, found])[order]
            self._places = np.concatenate([self._places, strange])[order]
        return self._features[np.searchsorted(self._places, places)]

    def _outcome(self, scores: np.ndarray, at: int, score: float, k: int) -> Outcome:
        """Return what ``score`` in row ``at`` makes of the item beside the others' ``scores``; ties go by order."""
        others = np.delete(scores, at)
        ahead = int((others > score).sum() + (others[:at] == score).sum())
        border = float(np.partition(others, len(others) - k)[len(others) - k]) if len(others) >= k else float("-inf")
        return Outcome(1 + ahead, score - border)


def target_now(
    shop: Shop,
    vocabulary: Vocabulary,
    search: str | None,
    user_id: str | None,
    item_id: str,
    platform: str | None = None,
) -> Target:
    """Return an item of the slate of a search, a shopper or both, with behaviour as of now.

    Raises what :meth:`explain.shop.Shop.recommend` raises, and :class:`NotACandidate`.
    """
    row, features_of = context_now(shop, search, user_id, platform)
    return _target(shop, vocabulary, row, features_of, item_id)


def target_logged(ws: Workspace, shop: Shop, vocabulary: Vocabulary, context_id: str, item_id: str) -> Target:
    """Return an item of a logged context's slate, as of its moment; raises :class:`UnknownName` for no context."""
    row, features_of = context_logged(ws, shop, context_id)
    return _target(shop, vocabulary, row, features_of, item_id)


def _target(shop: Shop, vocabulary: Vocabulary, row: dict[str, Any], features_of: FeaturesOf, item_id: str) -> Target:
    [asked] = asked_slates(shop, vocabulary, [row], features_of)
    return Target(shop, vocabulary, asked, item_id, features_of)


def _titled(texts: Sequence[Field], title: str) -> tuple[Field, ...]:
    """Return an item's texts with another title; a blank one falls away."""
    changed = (replace(field, text=title) if field.name == "title" else field for field in texts)
    return tuple(field for field in changed if field.text.strip())
