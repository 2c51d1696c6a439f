"""Words and features that push the wrong items up."""

from __future__ import annotations

import pyarrow as pa

from queries.patterns.choosing import Chosen


def wrong_pushes(chosen: Chosen, k: int = 10, minimum: int = 5, limit: int = 50) -> pa.Table:
    """Return the drivers that push towards wrong items, the most harmful first.

    An item is wrong where it stands among the first ``k``, got no action, and an item that was clicked, put in a cart,
    bought or judged relevant stands below it in the same slate. Columns: part, role, word, harm (logits it adds to a
    wrong item on average over all of them), low, high (95 %, clustered by context), wrong_mean (over the wrong items it
    is in), right_mean (over relevant items), wrong_items (it is in; at least ``minimum``), all_wrong_items, contexts.

    In the tiny shop the first item was bought, so nothing stood wrongly above it.

    >>> from queries.examples import explained_shop
    >>> from queries.patterns.choosing import choose
    >>> wrong_pushes(choose(explained_shop()), minimum=1).num_rows
    0
    """
    return chosen.run("wrong_items", k=k, minimum=minimum, limit=limit)
