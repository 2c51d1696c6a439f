"""A workspace can be moved, and one of an earlier version is brought up to date by opening it."""

from __future__ import annotations

import multiprocessing
import os
import shutil
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor

from queries.explanations import save_explanations
from queries.workspace import SCHEMA, open_workspace

ROW = {"explanation_id": "e1", "run": "r", "context_id": "s1", "item_id": "i1", "rank": 1}


def stored(ws) -> int:
    return ws.run("explanations/count")["explanations"][0].as_py()


def test_a_copied_workspace_has_data_of_its_own(tmp_path):
    with open_workspace(tmp_path / "first", "write") as ws:
        save_explanations(ws, [ROW], [])
    shutil.copytree(tmp_path / "first", tmp_path / "second")
    with open_workspace(tmp_path / "second", "write") as ws:
        save_explanations(ws, [{**ROW, "explanation_id": "e2"}], [])
    shutil.rmtree(tmp_path / "first")
    with open_workspace(tmp_path / "second") as ws:
        assert stored(ws) == 2


def test_an_earlier_shape_is_brought_up_to_date_by_reading(tmp_path):
    with open_workspace(tmp_path, "write") as ws, ws.transaction() as cursor:
        cursor.execute("alter table explanations drop column run")
    (tmp_path / SCHEMA).unlink()
    with open_workspace(tmp_path) as ws:
        assert ws.read_only
        assert "run" in ws.cursor().execute("from explanations").to_arrow_table().column_names


def test_the_data_keeps_its_identity_while_results_are_written(tmp_path):
    with open_workspace(tmp_path, "write") as ws:
        before, snapshot = ws.data_id(), ws.snapshot_id()
        save_explanations(ws, [ROW], [])
        assert ws.data_id() == before
        assert ws.snapshot_id() > snapshot


def test_a_reader_knows_of_every_commit_at_once(tmp_path):
    """Also where it kept the answer of a catalogue that nobody had written to for long."""
    with open_workspace(tmp_path, "write") as writer, open_workspace(tmp_path) as reader:
        for number in range(8):
            if number % 2:
                for file in tmp_path.glob("catalog.sqlite*"):
                    os.utime(file, (0, 0))
            before = reader.snapshot_id()
            assert reader.snapshot_id() == before
            save_explanations(writer, [{**ROW, "explanation_id": f"e{number}"}], [])
            newest = writer.cursor().execute("select max(snapshot_id) from ducklake_snapshots('lake')").fetchall()
            assert [(reader.snapshot_id(),)] == newest > [(before,)]


def test_one_process_reads_while_it_writes(tmp_path):
    """As the dashboard does when feedback is given: reading goes on, nothing is lost, nothing stays locked."""
    open_workspace(tmp_path, "write").close()

    def write(number: int) -> None:
        with open_workspace(tmp_path, "write") as ws:
            save_explanations(ws, [{**ROW, "explanation_id": f"e{number}"}], [])

    with open_workspace(tmp_path) as reader, ThreadPoolExecutor(4) as pool:
        writes = [pool.submit(write, number) for number in range(6)]
        reads = [pool.submit(stored, reader) for _ in range(30)]
        assert all(0 <= read.result() <= 6 for read in reads)
        for done in writes:
            done.result()
        assert stored(reader) == 6


def same_rows(folder: str) -> list[int]:
    """Save the same explanations again and again; run by several processes at once."""
    with open_workspace(folder, "write") as ws:
        return [save_explanations(ws, [{**ROW, "explanation_id": f"e{n}"}], []) for n in range(4)]


def test_jobs_that_save_the_same_at_the_same_time_save_it_once(tmp_path):
    open_workspace(tmp_path, "write").close()
    with ProcessPoolExecutor(2, mp_context=multiprocessing.get_context("spawn")) as pool:
        saved = list(pool.map(same_rows, [str(tmp_path)] * 2))
    with open_workspace(tmp_path) as ws:
        assert stored(ws) == sum(map(sum, saved)) == 4
