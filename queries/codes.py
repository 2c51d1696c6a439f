"""Codes of segments: the dimensions that are searched together side by side in one number, kept with the segments."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence

import duckdb
import pyarrow as pa

from queries import sql
from queries.segments import Dimension

OF_ITEMS = ("item", "impression")
# They say again, in finer steps, what another dimension says.
LEFT_OUT = ("week", "weekday", "tenure", "activity")
# Of two names of the same contexts, the one in the first of these dimensions is the easiest to read.
PLAIN = ("surface", "platform", "language", "device", "category", "intent", "item_category")
# What was searched for decides what fits, so beside items only where and when they were shown is looked at.
WITH_ITEMS = ("platform", "surface", "device", "month")


def searched(known: Mapping[str, Dimension], of_items: bool) -> list[Dimension]:
    """Return the dimensions to search: of items beside where and when, or of contexts and shoppers.

    >>> from queries.segments import DIMENSIONS
    >>> [each.name for each in searched(DIMENSIONS, of_items=True)][:4]
    ['surface', 'platform', 'device', 'item_category']
    """
    in_order = sorted(known.values(), key=lambda each: PLAIN.index(each.name) if each.name in PLAIN else len(PLAIN))
    if of_items:
        return [each for each in in_order if each.key in OF_ITEMS or each.name in WITH_ITEMS]
    return [each for each in in_order if each.key not in OF_ITEMS and each.name not in LEFT_OUT]


def find_codes(con: duckdb.DuckDBPyConnection, wanted: Sequence[Dimension]) -> None:
    """Make ``code`` and ``key_code`` of ``wanted``: as they were kept with the segments, or else anew."""
    _register(con, wanted)
    if not sql.run(con, "combinations/stored_codes", recipe=_recipe(wanted))["codes"][0].as_py():
        sql.run(con, "combinations/codes")
        sql.run(con, "combinations/key_codes")


def store_codes(con: duckdb.DuckDBPyConnection, known: Mapping[str, Dimension]) -> None:
    """Keep the codes of what is searched without being told dimensions, in place of what was kept before."""
    sql.run(con, "segmenting/forget_codes")
    for of_items in (False, True):
        wanted = searched(known, of_items)
        _register(con, wanted)
        sql.run(con, "combinations/codes")
        sql.run(con, "combinations/key_codes")
        sql.run(con, "segmenting/store_codes", recipe=_recipe(wanted))


def _register(con: duckdb.DuckDBPyConnection, wanted: Sequence[Dimension]) -> None:
    con.register(
        "wanted",
        pa.table(
            {
                "dimension_no": pa.array(range(len(wanted)), pa.int32()),
                "dimension": [each.name for each in wanted],
                "key_kind": [each.key for each in wanted],
                "absent": [each.absent for each in wanted],
            }
        ),
    )


def _recipe(wanted: Sequence[Dimension]) -> str:
    """Return what tells one coding of the segments from another: everything it depends on but the segments.

    The database's version is part of it, because its hashes are.
    """
    told = [(each.name, each.key, each.absent) for each in wanted]
    how = [sql.text("combinations/codes"), sql.text("combinations/key_codes"), duckdb.__version__]
    return hashlib.sha256(repr((told, how)).encode()).hexdigest()[:16]
