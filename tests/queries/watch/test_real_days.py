"""Days unlike others in a year of real orders: the bank holidays of England, which nobody told the shop's log."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from queries.importing import import_source
from queries.watch.accounts import judged
from queries.watch.daily import daily_counts
from queries.workspace import open_workspace

DATA = Path(__file__).resolve().parents[4] / "shared" / "data"
pytestmark = [
    pytest.mark.shared_data,
    pytest.mark.skipif(not DATA.exists(), reason="the real data lies in ../shared/data, which is not here"),
]
# Good Friday, Easter Monday, the royal wedding, the early May, spring and summer bank holidays of 2011.
BANK_HOLIDAYS = {date(2011, *day) for day in ((4, 22), (4, 25), (4, 29), (5, 2), (5, 30), (8, 29))}


def test_the_bank_holidays_are_found(tmp_path):
    import_source(tmp_path / "ws", "uci", DATA / "uci_online_retail")
    with open_workspace(tmp_path / "ws") as ws:
        rows = daily_counts(ws).to_pylist()
        assert judged(ws)["contexts"] > 10_000  # sessions, in a log without searches
    days = {row["day"] for row in rows if row["unlike"] and row["series"] == "purchase"}
    judged_days = sum(row["z"] is not None for row in rows if row["series"] == "purchase")
    assert days >= BANK_HOLIDAYS
    assert len(days - BANK_HOLIDAYS) < 0.03 * judged_days
