"""What if: the search, the history, an item's texts, its price or any feature were other; both slates side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from explain.contrast import Contrast, lined_up
from explain.edits import Edit, edited_fields, edited_price
from explain.explanation import Explanation
from explain.scene import Scene, pair_scores, scene_of
from explain.settings import Settings
from models.field import Field
from models.text import context_fields, item_fields
from queries.errors import UnknownName, WhyrankError

TEXTS = ("title", "brand", "category", "attributes")


class ImpossibleChange(WhyrankError):
    """A change that no shop could make, or that leaves nothing to rank for."""


@dataclass(frozen=True)
class Changes:
    """What is other than it is; what is None or not named stays.

    ``search`` "" takes the search away. ``history``: item ids, most recent first; only what the ranker reads of it
    changes, the behaviour features stay those of the shopper. ``texts``: any of title, brand, category, attributes of
    the item. ``price`` moves the features that follow from it; ``features`` sets raw values after that, None for "no
    record".
    """

    search: str | None = None
    history: tuple[str, ...] | None = None
    texts: Mapping[str, str] = field(default_factory=dict)
    price: float | None = None
    features: Mapping[str, float | None] = field(default_factory=dict)

    @property
    def nothing(self) -> bool:
        """Whether all stays as it is."""
        return self == Changes()


@dataclass(frozen=True)
class Place:
    """One place of the changed slate; ``rank_before`` is None where the item was not scored before."""

    item_id: str
    title: str
    score: float
    rank: int
    rank_before: int | None


@dataclass(frozen=True)
class WhatIf:
    """An item before and after, and the first k of both slates in order.

    ``rank``: (before, after), from 1. The explanations are of the item in both; their difference is what changed.
    """

    item_id: str
    rank: tuple[int, int]
    before: tuple[Place, ...]
    after: tuple[Place, ...]
    explanation_before: Explanation
    explanation_after: Explanation

    @property
    def change(self) -> Contrast:
        """The explanation after (``a``) against the one before (``b``), driver by driver."""
        return lined_up(self.explanation_after, self.explanation_before)

    def to_dict(self) -> dict[str, Any]:
        """Return plain data for JSON."""
        return {
            "item_id": self.item_id,
            "rank_before": self.rank[0],
            "rank_after": self.rank[1],
            "before": [vars(place) for place in self.before],
            "after": [vars(place) for place in self.after],
            "explanation_before": self.explanation_before.to_dict(),
            "explanation_after": self.explanation_after.to_dict(),
        }


def what_if(before: Scene, changes: Changes, k: int = 10, settings: Settings | None = None) -> WhatIf:
    """Apply the changes and rank the whole slate again.

    Raises :class:`ImpossibleChange` for a price that is not above 0, a title without a word, or a context without
    search and shopper, and :class:`UnknownName` for a feature, a text or an item that does not exist.
    """
    _check(before, changes)
    shop = before.shop
    context = _context(before, changes)
    after = scene_of(shop, context, before.user_id, before.item_id, before.platform)
    item = _item(before, changes)
    features = _features(before, changes)
    [score] = pair_scores(shop, [context], [item], features[None])
    scores = after.scores.copy()
    scores[after.at] = score
    after = replace(after, scores=scores, item=item, features=features)
    explanations = [_explained(scene, settings) for scene in (before, after)]
    return WhatIf(
        item_id=before.item_id,
        rank=(before.rank, after.rank),
        before=_places(before, before, k),
        after=_places(after, before, k),
        explanation_before=explanations[0],
        explanation_after=explanations[1],
    )


def changes_of(item: Sequence[Field], context: Sequence[Field], edits: Sequence[Edit]) -> Changes:
    """Return a set of edits, of an item or of a search, as changes; ``item`` and ``context`` are the texts as they are.

    >>> from explain.edits import WordEdit
    >>> title, search = Field("item", "title", "red watch"), Field("search", "search", "watch")
    >>> changes_of([title], [search], [WordEdit("title", 0, 3, "red", "", 0.9)]).texts
    {'title': 'watch'}
    """
    now, then = ({f.name: f.text for f in fields} for fields in (item, edited_fields(item, edits)))
    search, edited = (_search(fields) for fields in (context, edited_fields(context, edits)))
    return Changes(
        search=None if edited == search else edited or "",
        texts={name: then.get(name, "") for name in now if then.get(name) != now[name]},
        price=edited_price(edits),
    )


def ranges(scene: Scene) -> dict[str, tuple[float, float]]:
    """Return the smallest and largest value of every feature among the slate's candidates, absent ones left out."""
    shop = scene.shop
    rows = shop.features(scene.user_id, [shop.catalogue.item_ids[place] for place in scene.places])
    found = {}
    for name, column in zip(shop.ranker.feature_names, rows.T, strict=True):
        seen = column[np.isfinite(column)]
        if len(seen):
            found[name] = (float(seen.min()), float(seen.max()))
    return found


def _check(scene: Scene, changes: Changes) -> None:
    names = scene.shop.ranker.feature_names
    for kind, given, known in (
        ("text of an item", changes.texts, TEXTS),
        ("feature", changes.features, names),
        ("item", changes.history or (), scene.shop.catalogue.places),
    ):
        for name in given:
            if name not in known:
                raise UnknownName(kind, name, known)
    if changes.price is not None and not 0 < changes.price < float("inf"):
        raise ImpossibleChange(f"A price of {changes.price:g} is none.", "Give a price above 0.")
    if "title" in changes.texts and not changes.texts["title"].strip():
        raise ImpossibleChange("An item without a title cannot be ranked.", "Give it a word, or leave it.")
    if not _context(scene, changes) and scene.user_id is None:
        raise ImpossibleChange("There is neither a search nor a shopper left.", "Keep a search, or choose a shopper.")


def _context(scene: Scene, changes: Changes) -> tuple[Field, ...]:
    search = _search(scene.context)
    history = [f.text for f in scene.context if f.part == "history"]
    if changes.history is not None:
        history = [str(scene.shop.item(item_id)["title"]) for item_id in changes.history]
    return context_fields(search if changes.search is None else changes.search, history)


def _search(context: Sequence[Field]) -> str | None:
    return next((field.text for field in context if field.part == "search"), None)


def _item(scene: Scene, changes: Changes) -> tuple[Field, ...]:
    row = scene.shop.item(scene.item_id)
    return item_fields(*(changes.texts.get(name, row[name]) for name in TEXTS))


def _features(scene: Scene, changes: Changes) -> np.ndarray:
    features = scene.features.copy() if changes.price is None else scene.at_price(changes.price)
    for name, value in changes.features.items():
        features[scene.shop.ranker.feature_names.index(name)] = np.nan if value is None else value
    return features


def _explained(scene: Scene, settings: Settings | None) -> Explanation:
    shop, settings = scene.shop, settings or Settings()
    backgrounds = shop.backgrounds(settings, scene.user_id, [scene.item_id])
    [found] = shop.explain_items(
        scene.context, [scene.item_id], scene.features[None], settings, backgrounds, texts=[scene.item]
    )
    return found


def _places(scene: Scene, before: Scene, k: int) -> tuple[Place, ...]:
    ranks = {int(before.places[row]): rank for rank, row in enumerate(np.argsort(-before.scores, kind="stable"), 1)}
    shop = scene.shop
    places = []
    for rank, row in enumerate(np.argsort(-scene.scores, kind="stable")[:k], 1):
        place = int(scene.places[row])
        places.append(
            Place(
                item_id=shop.catalogue.item_ids[place],
                title=shop.catalogue.titles[place],
                score=float(scene.scores[row]),
                rank=rank,
                rank_before=ranks.get(place),
            )
        )
    return tuple(places)
