"""Days unlike others: counts of what happened, each day beside the same weekday of the weeks before."""

from __future__ import annotations

import pyarrow as pa

from queries import sql
from queries.privacy import MIN_SHOPPERS
from queries.workspace import Workspace

BRANDS = 30
UNLIKE = 3.5  # robust standard deviations, as Iglewicz and Hoaglin advise
SMALL = 20  # below, counts jump by themselves


def daily_counts(ws: Workspace) -> pa.Table:
    """Return a row per series and day, days without anything included.

    Columns: series (searches, impressions, click, cart, purchase, return), brand (of the items clicked; null for all),
    day, events, usual (what the same weekday had before), z (robust standard deviations of the log count from it), low,
    high (between which a day is like the others), unlike (|z| of 3.5 and more, and not merely a few events), hidden
    (fewer than 11 shoppers, so nothing is told). watch/daily.sql has the arithmetic.

    >>> from queries.examples import tiny_shop
    >>> [(row["series"], row["hidden"]) for row in daily_counts(tiny_shop()).to_pylist()][:2]
    [('click', True), ('click', False)]
    """
    return ws.run("watch/daily", brands=BRANDS, fewest=MIN_SHOPPERS, unlike=UNLIKE, small=SMALL)


def day_contexts(ws: Workspace, series: str, brand: str | None, day: str, limit: int = 50) -> pa.Table:
    """Return contexts behind a day (YYYY-MM-DD) of a series, in order of time.

    Columns: context_id, user_id, ts, search (null where there is none or it is a rare one), rare, item_id (of the first
    action, null for searches and impressions). Nothing for days of fewer than 11 shoppers.
    """
    con = ws.cursor()
    sql.run(con, "context/every")
    sql.run(con, "context/usual", many=MIN_SHOPPERS)
    parameters = {"series": series, "brand": brand, "day": day, "limit": limit, "many": MIN_SHOPPERS}
    return sql.run(con, "watch/day_contexts", **parameters)
