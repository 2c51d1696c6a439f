"""The tastes of shoppers told by a ranker, and kept as the segments of a dimension."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from explain.tastes import TasteSettings, shopper_tastes
from models.catalogue import Catalogue
from models.serving import ServingRanker
from queries.contexts import items
from queries.segment import fill_segments
from queries.tastes import chosen_by_shoppers, save_tastes
from queries.workspace import Workspace


def tell_tastes(
    ws: Workspace,
    ranker: ServingRanker,
    settings: TasteSettings | None = None,
    progress: Callable[[str, float], None] = lambda label, share: None,
) -> dict[str, int]:
    """Find the tastes of all shoppers, keep them, and return how many shoppers each has, the largest first."""
    table = items(ws)
    catalogue = Catalogue.build(ranker, table, lambda label, share: progress(label, 0.6 * share), ws.vectors)
    progress("telling tastes apart", 0.6)
    categories = dict(zip(table["item_id"].to_pylist(), table["category"].to_pylist(), strict=True))
    found = shopper_tastes(catalogue, chosen_by_shoppers(ws), categories, settings)
    save_tastes(ws, ranker.identity, found)
    progress("segments", 0.9)
    fill_segments(ws, ["taste"])
    counts = Counter(found["taste"].to_pylist())
    return dict(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))
