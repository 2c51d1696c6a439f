"""What shoppers did before a moment, counted: the inputs of the baselines every ranker must beat."""

from __future__ import annotations

from datetime import datetime

import pyarrow as pa

from queries.workspace import Workspace


def popularity(ws: Workspace, before: datetime) -> pa.Table:
    """Return item_id, clicks, purchases of every item of the catalogue as of ``before``, most bought first.

    >>> from datetime import datetime
    >>> from queries.examples import tiny_shop
    >>> popularity(tiny_shop(), datetime(2025, 5, 2)).to_pylist()[0]
    {'item_id': 'w1', 'clicks': 1, 'purchases': 0}
    """
    return ws.run("behaviour_counts/popularity", before=before)


def personal_counts(ws: Workspace, before: datetime) -> pa.Table:
    """Return user_id, item_id, n (clicks, carts and purchases), purchases, last_ts as of ``before``."""
    return ws.run("behaviour_counts/personal_counts", before=before)


def co_purchases(ws: Workspace, before: datetime) -> pa.Table:
    """Return the distinct user_id, item_id pairs bought before ``before``.

    The cosine of two items is (shoppers who bought both) / √(shoppers of one · shoppers of the other); Linden, Smith
    and York, *Amazon.com recommendations: item-to-item collaborative filtering*, 2003.
    """
    return ws.run("behaviour_counts/co_purchases", before=before)
