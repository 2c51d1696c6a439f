"""Accounts that behave unlike others: what is measured of each, and what was found and kept."""

from __future__ import annotations

import duckdb
import pyarrow as pa

from queries import sql
from queries.workspace import Workspace

# Columns of account_features.sql that tell how an account behaves.
FEATURES = (
    "click_rate",
    "cart_rate",
    "purchase_rate",
    "quick_share",
    "pace",
    "one_brand",
    "different_items",
    "repeated_searches",
)
MIN_ACTIONS = 10  # fewer do not tell how an account behaves
SCORED = pa.schema(
    [("user_id", pa.string()), ("actions", pa.int64()), ("score", pa.float64()), ("flagged", pa.bool_())]
)
REASONS = pa.schema(
    [("user_id", pa.string()), ("feature", pa.string()), *((n, pa.float64()) for n in ("value", "usual", "moved"))]
)


def account_features(ws: Workspace) -> pa.Table:
    """Return user_id, actions and :data:`FEATURES` of every account with at least 10 actions, in order of user_id.

    ``click_rate``: clicks per item shown. ``cart_rate``, ``purchase_rate``: per click. ``quick_share``: of steps to
    another item within two seconds. ``pace``: median seconds from one item to the next. ``one_brand``: share of actions
    on the brand most acted on. ``different_items``: per action. ``repeated_searches``: share of searches typed before.
    Null where the shop, or the account, has nothing to tell it by.

    >>> from queries.examples import tiny_shop
    >>> account_features(tiny_shop()).num_rows  # one shopper, two actions
    0
    """
    return ws.run("watch/account_features", fewest=MIN_ACTIONS)


def save_accounts(ws: Workspace, scored: pa.Table, reasons: pa.Table) -> None:
    """Keep what was found of the accounts, in place of what was found before, in one commit.

    ``scored``: columns of ``SCORED``, every account judged. ``reasons``: columns of ``REASONS``, the flagged ones.

    >>> from queries.examples import tiny_shop
    >>> shop = tiny_shop()
    >>> scored = pa.table({"user_id": ["u1"], "actions": [40], "score": [0.7], "flagged": [True]})
    >>> reasons = pa.table({"user_id": ["u1"], "feature": ["pace"], "value": [1], "usual": [20], "moved": [0.1]})
    >>> save_accounts(shop, scored, reasons)
    >>> flagged(shop).select(["user_id", "score"]).to_pylist(), judged(shop)["flagged_contexts"]
    ([{'user_id': 'u1', 'score': 0.7}], 2)
    """
    data_id = ws.data_id()

    def job(con: duckdb.DuckDBPyConnection) -> None:
        con.register("scored", scored.select(SCORED.names).cast(SCORED))
        con.register("reason", reasons.select(REASONS.names).cast(REASONS))
        sql.run(con, "watch/save_accounts", data_id=data_id)

    ws.commit(job)


def flagged(ws: Workspace) -> pa.Table:
    """Return the flagged accounts, the oddest first.

    Columns: user_id, actions, score (0 to 1), first, last (of their actions, UTC), reasons (a list of feature, value,
    usual, moved: the strongest first). Nothing where nobody looked yet.
    """
    return ws.run("watch/flagged")


def judged(ws: Workspace) -> dict[str, object]:
    """Return how many accounts were judged and flagged, and how much of the traffic is theirs.

    Keys: accounts, flagged, contexts, flagged_contexts, clicks, flagged_clicks, current (whether the data are still
    those they were found in), found_at (null where nobody looked yet).
    """
    con = ws.cursor()
    sql.run(con, "context/every")
    return dict(sql.run(con, "watch/judged", data_id=ws.data_id()).to_pylist()[0])
