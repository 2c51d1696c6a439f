"""Bringing rankers into a workspace: all or nothing, and what is not known of them is said."""

from __future__ import annotations

from pathlib import Path

import pytest

import sample_data
from models import install
from models.errors import RankerInvalid
from models.install import install_ranker
from models.storage import load_ranker
from queries.rankers import find_ranker, list_rankers
from queries.workspace import Workspace, open_workspace
from tests.models.cross_encoders import save_cross_encoder


@pytest.fixture
def ws(tmp_path: Path) -> Workspace:
    with open_workspace(tmp_path / "shop", "write") as workspace:
        yield workspace


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return save_cross_encoder(tmp_path / "model")


def test_the_copy_is_the_ranker_and_its_card_says_what_nobody_knows(ws: Workspace, folder: Path) -> None:
    (folder / "README.md").write_text("licence: mit")
    (folder / "pytorch_model.bin").write_bytes(b"pickle")
    (folder / "onnx").mkdir()
    identity = install_ranker(ws, folder, "theirs")
    entry = find_ranker(ws)
    assert (entry.name, entry.ranker_id) == ("theirs", identity)
    assert load_ranker(entry.folder).identity == identity
    assert entry.card["data"]["origin"] == "unknown"
    assert "evaluation" not in entry.card
    assert any("not trained here" in limit for limit in entry.card["limits"])
    assert (entry.folder / "README.original.md").read_text() == "licence: mit"
    assert {path.name for path in entry.folder.iterdir()} == {
        "README.md", "README.original.md", "card.json", "config.json", "model.safetensors", "tokenizer.json"
    }  # fmt: skip
    assert (folder / "README.md").read_text() == "licence: mit"


def test_a_ranker_of_ours_keeps_its_card(ws: Workspace) -> None:
    install_ranker(ws, sample_data.RANKER, "sample")
    card = find_ranker(ws).card
    assert card["data"]["origin"] == "simulated"
    assert "README.original.md" not in {path.name for path in find_ranker(ws).folder.iterdir()}


def test_another_of_the_same_name_replaces_it(ws: Workspace, folder: Path, tmp_path: Path) -> None:
    first = install_ranker(ws, folder, "one")
    (folder / "left-over.txt").write_text("x")
    second = install_ranker(ws, save_cross_encoder(tmp_path / "other", labels=2), "one")
    assert first != second
    assert [entry.ranker_id for entry in list_rankers(ws)] == [second]
    assert load_ranker(find_ranker(ws).folder).identity == second
    assert {path.name for path in (ws.path / "rankers").iterdir()} == {"one"}


def test_a_bad_folder_leaves_no_trace(ws: Workspace, folder: Path) -> None:
    (folder / "tokenizer.json").unlink()
    with pytest.raises(RankerInvalid, match=r"tokenizer\.json"):
        install_ranker(ws, folder, "theirs")
    assert list_rankers(ws) == []
    assert not (ws.path / "rankers").exists()


def test_a_copy_that_breaks_off_leaves_the_one_before(ws: Workspace, folder: Path, monkeypatch) -> None:
    before = install_ranker(ws, folder, "theirs")

    def break_off(*_: object, **__: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(install, "update_card", break_off)
    with pytest.raises(OSError, match="disk full"):
        install_ranker(ws, folder, "theirs")
    assert load_ranker(ws.path / "rankers" / "theirs").identity == before
    assert {path.name for path in (ws.path / "rankers").iterdir()} == {"theirs"}


@pytest.mark.parametrize("name", ["../outside", "a/b", ".hidden", "", ".."])
def test_names_stay_inside_the_workspace(ws: Workspace, folder: Path, name: str) -> None:
    with pytest.raises(RankerInvalid, match="cannot be a ranker's name"):
        install_ranker(ws, folder, name)
