"""The job that looks for accounts unlike all others, says what makes them so, and keeps it in the workspace."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from models.odd_accounts import OddAccounts, OddSettings, odd_accounts
from queries.watch.accounts import FEATURES, account_features, save_accounts
from queries.workspace import Workspace


@dataclass(frozen=True)
class WatchReport:
    """``accounts`` had enough actions to be judged; ``flagged`` of them score above ``limit``."""

    accounts: int
    flagged: int
    limit: float
    features: tuple[str, ...]


def watch_accounts(
    ws: Workspace, settings: OddSettings | None = None, progress: Callable[[str, float], None] | None = None
) -> WatchReport:
    """Judge every account with enough actions and keep the result in place of the one before, in one commit.

    >>> from queries.examples import tiny_shop
    >>> watch_accounts(tiny_shop())
    WatchReport(accounts=0, flagged=0, limit=1.0, features=())
    """
    report = progress or (lambda label, share: None)
    report("counting what accounts did", 0.0)
    table = account_features(ws)
    report(f"judging {table.num_rows:,} accounts", 0.3)
    found = odd_accounts(table, FEATURES, settings)
    scored = table.select(["user_id", "actions"])
    scored = scored.append_column("score", pa.array(found.scores)).append_column("flagged", pa.array(found.flagged))
    save_accounts(ws, scored, _reasons(table, found))
    return WatchReport(table.num_rows, int(found.flagged.sum()), found.limit, found.features)


def _reasons(table: pa.Table, found: OddAccounts) -> pa.Table:
    """Return a row per flagged account and feature without which it would be less odd."""
    rows, columns = np.nonzero(np.nan_to_num(found.moved, nan=0.0) > 0)
    values = [table[name].cast(pa.float64()).to_numpy() for name in found.features]
    return pa.table(
        {
            "user_id": table["user_id"].take(pa.array(rows)),
            "feature": pa.array([found.features[column] for column in columns], pa.string()),
            "value": pa.array([values[column][row] for row, column in zip(rows, columns, strict=True)], pa.float64()),
            "usual": found.usual[columns] if len(columns) else pa.array([], pa.float64()),
            "moved": found.moved[rows, columns],
        }
    )
