"""What was measured in one workspace, taken along to another that holds the same data and the same ranker."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pyarrow.parquet as pq

from queries import sql
from queries.table_files import write_table
from queries.workspace import Workspace

TABLES = (
    *("explanations", "contributions", "drivers", "backgrounds", "trust_table"),
    *("audits", "audit_contexts", "audit_tests", "perturbed_slates", "audit_attributions"),
    *("resistances", "resistance_contexts", "attacks"),
)


def save_results(ws: Workspace, folder: Path) -> None:
    """Write stored explanations, figures of methods, audits and attacks to ``folder``, a Parquet file per table."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in TABLES:
        write_table(ws.cursor().table(name).order("all").to_arrow_table(), folder / f"{name}.parquet")


def load_results(ws: Workspace, folder: Path) -> int:
    """Take in what :func:`save_results` wrote, in one commit, and return how many explanations were new.

    Left out: what is of other data than the workspace holds, of a ranker it does not have, or there already.

    >>> import tempfile
    >>> from queries.examples import explained_shop
    >>> shop, folder = explained_shop(), Path(tempfile.mkdtemp())
    >>> save_results(shop, folder)
    >>> load_results(shop, folder)
    0
    """
    tables = {name: pq.read_table(folder / f"{name}.parquet") for name in TABLES}
    data_id = ws.data_id()

    def job(con: duckdb.DuckDBPyConnection) -> int:
        for name, table in tables.items():
            con.register(f"made_{name}", table)
        return int(sql.run(con, "results/load", data_id=data_id)["loaded"][0].as_py())

    return ws.commit(job)
