"""Propensities given by whoever measured them: how likely a place is looked at, against the first of its surface."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv

from queries.errors import WhyrankError

PROPENSITIES = pa.schema([("surface", pa.string()), ("position", pa.int32()), ("propensity", pa.float64())])


class PropensitiesUnreadable(WhyrankError):
    """A file of propensities does not give one per surface and position."""


def read_propensities(path: str | Path) -> pa.Table:
    """Read surface, position (from 1) and propensity (above 0, at most 1) from a CSV file with these headings.

    Raises :class:`PropensitiesUnreadable`.
    """
    remedy = "Give a CSV file with the headings surface, position, propensity."
    try:
        table = csv.read_csv(path).select(PROPENSITIES.names).cast(PROPENSITIES)
    except (OSError, KeyError, pa.ArrowInvalid) as error:
        raise PropensitiesUnreadable(f"{str(path)!r} cannot be read: {error}.", remedy) from error
    good = pc.and_(pc.greater(table["propensity"], 0), pc.less_equal(table["propensity"], 1))
    if not table.num_rows or not pc.all(pc.fill_null(good, False)).as_py():
        raise PropensitiesUnreadable(f"{str(path)!r} has a propensity that is no chance above 0.", remedy)
    places = table.group_by(["surface", "position"]).aggregate([])
    if places.num_rows < table.num_rows:
        raise PropensitiesUnreadable(f"{str(path)!r} gives a position of a surface twice.", remedy)
    return table
