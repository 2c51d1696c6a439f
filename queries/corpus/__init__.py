"""The texts a ranker learns its language from, and the span of time the log covers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import pyarrow as pa

from queries.errors import WhyrankError
from queries.workspace import Workspace


@dataclass(frozen=True)
class Corpus:
    """Tables of texts: ``items`` (title, brand, category, attributes, description), ``searches`` (text), ``reviews``
    (title, text)."""

    items: pa.Table
    searches: pa.Table
    reviews: pa.Table


def corpus(ws: Workspace, before: datetime | None = None) -> Corpus:
    """Return the catalogue's texts and what was typed and reviewed before a moment (None: ever)."""
    return Corpus(
        items=ws.run("corpus/items"),
        searches=ws.run("corpus/searches", before=before),
        reviews=ws.run("corpus/reviews", before=before),
    )


@dataclass(frozen=True)
class TimeSplit:
    """Training is before ``validation``, validation before ``test``, the test before ``end``; none overlaps."""

    validation: datetime
    test: datetime
    end: datetime


def time_split(
    ws: Workspace,
    validation: datetime | None = None,
    test: datetime | None = None,
    end: datetime | None = None,
) -> TimeSplit:
    """Return the split asked for; by default the log's last two weeks test and the week before them validates.

    Raises :class:`WhyrankError` where the log has no times or the dates are not in order.
    """
    last = ws.run("corpus/span")["last"][0].as_py()
    if last is None:
        raise WhyrankError("The workspace has no searches and no events to learn from.", "Import a log first.")
    end = end or (last + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
    test = test or end - timedelta(days=14)
    validation = validation or test - timedelta(days=7)
    if not validation < test < end:
        raise WhyrankError(
            f"The dates are not in order: validation {validation:%Y-%m-%d}, test {test:%Y-%m-%d}, end {end:%Y-%m-%d}.",
            "Give --validation-from before --test-from before --until.",
        )
    return TimeSplit(validation, test, end)
