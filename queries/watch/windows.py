"""The two windows that are compared: the current one, and the reference just before it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from queries.observe import NotObserved
from queries.workspace import Workspace

CURRENT_DAYS, REFERENCE_DAYS = 28, 56
WEEK = 7


@dataclass(frozen=True)
class Windows:
    """From ``reference_start`` to before ``current_start``, from there to before ``current_end``; midnights, UTC."""

    reference_start: datetime
    current_start: datetime
    current_end: datetime


def windows(ws: Workspace, current_days: int = CURRENT_DAYS, reference_days: int = REFERENCE_DAYS) -> Windows:
    """Return the last ``current_days`` of the log and the ``reference_days`` before them.

    A shorter log is split in the same proportion, in whole weeks where it is long enough, so that weekdays weigh alike.
    Raises :class:`NotObserved` where the log spans less than two days.

    >>> from queries.examples import tiny_shop
    >>> found = windows(tiny_shop())
    >>> f"{found.reference_start:%m-%d} {found.current_start:%m-%d} {found.current_end:%m-%d}"
    '05-01 05-02 05-03'
    """
    [row] = ws.run("watch/span").to_pylist()
    days = 0 if row["first"] is None else (row["last"] - row["first"]).days + 1
    if days < 2:
        raise NotObserved(
            "The log spans less than two days, so nothing can be compared with what was before.",
            "Import searches, impressions or events of more days.",
        )
    if days < current_days + reference_days:
        current_days = max(1, days * current_days // (current_days + reference_days))
        current_days -= current_days % WEEK if current_days >= WEEK else 0
        reference_days = days - current_days
    end = row["last"] + timedelta(days=1)
    start = end - timedelta(days=current_days)
    return Windows(start - timedelta(days=reference_days), start, end)
