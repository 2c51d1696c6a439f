"""Workspaces that hold just the log a test says, and who the click farm of the sample shop is."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from pathlib import Path

import numpy as np
import pyarrow as pa

import sample_data
from queries.watch.windows import Windows
from queries.workspace import Workspace, open_workspace

MONDAY = datetime(2025, 6, 2)
OVER = Windows(MONDAY, MONDAY + timedelta(days=56), MONDAY + timedelta(days=84))


def logged(folder: Path, **tables: pa.Table) -> Workspace:
    """Return a workspace with these canonical tables; columns that are left out are null."""
    ws = open_workspace(folder, "write")

    def job(con) -> None:
        for name, rows in tables.items():
            con.register("rows_to_insert", rows)
            con.execute(f"insert into {name} by name select * from rows_to_insert")  # noqa: S608
            con.unregister("rows_to_insert")

    ws.commit(job)
    return ws


def searches(reference: dict[str, np.ndarray], current: dict[str, np.ndarray], shopper: np.ndarray) -> pa.Table:
    """Return searches of both windows, in order; ``shopper`` names who made each."""
    rows = [len(next(iter(side.values()))) for side in (reference, current)]
    days = np.concatenate([np.arange(rows[0]) % 56, 56 + np.arange(rows[1]) % 28])
    columns = {name: pa.array(np.concatenate([reference[name], current[name]]).tolist()) for name in reference}
    return pa.table(
        {
            "search_id": [f"s{n:06}" for n in range(sum(rows))],
            "user_id": [f"u{name}" for name in shopper],
            "ts": [MONDAY + timedelta(days=int(day), hours=9) for day in days],
            **columns,
        }
    )


def farm() -> set[str]:
    """Return the accounts that the simulator made click without buying."""
    planted = json.loads((sample_data.SHOP / "faults.json").read_text("utf-8"))
    return {account for fault in planted for account in fault.get("accounts", ())}
