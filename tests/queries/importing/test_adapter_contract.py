"""Every adapter keeps the contract on a tiny raw log; deliberately broken twins are refused."""

from __future__ import annotations

import pytest

from queries.adapters import ADAPTERS, AdapterHeaderIncomplete, read_adapter
from queries.importing import import_source
from queries.workspace import open_workspace
from tests.queries.importing.contract import ContractBroken, check_adapter, check_books
from tests.queries.importing.raw_samples import RAW


@pytest.fixture
def raw(tmp_path):
    def write(name):
        folder = tmp_path / "raw"
        folder.mkdir()
        RAW[name](folder)
        return folder

    return write


def test_every_adapter_has_a_raw_sample():
    assert set(RAW) == set(ADAPTERS)


@pytest.mark.parametrize("name", sorted(ADAPTERS))
def test_adapter_keeps_the_contract(name, raw, tmp_path):
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    check_adapter(ADAPTERS[name], raw(name), scratch)


@pytest.mark.parametrize("name", sorted(ADAPTERS))
def test_books_agree_and_a_second_import_adds_nothing(name, raw, tmp_path):
    folder, workspace = raw(name), tmp_path / "ws"
    report = import_source(workspace, name, folder)
    assert report.read == report.kept + sum(report.rejected.values()) > 0
    assert report.repeated == 0
    check_books(workspace, report.read, report.rejected)
    again = import_source(workspace, name, folder)
    assert again.already_loaded
    assert again.origin == report.origin
    check_books(workspace, report.read, report.rejected)


@pytest.mark.parametrize("name", sorted(ADAPTERS))
def test_sample_has_something_to_reject(name, raw, tmp_path):
    """Else the contract would be kept by an adapter that rejects nothing."""
    assert import_source(tmp_path / "ws", name, raw(name)).rejected


@pytest.mark.parametrize("name", sorted(ADAPTERS))
def test_ids_keep_their_zeros(name, raw, tmp_path):
    import_source(tmp_path / "ws", name, raw(name))
    with open_workspace(tmp_path / "ws") as ws:
        ids = {row[0] for row in ws.cursor().execute("select item_id from items").fetchall()}
    written = {"sample": "001", "uci": "00123", "ubi": "008", "esci": "B0A", "wands": "007", "litemall": "1006002"}
    assert written[name] in ids


@pytest.mark.parametrize("name", sorted(ADAPTERS))
def test_adapter_describes_itself_in_both_languages(name):
    adapter = ADAPTERS[name]
    for words in (adapter.title, adapter.description):
        assert words["en"]
        assert any("\u4e00" <= character <= "\u9fff" for character in words["zh"])


def twin(replace: str, by: str):
    """The UCI adapter with one thing broken."""
    text = ADAPTERS["uci"].statements
    assert replace in text
    return read_adapter("broken", text.replace(replace, by))


@pytest.mark.parametrize(
    ("replace", "by", "why"),
    [
        ("unit_price as price\nfrom line;", "unit_price as price\nfrom line where ts > '2011-01-01';", "neither kept"),
        ("unit_price as price\nfrom line;", "unit_price::varchar as price\nfrom line;", "price"),
        ("select row_id, problem[1]", "select row_id + 1000 as row_id, problem[1]", "neither kept|in no file"),
    ],
)
def test_broken_twin_is_refused(replace, by, why, raw, tmp_path):
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    with pytest.raises(ContractBroken, match=why):
        check_adapter(twin(replace, by), raw("uci"), scratch)


@pytest.mark.parametrize("line", ["title", "title_zh", "origin", "licence"])
def test_header_must_say_everything(line):
    lines = ADAPTERS["uci"].statements.splitlines()
    text = "\n".join(row for row in lines if not row.startswith(f"-- {line}:"))
    with pytest.raises(AdapterHeaderIncomplete, match=line):
        read_adapter("broken", text)


def test_origin_must_be_one_of_three():
    with pytest.raises(AdapterHeaderIncomplete, match="real"):
        twin("-- origin: recorded", "-- origin: real")
