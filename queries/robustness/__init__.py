"""How far slates move when what is asked is perturbed: what an audit stores, and what is measured from it."""

from __future__ import annotations

import pyarrow as pa

from queries.workspace import Workspace

MOST_SEARCHES = 20_000


def chosen_after(ws: Workspace, most: int = MOST_SEARCHES) -> pa.Table:
    """Return search, typed, item_id, chosen: what shoppers chose after each of the ``most`` most typed searches.

    ``typed`` and ``chosen`` count different shoppers; searches are in lower case.

    >>> from queries.examples import tiny_shop
    >>> chosen_after(tiny_shop()).to_pylist()[0]
    {'search': '手表', 'typed': 1, 'item_id': 'w1', 'chosen': 1}
    """
    return ws.run("robustness/chosen_after", most=most)
