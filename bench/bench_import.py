"""Import of simulated events beside DuckDB reading and writing the same Parquet bare, in one run.

Three jobs over the same files, each in a process of its own: ``import`` (`whyrank import sample`: checked, cleaned,
cross-referenced, committed), ``parquet`` (DuckDB reads and writes Parquet) and ``lake`` (DuckDB reads and inserts into
a DuckLake, one commit). The events are simulated by `sample_data.simulate`; its truth is left out.

    python bench/bench_import.py --events 100000 1000000 10000000
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

EVENTS_PER_SHOPPER = 84  # of the simulator: impressions and actions
JOBS = ("import", "parquet", "lake")
TABLES = ("items", "users", "searches", "impressions", "events", "reviews")


def simulate_shop(events: int, folder: Path) -> int:
    """Write a shop of about ``events`` impressions and actions; return how many rows an import reads."""
    import pyarrow.parquet as pq

    from sample_data.settings import Settings
    from sample_data.simulate import simulate

    simulate(replace(Settings(), shoppers=max(1, events // EVENTS_PER_SHOPPER)), folder)
    for extra in set(folder.glob("*")) - {folder / f"{table}.parquet" for table in TABLES}:
        extra.unlink()
    return sum(pq.read_metadata(file).num_rows for file in folder.glob("*.parquet"))


def run_import(shop: Path, out: Path) -> None:
    from queries.importing import import_source

    import_source(out / "workspace", "sample", shop)


def run_parquet(shop: Path, out: Path) -> None:
    from queries.workspace import MEMORY_LIMIT, plain_connection

    con = plain_connection()
    con.execute(f"set memory_limit='{MEMORY_LIMIT}'")
    for table in TABLES:
        con.execute(f"copy (from '{shop}/{table}.parquet') to '{out}/{table}.parquet'")


def run_lake(shop: Path, out: Path) -> None:
    from queries.workspace import open_workspace

    with open_workspace(out / "workspace", "write") as ws, ws.transaction() as con:
        for table in TABLES:
            con.execute(f"insert into {table} by name from '{shop}/{table}.parquet'")


def in_own_process(job: str, shop: Path, events: int = 0) -> dict[str, float]:
    """Run ``job`` in a fresh process; return what it measured. This process stays small: a child inherits its peak."""
    with tempfile.TemporaryDirectory(prefix="whyrank-bench-") as out:
        asked = ["--job", job, "--shop", str(shop), "--out", out, "--events", str(events)]
        done = subprocess.run([sys.executable, __file__, *asked], check=True, capture_output=True, text=True)
    figures: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return figures


def run_job(job: str, shop: Path, out: Path, events: int) -> None:
    if job == "simulate":
        print(json.dumps({"rows": simulate_shop(events, shop)}))
        return
    import queries.importing  # noqa: F401  what all three need is loaded before the clock starts

    started = time.perf_counter()
    {"import": run_import, "parquet": run_parquet, "lake": run_lake}[job](shop, out)
    seconds = time.perf_counter() - started
    print(json.dumps({"seconds": seconds, "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}))


def bench(sizes: list[int]) -> list[dict[str, float | str]]:
    rows: list[dict[str, float | str]] = []
    for events in sizes:
        with tempfile.TemporaryDirectory(prefix="whyrank-shop-") as folder:
            read = in_own_process("simulate", Path(folder), events)["rows"]
            figures = {job: in_own_process(job, Path(folder)) for job in JOBS}
        rows += [
            {
                "events": events,
                "job": job,
                "rows": read,
                "seconds": figures[job]["seconds"],
                "rows_per_second": read / figures[job]["seconds"],
                "times_import": figures["import"]["seconds"] / figures[job]["seconds"],
                "peak_mb": figures[job]["peak_mb"],
            }
            for job in JOBS
        ]
    return rows


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--events", type=int, nargs="+", default=[100_000, 1_000_000])
    parser.add_argument("--json", action="store_true", help="print figures as JSON")
    parser.add_argument("--job", choices=("simulate", *JOBS), help=argparse.SUPPRESS)
    parser.add_argument("--shop", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--out", type=Path, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.job:
        run_job(asked.job, asked.shop, asked.out, asked.events[0])
        return
    rows = bench(asked.events)
    if asked.json:
        print(json.dumps(rows))
        return
    print("simulated events; ratio = how many times as long as that job our import takes")
    print(f"{'events':>12} {'job':<8} {'rows':>12} {'seconds':>9} {'rows/s':>12} {'ratio':>7} {'peak MB':>8}")
    for row in rows:
        print(
            f"{row['events']:>12,} {row['job']:<8} {row['rows']:>12,} {row['seconds']:>9.2f} "
            f"{row['rows_per_second']:>12,.0f} {row['times_import']:>6.2f}x {row['peak_mb']:>8,.0f}"
        )


if __name__ == "__main__":
    main()
