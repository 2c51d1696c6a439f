"""Files that are not what they claim end in a named error that says where and what to do, and change nothing."""

from __future__ import annotations

import resource
import subprocess
import sys

import pytest

from queries.errors import UnknownName
from queries.importing import errors, import_source
from queries.overview import overview
from queries.workspace import open_workspace
from tests.queries.importing.raw_samples import UCI_HEADER, UCI_LINES, sample, uci

PARTS_OF_A_WORKSPACE = {"catalog.sqlite", "catalog.sqlite-wal", "catalog.sqlite-shm", "schema", "data", "tmp"}


@pytest.fixture
def ws(tmp_path):
    """A workspace that holds something, and must hold just that afterwards."""
    good = tmp_path / "good"
    good.mkdir()
    sample(good)
    import_source(tmp_path / "ws", "sample", good)
    with open_workspace(tmp_path / "ws") as workspace:
        before = (workspace.snapshot_id(), overview(workspace))
    yield tmp_path / "ws"
    with open_workspace(tmp_path / "ws") as workspace:
        assert (workspace.snapshot_id(), overview(workspace)) == before
    assert {entry.name for entry in (tmp_path / "ws").iterdir()} <= PARTS_OF_A_WORKSPACE


def refuses(ws, error, source, path, *says):
    with pytest.raises(error) as raised:
        import_source(ws, source, path)
    for words in says:
        assert words in str(raised.value)
    assert raised.value.remedy


def test_truncated_parquet(ws, tmp_path):
    sample_folder = tmp_path / "raw"
    sample_folder.mkdir()
    sample(sample_folder)
    file = sample_folder / "events.parquet"
    file.write_bytes(file.read_bytes()[:-200])
    refuses(ws, errors.FileDamaged, "sample", sample_folder, "events.parquet", "cut off", "again")


def test_parquet_with_a_hole_in_it(ws, tmp_path):
    raw = tmp_path / "raw"
    raw.mkdir()
    sample(raw)
    content = (raw / "events.parquet").read_bytes()
    (raw / "events.parquet").write_bytes(content[:8] + b"\0" * 300 + content[308:])
    refuses(ws, errors.FileDamaged, "sample", raw, "events.parquet")


def test_parquet_by_name_only(ws, tmp_path):
    file = tmp_path / "transactions.parquet"
    file.write_text(UCI_HEADER + UCI_LINES)
    refuses(ws, errors.FileDamaged, "uci", file, "transactions.parquet", ".csv")


@pytest.mark.parametrize("content", [b"\x1f\x8b\x08\0", b"PK\x03\x04"])
def test_packed_file(ws, tmp_path, content):
    file = tmp_path / "sales.csv"
    file.write_bytes(content * 100)
    refuses(ws, errors.FileDamaged, "uci", file, "sales.csv", "Unpack")


@pytest.mark.parametrize(("content", "error"), [(b"", errors.FileEmpty), (b"\n \n\n", errors.FileEmpty)])
def test_empty_file(ws, tmp_path, content, error):
    file = tmp_path / "sales.csv"
    file.write_bytes(content)
    refuses(ws, error, "uci", file, "sales.csv")


def test_missing_column_names_it_and_the_nearest(ws, tmp_path):
    file = tmp_path / "sales.csv"
    file.write_text(UCI_HEADER.replace("InvoiceDate", "InvoicedDate") + UCI_LINES)
    refuses(ws, errors.ColumnMissing, "uci", file, "sales.csv", "'invoice_ts'", "'InvoicedDate'", "mapping")


def test_wrong_delimiter_shows_as_a_missing_column_with_what_is_there(ws, tmp_path):
    file = tmp_path / "sales.csv"
    file.write_text((UCI_HEADER + UCI_LINES).replace(",", "~"))
    refuses(ws, errors.ColumnMissing, "uci", file, "InvoiceNo~StockCode")


def test_line_with_too_few_values(ws, tmp_path):
    file = tmp_path / "sales.csv"
    file.write_text(UCI_HEADER + UCI_LINES * 3 + "536365,85123A\n" + UCI_LINES)
    refuses(ws, errors.FileDamaged, "uci", file, "Line 41", "sales.csv")


def test_quote_that_is_never_closed(ws, tmp_path):
    file = tmp_path / "sales.csv"
    file.write_text(UCI_HEADER + UCI_LINES + '536365,"85123A,x,6,2010-12-01 08:26:00,2.55,17850.0,UK\n' + UCI_LINES)
    refuses(ws, errors.FileDamaged, "uci", file, "sales.csv", "Line 15")


@pytest.mark.parametrize(("encoding", "text"), [("gb18030", "小米手表运动版"), ("utf-16", "smart watch")])
def test_wrong_encoding_guesses_the_right_one(ws, tmp_path, encoding, text):
    file = tmp_path / "sales.csv"
    file.write_bytes((UCI_HEADER + UCI_LINES.replace("WHITE HANGING HEART", text)).encode(encoding))
    refuses(ws, errors.WrongEncoding, "uci", file, "sales.csv", "Line ", encoding)


def test_wrong_encoding_far_down(ws, tmp_path):
    file = tmp_path / "sales.csv"
    good = (UCI_HEADER + UCI_LINES * 2000).encode()
    assert len(good) > 1 << 20
    file.write_bytes(good + "536365,85123A,café,6,2010-12-01 08:26:00,2.55,17850.0,UK\n".encode("latin-1"))
    refuses(ws, errors.WrongEncoding, "uci", file, "sales.csv", f"{2 + 13 * 2000:,}")


def test_clock_that_does_not_parse_in_most_rows(ws, tmp_path):
    file = tmp_path / "sales.csv"
    file.write_text((UCI_HEADER + UCI_LINES).replace("2011-07-", "31.12.").replace("2010-12-", "31.12."))
    refuses(ws, errors.ColumnUnreadable, "uci", file, "'invoice_ts'", "sales.csv", "row 1", "31.12.01", "mapping")


def test_broken_ndjson_names_the_line(ws, tmp_path):
    (tmp_path / "ubi_events.ndjson").write_text(
        '{"action_name": "click", "timestamp": "2025-01-01T00:00:00Z"}\n' * 3000
    )
    with (tmp_path / "ubi_events.ndjson").open("a") as file:
        file.write('{"action_name": "cli\n')
    refuses(ws, errors.FileDamaged, "ubi", tmp_path / "ubi_events.ndjson", "3,001", "ubi_events.ndjson")


def test_path_that_is_not_there(ws, tmp_path):
    refuses(ws, errors.FileMissing, "uci", tmp_path / "nowhere", "nowhere")


def test_folder_without_the_wanted_files(ws, tmp_path):
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "notes.txt").write_text("x")
    refuses(ws, errors.FileMissing, "sample", tmp_path / "raw", "items.parquet", "notes.txt")


def test_what_is_neither_file_nor_folder(ws):
    refuses(ws, errors.FileMissing, "uci", "/dev/null", "/dev/null")


def test_unknown_source_says_which_there_are(ws, tmp_path):
    uci(tmp_path)
    refuses(ws, UnknownName, "ucii", tmp_path, "'uci'", "litemall")


def test_two_gigabytes_in_one_line_cost_no_memory(ws, tmp_path):
    """A sparse file: two gigabytes of nothing after the header's first bytes."""
    for name, source in (("sales.csv", "uci"), ("ubi_events.ndjson", "ubi")):
        file = tmp_path / name
        with file.open("wb") as huge:
            huge.write(b'{"a": "InvoiceNo,')
            huge.truncate(2 << 30)
        code = (
            "import sys, resource\n"
            "from queries.importing import import_source\n"
            "from queries.errors import WhyrankError\n"
            "try: import_source(*sys.argv[1:])\n"
            "except WhyrankError as error: print(type(error).__name__, error)\n"
            "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)"
        )
        done = subprocess.run(
            [sys.executable, "-c", code, str(ws), source, str(file)], capture_output=True, text=True, check=True
        )
        message, peak = done.stdout.splitlines()
        assert message.startswith("LineTooLong")
        assert "Line 1 " in message
        own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        assert int(peak) < max(own, 400) + 100


def test_long_line_further_down_is_named(ws, tmp_path):
    file = tmp_path / "sales.csv"
    with file.open("w") as out:
        out.write(UCI_HEADER + UCI_LINES)
        out.write("536365,85123A," + "x" * (17 << 20) + ",6,2010-12-01 08:26:00,2.55,17850.0,UK\n")
    refuses(ws, errors.LineTooLong, "uci", file, "Line 15", "sales.csv")
