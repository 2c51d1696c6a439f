"""Contexts: what a ranking is made for. A search or another surface with a slate; a session where a log has no searches."""

from __future__ import annotations

from datetime import datetime

import pyarrow as pa

from queries.workspace import Workspace


def contexts(
    ws: Workspace,
    start: datetime | None = None,
    end: datetime | None = None,
    with_actions_only: bool = False,
    limit: int | None = None,
    seed: int = 0,
) -> pa.Table:
    """Return the contexts with ``start`` ≤ ts < ``end``, in order of time; with ``limit`` a repeatable random choice of them.

    Columns: context_id, user_id, session_id, ts, surface, platform, lang, search (null without one), history: the item_ids
    of the shopper's last five different items clicked, carted or bought strictly before ts, most recent first.
    ``with_actions_only`` keeps the contexts whose items were clicked, carted or bought.
    """
    return ws.run("context/select", start=start, end=end, with_actions_only=with_actions_only, limit=limit, seed=seed)


def items(ws: Workspace) -> pa.Table:
    """Return one row per item: item_id, title, brand, category, attributes, price, list_price, currency, lang, platform."""
    return ws.run("items")
