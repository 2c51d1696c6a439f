"""What drives the ranker in one segment, beside everything else: stored explanations of the two, driver by driver."""

from __future__ import annotations

from dataclasses import dataclass

import pyarrow as pa

from queries import sql
from queries.explanations.reading import tell_states
from queries.patterns.change import compare_sides
from queries.patterns.choosing import Choice
from queries.privacy import MIN_SHOPPERS, GroupTooSmall
from queries.segment import find_dimension
from queries.workspace import Workspace


@dataclass(frozen=True)
class SegmentReasons:
    """``rows``: the columns of :func:`queries.patterns.change.change`, a being the rest and b the segment.

    ``contexts`` and ``rest``: how many contexts are explained in the segment and in the rest.
    """

    rows: pa.Table
    contexts: int
    rest: int


def segment_reasons(
    ws: Workspace,
    dimension: str,
    segment: str,
    choice: Choice | None = None,
    minimum: int = 10,
    limit: int = 200,
) -> SegmentReasons:
    """Compare the stored explanations of a segment with those of the rest, most surely different drivers first.

    Raises :class:`~queries.privacy.GroupTooSmall` where fewer than 11 shoppers are explained on either side.

    >>> from queries.examples import explained_shop
    >>> from queries.segment import fill_segments
    >>> shop = explained_shop()
    >>> rows = fill_segments(shop, ["language"])
    >>> segment_reasons(shop, "language", "zh")
    Traceback (most recent call last):
    ...
    queries.privacy.GroupTooSmall: language = zh cannot be shown: fewer than 11 shoppers are in it, or in what would be
    left. Ask for a larger group, with fewer conditions.
    """
    known = find_dimension(ws, dimension)
    with ws.transaction() as con:
        tell_states(ws, con)
        sql.run(con, "patterns/asking")
        sql.run(con, "segmenting/key_of")
        sides = sql.run(
            con,
            "patterns/segment_sides",
            dimension=known.name,
            key_kind=known.key,
            absent=known.absent,
            segment=segment,
            **(choice or Choice()).filters(),
        ).to_pylist()
        if min(side["shoppers"] for side in sides) < MIN_SHOPPERS:
            raise GroupTooSmall(f"{dimension} = {segment}")
        rows = compare_sides(con, minimum, limit)
    rest, inside = (side["contexts"] for side in sides)
    return SegmentReasons(rows, inside, rest)
