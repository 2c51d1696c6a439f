"""Single items of logged contexts explained, with behaviour as of each context's moment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pyarrow as pa

from explain.explanation import Contribution, Explanation
from explain.settings import Settings
from explain.shop import Shop
from models.field import Field
from queries.contexts import contexts_named
from queries.point_in_time import candidate_features
from queries.slates import JUDGED
from queries.workspace import Workspace

VEIL = "•••"


def explain_logged(
    ws: Workspace, shop: Shop, items: Mapping[str, str], settings: Settings | None = None
) -> dict[str, Explanation]:
    """Explain one item in each of several contexts: ``items`` and what is returned go by context_id.

    A search that people judged has neither shopper nor moment, so nothing is known of behaviour there. Contexts and
    items that the workspace no longer has are left out.
    """
    settings = settings or Settings()
    rows = {row["context_id"]: row for row in contexts_named(ws, list(items)).to_pylist()}
    for context_id in items:
        if context_id.startswith(JUDGED):
            rows[context_id] = {"search": context_id.removeprefix(JUDGED), "history": [], "user_id": None}
    asked = {
        context_id: item_id
        for context_id, item_id in items.items()
        if context_id in rows and item_id in shop.catalogue.places
    }
    features = _features(ws, shop, asked)
    found: dict[str, Explanation] = {}
    for context_id, item_id in asked.items():
        row = rows[context_id]
        fields = shop.context_of(row["search"], row["history"])
        backgrounds = shop.backgrounds(settings, row["user_id"], [item_id])
        found[context_id] = shop.explain_items(fields, [item_id], features[context_id], settings, backgrounds)[0]
    return found


def _features(ws: Workspace, shop: Shop, asked: Mapping[str, str]) -> dict[str, np.ndarray]:
    """Return features [1, F] by context; what is not known of a context is absent (NaN)."""
    names = shop.ranker.feature_names
    absent = np.full((1, len(names)), np.nan, np.float32)
    found = dict.fromkeys(asked, absent)
    if not names:
        return found
    pairs = pa.table({name: pa.array(list(ids), pa.string()) for name, ids in _columns(asked)})
    for row in candidate_features(ws, pairs).to_pylist():
        found[row["context_id"]] = np.array([[row[name] for name in names]], np.float32)
    return found


def _columns(asked: Mapping[str, str]) -> tuple[tuple[str, Any], ...]:
    return ("context_id", asked.keys()), ("item_id", asked.values())


def veiled(explanation: Explanation) -> Explanation:
    """Return the explanation without what was typed: the search's words become one, whose share is their sum.

    For searches so rare that they could tell who typed them.

    >>> word = Contribution("search", "neighbour", 0.5, field=0, start=4, end=13)
    >>> told = Explanation("w1", 0.5, 0.0, 0.6, (word,), 0.0, 16, True, (Field("search", "search", "for neighbour"),),
    ...                    (13,), "r", 1, {})
    >>> [(c.name, c.contribution) for c in veiled(told).contributions], veiled(told).fields[0].text
    ([('•••', 0.5)], '•••')
    """
    typed = [number for number, field in enumerate(explanation.fields) if field.part == "search"]
    if not typed:
        return explanation
    share = sum(c.contribution for c in explanation.contributions if c.part == "search")
    word = Contribution("search", VEIL, share, field=typed[0], start=0, end=len(VEIL))
    return replace(
        explanation,
        contributions=(word, *(c for c in explanation.contributions if c.part != "search")),
        fields=tuple(Field(f.part, f.name, VEIL) if f.part == "search" else f for f in explanation.fields),
        cut=tuple(len(VEIL) if number in typed else seen for number, seen in enumerate(explanation.cut)),
    )
