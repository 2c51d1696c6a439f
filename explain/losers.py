"""Why two rankers treat one item differently: what each loss turned on, explained by both."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from explain.logged_items import explain_logged, veiled
from explain.shop import Shop
from queries.comparing.comparison import Comparison
from queries.workspace import Workspace


def explain_losers(
    ws: Workspace, found: Comparison, shop_of: Callable[[str], Shop | None]
) -> dict[str, dict[str, dict[str, Any] | None]]:
    """Explain in each of the biggest losers the item that the loss turned on, by both rankers: context_id, side, data.

    ``shop_of`` returns the shop of a ranker by the id its slates are kept under, None for an order that no ranker of
    the workspace made; its side is None then. Of a rare search the words are veiled, see
    :func:`explain.logged_items.veiled`.
    """
    told: dict[str, dict[str, dict[str, Any] | None]] = {
        loser.context_id: {"a": None, "b": None} for loser in found.losers
    }
    items = {loser.context_id: loser.turned_on.item_id for loser in found.losers}
    rare = {loser.context_id for loser in found.losers if loser.rare}
    for side, ranker_id in (("a", found.a), ("b", found.b)):
        shop = shop_of(ranker_id)
        if shop is None:
            continue
        for context_id, explanation in explain_logged(ws, shop, items).items():
            shown = veiled(explanation) if context_id in rare else explanation
            told[context_id][side] = shown.to_dict()
    return told
