"""A shop that can be asked: a workspace, one of its rankers and the behaviour features, joined.

from explain.shop import open_shop

shop = open_shop(".whyrank/demo")
slate = shop.recommend("智能手表", user_id="u00042", k=10)
explanation = shop.explain("智能手表", "u00042", slate.rows[0].item_id)
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import torch

from explain.attested import folded
from explain.backgrounds import Background, by_segment, draw, together
from explain.coalitions import coalitions
from explain.contrast import Contrast, contrast
from explain.counterfactual import Counterfactuals, CounterfactualSettings, counterfactuals
from explain.explanation import Explanation
from explain.game import Game, set_up
from explain.lexicon import Lexicon
from explain.margin import Margin, margin
from explain.match import Match, Side, match
from explain.one_sum import explain_game
from explain.scene import scene
from explain.settings import Settings
from explain.slate_measures import Measure
from explain.slate_value import SlateValue, slate_value
from explain.trust.measures import Trust, measure_closely, measure_trust
from explain.trust.settings import TrustSettings
from explain.what_if import Changes, WhatIf, what_if
from models.catalogue import Catalogue
from models.familiarity_file import load_familiarity
from models.field import Field
from models.rank import candidates_for, rank
from models.serving import FoundBy, ServingRanker
from models.storage import load_ranker
from models.text import context_fields
from queries.contexts import items
from queries.errors import UnknownName, WhyrankError
from queries.features import FEATURE_NAMES
from queries.overview import sources
from queries.rankers import RankerEntry, find_ranker
from queries.serving import FeatureStore
from queries.shoppers import Shopper, frequent_searches, shoppers
from queries.workspace import Workspace, open_workspace

if TYPE_CHECKING:
    from explain.repair import Repairer


@dataclass(frozen=True)
class SlateRow:
    """One item of a slate. ``rank`` from 1; ``score`` in logits; ``probability`` the chance of the target, 0 to 1."""

    rank: int
    item_id: str
    title: str
    brand: str | None
    category: str | None
    price: float | None
    currency: str | None
    lang: str | None
    score: float
    probability: float


@dataclass(frozen=True)
class Slate:
    """The ranked list for one context, with what it was made for and from.

    ``as_of`` is the moment up to which behaviour was counted, UTC. The rows are the best of ``candidates`` scored items
    out of ``eligible`` ones (those on the platform); ``found_by`` says how the candidates were chosen.
    """

    search: str | None
    user_id: str | None
    platform: str | None
    rows: tuple[SlateRow, ...]
    ranker_identity: str
    snapshot_id: int
    as_of: datetime
    candidates: int
    eligible: int
    found_by: FoundBy


class Shop:
    """Answers "what would be recommended" and "why" for one workspace and one ranker.

    Safe to share between threads: nothing in it is written after it was opened.
    """

    def __init__(self, ws: Workspace, entry: RankerEntry, ranker: ServingRanker, store: FeatureStore) -> None:
        """Read the catalogue and the lists from ``ws``; it may be closed afterwards."""
        table = items(ws)
        self.entry = entry
        self.ranker = ranker
        self.store = store
        self.repairer: Repairer | None = None
        self.familiarity = load_familiarity(entry.folder, ranker.identity)
        self.catalogue = Catalogue.build(ranker, table, keep=ws.vectors)
        self.lexicon = Lexicon.of(table["brand"].to_pylist())
        self.brands = frozenset(folded(brand) for brand in table["brand"].to_pylist() if brand)
        self.snapshot_id = ws.snapshot_id()
        self.data_id = ws.data_id()
        self.simulated = any(source.origin == "simulated" for source in sources(ws))
        self.shoppers: dict[str, Shopper] = {shopper.user_id: shopper for shopper in shoppers(ws)}
        self.frequent_searches = frequent_searches(ws)
        self.segments = by_segment(self.shoppers.values())
        self._rows: dict[str, dict[str, Any]] = {row["item_id"]: row for row in table.to_pylist()}
        self._shelves: dict[tuple[str | None, str | None], list[str]] = {}
        for item_id, row in self._rows.items():
            self._shelves.setdefault((row["platform"], row["category"]), []).append(item_id)
        self._columns = [FEATURE_NAMES.index(name) for name in ranker.feature_names]

    @property
    def platforms(self) -> list[str]:
        """The platforms the catalogue sells on, sorted."""
        return sorted({str(platform) for platform in self.catalogue.platforms if platform})

    def item(self, item_id: str) -> dict[str, Any]:
        """Return the item's row of the catalogue. Raises :class:`UnknownName` with the nearest id."""
        self.catalogue.place(item_id)
        return self._rows[item_id]

    def recommend(
        self, search: str | None = None, user_id: str | None = None, k: int = 10, platform: str | None = None
    ) -> Slate:
        """Rank the catalogue for a search, a shopper, or both, and return the best ``k`` items.

        ``platform`` restricts the items to those sold there; the default is the shopper's own platform, or every item
        when there is no shopper.

        Raises :class:`WhyrankError` without a search and a shopper, :class:`UnknownName` for an unknown one.
        """
        search, platform = self.asked(search, user_id, platform)
        candidates = candidates_for(self.catalogue, self.context(search, user_id), platform)
        features = self.features(user_id, [self.catalogue.item_ids[place] for place in candidates.places])
        ranked = rank(self.ranker, self.catalogue, candidates, features, k)
        rows = tuple(
            SlateRow(
                rank=place,
                score=row.score,
                probability=row.probability,
                **{name: self._rows[row.item_id][name] for name in _ITEM_COLUMNS},
            )
            for place, row in enumerate(ranked, start=1)
        )
        return Slate(
            search=search,
            user_id=user_id,
            platform=platform,
            rows=rows,
            ranker_identity=self.ranker.identity,
            snapshot_id=self.snapshot_id,
            as_of=self.store.as_of,
            candidates=len(candidates.places),
            eligible=candidates.eligible,
            found_by=candidates.found_by,
        )

    def explain(
        self,
        search: str | None,
        user_id: str | None,
        item_id: str,
        settings: Settings | None = None,
        trust: TrustSettings | bool = False,
    ) -> Explanation:
        """Explain one item's score as one sum over words and behaviour features; see :meth:`explain_slate`."""
        return self.explain_slate(search, user_id, [item_id], settings, trust)[0]

    def explain_slate(
        self,
        search: str | None,
        user_id: str | None,
        item_ids: Sequence[str],
        settings: Settings | None = None,
        trust: TrustSettings | bool = False,
    ) -> list[Explanation]:
        """Explain several items of one context, in the order of ``item_ids``.

        With ``trust`` each explanation carries what was measured about itself.
        """
        settings = settings or Settings()
        context = self.context(self._checked(search, user_id), user_id)
        backgrounds = self.backgrounds(settings, user_id, item_ids)
        return self.explain_items(
            context, item_ids, self.features(user_id, item_ids), settings, backgrounds, trust=trust
        )

    def explain_alike(
        self, search: str | None, user_id: str | None, item_ids: Sequence[str], settings: Settings | None = None
    ) -> list[Explanation]:
        """Explain several items of one context, all compared with the background of the first, as contrasts need."""
        settings = settings or Settings()
        context = self.context(self._checked(search, user_id), user_id)
        backgrounds = self.backgrounds(settings, user_id, item_ids[:1]) * len(item_ids)
        return self.explain_items(context, item_ids, self.features(user_id, item_ids), settings, backgrounds)

    def explain_items(
        self,
        context: Sequence[Field],
        item_ids: Sequence[str],
        features: np.ndarray,
        settings: Settings,
        backgrounds: Sequence[Background | None],
        texts: Sequence[Sequence[Field]] | None = None,
        trust: TrustSettings | bool = False,
    ) -> list[Explanation]:
        """Explain items of one context given its texts and its features [n, F], in the order of ``item_ids``.

        ``backgrounds``: one per item, see :meth:`backgrounds`; items of one are explained together. ``texts`` are the
        items' where they are not the catalogue's.
        """
        texts = texts or self.texts(item_ids)
        explained: dict[int, Explanation] = {}
        for background, places in together(backgrounds):
            game = self._game(context, [texts[place] for place in places], features[places], background)
            found = explain_game(game, settings)
            if trust:
                measured = measure_trust(game, found, trust if isinstance(trust, TrustSettings) else None)
                found = [replace(each, trust=its) for each, its in zip(found, measured, strict=True)]
            for place, explanation in zip(places, found, strict=True):
                explained[place] = self._signed(explanation, item_ids[place], background)
        return [explained[place] for place in range(len(item_ids))]

    def backgrounds(self, settings: Settings, user_id: str | None, item_ids: Sequence[str]) -> list[Background | None]:
        """Return what each item is compared with under the settings; None for a ranker of texts only."""
        return draw(self, settings.background, user_id, item_ids)

    def measure_closely(self, explanation: Explanation, search: str | None, user_id: str | None) -> Trust:
        """Measure all there is about an explanation that was made for this context: seconds, not milliseconds."""
        settings = Settings.from_dict(explanation.settings)
        [background] = self.backgrounds(settings, user_id, [str(explanation.item_id)])
        game = self.game(search, user_id, [str(explanation.item_id)], background)
        return measure_closely(game, 0, explanation, settings, self.lexicon)

    def _signed(self, explanation: Explanation, item_id: str, background: Background | None) -> Explanation:
        """Return the explanation with the item it is of, the data it was made from and what it was compared with."""
        compared = None if background is None else background.to_dict()
        return replace(
            explanation,
            item_id=item_id,
            snapshot_id=self.snapshot_id,
            data_id=self.data_id,
            settings={**explanation.settings, "compared_with": compared},
        )

    def contrast(
        self, search: str | None, user_id: str | None, a: str, b: str, settings: Settings | None = None
    ) -> Contrast:
        """Say why item ``a`` scores above item ``b``, or below it, in one context."""
        return contrast(*self.explain_alike(search, user_id, [a, b], settings))

    def margin(
        self,
        search: str | None,
        user_id: str | None,
        item_id: str,
        k: int = 10,
        platform: str | None = None,
        settings: Settings | None = None,
    ) -> Margin:
        """Say why an item is among the first ``k``, or why not, and by how much."""
        return margin(self, search, user_id, item_id, k, platform, settings)

    def match(self, search: str | None, user_id: str | None, item_id: str, side: Side = "search") -> Match:
        """Say which word of the search, or of what was chosen before (``side`` "history"), met which of the item."""
        return match(coalitions(self.game(search, user_id, [item_id]), 0), side)

    def slate_value(
        self,
        search: str | None,
        user_id: str | None,
        measure: Measure,
        candidates: int = 50,
        platform: str | None = None,
    ) -> SlateValue:
        """Say what each part is worth to the slate: the best ``candidates`` items and those the measure needs."""
        best = [row.item_id for row in self.recommend(search, user_id, candidates, platform).rows]
        item_ids = list(dict.fromkeys([*best, *measure.needs]))
        return slate_value(self.game(search, user_id, item_ids), item_ids, measure)

    def counterfactuals(
        self,
        search: str | None,
        user_id: str | None,
        item_id: str,
        platform: str | None = None,
        settings: CounterfactualSettings | None = None,
    ) -> Counterfactuals:
        """Find the smallest changes that bring an item into the first k, or out of them where it is in."""
        return counterfactuals(scene(self, search, user_id, item_id, platform), settings)

    def what_if(
        self,
        search: str | None,
        user_id: str | None,
        item_id: str,
        changes: Changes,
        platform: str | None = None,
        k: int = 10,
        settings: Settings | None = None,
    ) -> WhatIf:
        """Change the context or the item and rank the whole slate again."""
        return what_if(scene(self, search, user_id, item_id, platform), changes, k, settings)

    def game(
        self,
        search: str | None,
        user_id: str | None,
        item_ids: Sequence[str],
        background: Background | None = None,
    ) -> Game:
        """Return the game of several items in one context, see :mod:`explain.game`; None: the typical background."""
        context = self.context(self._checked(search, user_id), user_id)
        if background is None:
            background = self.backgrounds(Settings(), user_id, item_ids[:1])[0]
        return self._game(context, self.texts(item_ids), self.features(user_id, item_ids), background)

    def _game(
        self,
        context: Sequence[Field],
        texts: Sequence[Sequence[Field]],
        features: np.ndarray,
        background: Background | None,
    ) -> Game:
        rows = None if background is None else background.rows
        return set_up(self.ranker, [context] * len(texts), texts, torch.from_numpy(features), rows, self.lexicon)

    def texts(self, item_ids: Sequence[str]) -> list[Sequence[Field]]:
        """Return the texts of items as the ranker reads them."""
        return [self.catalogue.texts[self.catalogue.place(item_id)] for item_id in item_ids]

    def features(self, user_id: str | None, item_ids: Sequence[str]) -> np.ndarray:
        """Return the ranker's behaviour features [n, F], float32, for this shopper as of ``store.as_of``."""
        features: np.ndarray = self.store.features(user_id, None, item_ids)[:, self._columns]
        return features

    def context(self, search: str | None, user_id: str | None) -> tuple[Field, ...]:
        """Return the texts of the context: the search, then the titles of what the shopper chose last."""
        return self.context_of(search, self.store.history(user_id) if user_id else [])

    def context_of(self, search: str | None, history: Sequence[str]) -> tuple[Field, ...]:
        """Return the texts of a context of a search and the ids of what was chosen before, most recent first.

        With a ``repairer`` (:func:`explain.repair.with_repair`) the search is read as it repairs it.
        """
        if search and self.repairer:
            search = self.repairer.repair(search).read
        return context_fields(search, [self._rows[i]["title"] for i in history if i in self._rows])

    def asked(self, search: str | None, user_id: str | None, platform: str | None) -> tuple[str | None, str | None]:
        """Return a checked search (None when blank) and the platform that is meant, see :meth:`recommend`."""
        search = self._checked(search, user_id)
        if platform is None and user_id is not None:
            platform = self.shoppers[user_id].platform
        if platform is not None and platform not in self.platforms:
            raise UnknownName("platform", platform, self.platforms)
        return search, platform

    def shelf(self, item_id: str) -> list[dict[str, Any]]:
        """Return the catalogue's rows of the item's category on its platform, itself among them."""
        row = self.item(item_id)
        return [self._rows[other] for other in self._shelves[row["platform"], row["category"]]]

    def shelf_prices(self, item_id: str) -> np.ndarray:
        """Return the prices [n] of the item's shelf that are in its currency."""
        currency = self.item(item_id)["currency"]
        rows = self.shelf(item_id)
        return np.array([row["price"] for row in rows if row["currency"] == currency and row["price"]], dtype=float)

    def _checked(self, search: str | None, user_id: str | None) -> str | None:
        search = (search or "").strip() or None
        if search is None and user_id is None:
            raise WhyrankError("There is neither a search nor a shopper.", "Type a search, choose a shopper, or both.")
        if user_id is not None and user_id not in self.shoppers:
            raise UnknownName("shopper", user_id, self.shoppers)
        return search


_ITEM_COLUMNS = ("item_id", "title", "brand", "category", "price", "currency", "lang")


def open_shop(workspace: str | Path, ranker_name: str | None = None, as_of: datetime | None = None) -> Shop:
    """Open a workspace, load its newest ranker (or the one named) and have it read the items it has not read yet.

    ``as_of``: behaviour is counted up to this moment, UTC; the default is just after the last event.
    """
    with open_workspace(workspace) as ws:
        entry = find_ranker(ws, ranker_name)
        return Shop(ws, entry, load_ranker(entry.folder), FeatureStore(ws, as_of))
