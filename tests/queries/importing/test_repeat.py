"""Importing again: the same content adds nothing, a longer export adds its new rows, a killed import leaves nothing."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from queries.importing import import_source
from queries.importing.errors import FileDamaged
from queries.overview import overview
from queries.workspace import open_workspace
from tests.queries.importing.raw_samples import NOON, sample


def events_of(folder, slots):
    """A shop of two items whose events happen at ``slots``, each on its own second."""
    folder.mkdir(exist_ok=True)
    pq.write_table(pa.table({"item_id": ["a", "b"], "title": ["lamp", "desk"]}), folder / "items.parquet")
    rows = [
        {
            "ts": NOON + timedelta(seconds=slot),
            "item_id": "ab"[slot % 2],
            "action": "click",
            "user_id": None,
            "price": None,
        }
        for slot in slots
    ]
    schema = pa.schema(
        [("ts", pa.timestamp("us")), ("item_id", pa.string()), ("action", pa.string()), ("price", pa.float64())]
    )
    pq.write_table(pa.Table.from_pylist(rows, schema=schema), folder / "events.parquet")
    return folder


def test_same_content_under_other_names_adds_nothing(tmp_path):
    first = events_of(tmp_path / "a", range(5))
    second = events_of(tmp_path / "b", range(5))
    import_source(tmp_path / "ws", "sample", first)
    report = import_source(tmp_path / "ws", "sample", second, name="other")
    assert report.already_loaded
    assert report.source == "sample"
    with open_workspace(tmp_path / "ws") as ws:
        assert overview(ws).tables["events"] == 5
        assert len(overview(ws).sources) == 1


def test_longer_export_adds_only_its_new_rows(tmp_path):
    for days in (2, 5):
        raw = tmp_path / f"raw{days}"
        raw.mkdir()
        sample(raw, days=days)
    import_source(tmp_path / "grown", "sample", tmp_path / "raw2")
    grown = import_source(tmp_path / "grown", "sample", tmp_path / "raw5")
    import_source(tmp_path / "whole", "sample", tmp_path / "raw5")
    assert grown.tables == {"searches": 3, "impressions": 6, "events": 3, "truth": 12}
    assert grown.read == grown.kept + sum(grown.rejected.values()) + grown.repeated
    tables = {}
    for name in ("grown", "whole"):
        with open_workspace(tmp_path / name) as ws:
            tables[name] = {
                table: sorted(ws.cursor().execute("from query_table($t)", {"t": table}).fetchall(), key=str)
                for table in ("items", "searches", "impressions", "events", "truth")
            }
    assert tables["grown"] == tables["whole"]


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(st.integers(0, 12), max_size=12), min_size=1, max_size=3))
def test_any_overlapping_exports_end_in_the_union(tmp_path, exports):
    folder = Path(tempfile.mkdtemp(dir=tmp_path))
    for number, slots in enumerate(exports):
        report = import_source(folder / "ws", "sample", events_of(folder / str(number), slots))
        if not report.already_loaded:
            assert report.read == report.kept + sum(report.rejected.values()) + report.repeated
    with open_workspace(folder / "ws") as ws:
        times = [ts for (ts,) in ws.cursor().execute("select ts from events").fetchall()]
    assert sorted(times) == sorted({NOON + timedelta(seconds=slot) for slots in exports for slot in slots})


def test_rows_that_look_alike_in_another_source_are_its_own(tmp_path):
    import_source(tmp_path / "ws", "sample", events_of(tmp_path / "a", range(4)))
    report = import_source(tmp_path / "ws", "sample", events_of(tmp_path / "b", range(5)), name="second shop")
    assert report.tables == {"events": 5}
    assert report.rejected == {"id used before with other values": 2}  # its two items


@pytest.mark.parametrize("after", [0.0, 0.3, 1.0])
def test_killed_import_leaves_the_workspace_as_it_was(tmp_path, after):
    import_source(tmp_path / "ws", "sample", events_of(tmp_path / "a", range(5)))
    with open_workspace(tmp_path / "ws") as ws:
        before = (ws.snapshot_id(), overview(ws))
    big = events_of(tmp_path / "b", range(200_000))
    code = (
        "import sys; from queries.importing import import_source\n"
        "import_source(sys.argv[1], 'sample', sys.argv[2], progress=lambda label, share: print(label, flush=True))"
    )
    job = subprocess.Popen(
        [sys.executable, "-c", code, str(tmp_path / "ws"), str(big)], stdout=subprocess.PIPE, text=True
    )
    for line in job.stdout:
        if line.strip() == "writing":
            break
    time.sleep(after * 0.2)
    os.kill(job.pid, signal.SIGKILL)
    job.wait()
    with open_workspace(tmp_path / "ws") as ws:
        assert (ws.snapshot_id(), overview(ws)) == before
    assert import_source(tmp_path / "ws", "sample", big).tables == {"events": 200_000 - 5}


def test_stopped_import_leaves_the_workspace_as_it_was(tmp_path):
    import_source(tmp_path / "ws", "sample", events_of(tmp_path / "a", range(5)))

    def stop(label, share):
        if label == "keeping what was rejected":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        import_source(tmp_path / "ws", "sample", events_of(tmp_path / "b", range(9)), progress=stop)
    with open_workspace(tmp_path / "ws") as ws:
        assert overview(ws).tables["events"] == 5
    assert not list((tmp_path / "ws").rglob("import-*"))


def test_failed_first_import_leaves_no_workspace(tmp_path):
    raw = events_of(tmp_path / "a", range(5))
    (raw / "events.parquet").write_bytes(b"PAR1 and no more")
    with pytest.raises(FileDamaged):
        import_source(tmp_path / "ws", "sample", raw)
    assert not (tmp_path / "ws").exists()


def test_two_imports_at_once_both_arrive(tmp_path):
    import_source(tmp_path / "ws", "sample", events_of(tmp_path / "a", range(5)))
    code = "import sys; from queries.importing import import_source\nimport_source(*sys.argv[1:4], name=sys.argv[4])"
    jobs = [
        subprocess.Popen(
            [sys.executable, "-c", code, str(tmp_path / "ws"), "sample", str(events_of(tmp_path / n, range(k))), n]
        )
        for n, k in (("x", 6), ("y", 7))
    ]
    assert [job.wait() for job in jobs] == [0, 0]
    with open_workspace(tmp_path / "ws") as ws:
        assert overview(ws).tables["events"] == 5 + 6 + 7
        assert len(overview(ws).sources) == 3
