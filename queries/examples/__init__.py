"""Small things to try the package with: the worked examples in the docstrings use them."""

from __future__ import annotations

import tempfile

from queries import sql
from queries.workspace import Workspace, open_workspace


def tiny_shop() -> Workspace:
    """Return a workspace in a temporary folder with three items, one shopper, two slates, a click and a purchase.

    >>> tiny_shop().run("items")["item_id"].to_pylist()
    ['l1', 'w1', 'w2']
    """
    ws = open_workspace(tempfile.mkdtemp(prefix="tiny-shop-"), "write")
    ws.commit(lambda con: sql.run(con, "examples/tiny_shop"))
    return ws
