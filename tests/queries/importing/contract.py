"""What every adapter must do with any files, said once; a broken one is refused by :func:`check_adapter`."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

from queries.adapters import Adapter
from queries.importing.clean import TABLES
from queries.importing.files import find_files
from queries.importing.job import Job
from queries.importing.reading import prepare
from queries.workspace import open_workspace


class ContractBroken(Exception):
    """An adapter that does not keep the contract."""


def check_adapter(adapter: Adapter, folder: Path, scratch: Path) -> None:
    """Raise :class:`ContractBroken` unless every row is kept, folded or rejected, and every column is of our type."""
    files = find_files(adapter, folder)
    job = Job(
        adapter=adapter,
        mapping=None,
        name="contract",
        path=str(folder),
        fingerprint="",
        files=files,
        scratch=scratch,
        now=datetime.now(UTC).replace(tzinfo=None),
        say=lambda label, share: None,
    )
    inputs = prepare(adapter, files, scratch)
    with open_workspace(scratch / "ws", "write") as ws, ws.transaction() as con:
        job.stage(con, inputs)
        for table in TABLES:
            ours = con.execute("describe select * exclude (source) from query_table($t)", {"t": table}).fetchall()
            theirs = con.execute(
                "describe select * exclude (row_id) from query_table($t)", {"t": f"new_{table}"}
            ).fetchall()
            if [row[:2] for row in ours] != [row[:2] for row in theirs]:
                raise ContractBroken(f"{table}: {[t[:2] for o, t in zip(ours, theirs, strict=True) if o[:2] != t[:2]]}")
        job.clean(con, inputs, repeats=False)
        staged = {
            row_id
            for table in TABLES
            for (row_id,) in con.execute("select row_id from query_table($t)", {"t": f"new_{table}"}).fetchall()
        }
        folded = {row_id for (row_id,) in con.execute("select row_id from folded").fetchall()}
        rejected = [row_id for (row_id,) in con.execute("select row_id from rejected").fetchall()]
        if len(rejected) != len(set(rejected)):
            raise ContractBroken("a row has two reasons")
        everything = {
            (number << 40) + row for number, rows in enumerate(inputs.file_rows) for row in range(1, rows + 1)
        }
        lost = everything - staged - folded - set(rejected)
        if lost:
            raise ContractBroken(f"{len(lost)} rows are neither kept nor rejected")
        if (staged | folded | set(rejected)) - {None} - everything:
            raise ContractBroken("rows that are in no file")


def check_books(folder: Path, read: int, rejected: dict[str, int]) -> None:
    """Raise :class:`ContractBroken` unless the workspace's own books agree with a report."""
    with open_workspace(folder) as ws:
        source = ws.cursor().execute("select rows_read, rows_kept, rows_rejected from sources").fetchone()
        rows = ws.cursor().execute('select reason, file, "row", raw from rejects').fetchall()
    by_reason: dict[str, int] = {}
    for reason, file, row, raw in rows:
        by_reason[reason] = by_reason.get(reason, 0) + 1
        if not (Path(file).exists() and row >= 1 and isinstance(json.loads(raw), dict)):
            raise ContractBroken(f"a reject without its row: {file}, {row}, {raw}")
    if by_reason != rejected or source != (read, read - len(rows), len(rows)):
        raise ContractBroken(f"{source} and {by_reason}, but reported {read} and {rejected}")
