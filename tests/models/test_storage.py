"""A ranker folder: what is saved is what is loaded, and whatever else a folder may hold is named."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file, save_file

from models.encoder import save_encoder
from models.errors import EncoderInvalid, RankerInvalid
from models.storage import load_ranker, save_ranker
from models.text import context_fields, item_fields
from models.two_tower import TwoTowerRanker


@pytest.fixture
def folder(tiny_ranker: TwoTowerRanker, tmp_path: Path) -> Path:
    return save_ranker(tiny_ranker.calibrated(0.8, -1.0).seal(), tmp_path / "ranker")


def test_a_loaded_ranker_is_the_saved_one_bit_for_bit(tiny_ranker: TwoTowerRanker, folder: Path) -> None:
    loaded = load_ranker(folder)
    assert loaded.identity == tiny_ranker.identity
    assert loaded.config == tiny_ranker.config
    assert torch.equal(loaded.background.nan_to_num(-1), tiny_ranker.background.nan_to_num(-1))
    for ranker in (loaded, tiny_ranker):
        ranker.scores = ranker.score_vectors(
            (
                ranker.side_vectors(0, [context_fields("智能手表")]).expand(2, -1),
                ranker.item_vectors([item_fields("小米"), item_fields("Anta shoes")]),
            ),
            torch.tensor([[1.0, 2.0], [3.0, float("nan")]]),
        )
    assert torch.equal(loaded.scores, tiny_ranker.scores)
    assert torch.equal(loaded.probability(loaded.scores), torch.sigmoid(0.8 * tiny_ranker.scores - 1.0))


def test_identity_changes_with_weights_calibration_and_vocabulary(tiny_ranker: TwoTowerRanker) -> None:
    before = tiny_ranker.identity
    assert tiny_ranker.calibrated(2.0, 0.0).seal().identity != before
    again = tiny_ranker.calibrated(1.0, 0.0).seal()
    assert again.identity == before
    with torch.no_grad():
        next(iter(again.parameters()))[0] += 1e-3
    assert again.seal().identity != before


def test_the_rounding_of_the_distance_is_kept_and_rankers_without_it_keep_their_identity(
    tiny_ranker: TwoTowerRanker, tmp_path: Path
) -> None:
    before, text = tiny_ranker.identity, tiny_ranker.config.as_json()
    assert "smoothing" not in text
    assert '"version": 1' in text
    tiny_ranker.config = replace(tiny_ranker.config, smoothing=0.3)
    rounded = load_ranker(save_ranker(tiny_ranker.seal(), tmp_path / "rounded"))
    assert rounded.config.smoothing == 0.3
    assert rounded.identity != before
    x, y = torch.tensor([0.0, 0.4, -5.0]), torch.tensor([0.0, 0.0, 1.0])
    assert rounded.distance(x, y).tolist() == pytest.approx([0.0, 0.2, (36 + 0.09) ** 0.5 - 0.3])


def test_no_ranker_folder(tmp_path: Path) -> None:
    with pytest.raises(RankerInvalid, match="whyrank finetune"):
        load_ranker(tmp_path / "nowhere")


@pytest.mark.parametrize("name", ["model.safetensors", "config.json", "tokenizer.json", "background.parquet"])
def test_incomplete_folder_names_what_is_missing(folder: Path, name: str) -> None:
    (folder / name).unlink()
    with pytest.raises(RankerInvalid, match=name):
        load_ranker(folder)


@pytest.mark.parametrize("name", ["model.safetensors", "tokenizer.json", "background.parquet", "config.json"])
def test_truncated_files_are_damage(folder: Path, name: str) -> None:
    content = (folder / name).read_bytes()
    (folder / name).write_bytes(content[: len(content) // 2])
    with pytest.raises(RankerInvalid, match="damaged"):
        load_ranker(folder)


def test_weights_that_are_not_numbers(folder: Path) -> None:
    weights = load_file(folder / "model.safetensors")
    weights["head.1.weight"][0, 0] = float("nan")
    save_file(weights, folder / "model.safetensors")
    with pytest.raises(RankerInvalid, match=r"head\.1\.weight"):
        load_ranker(folder)


def test_config_that_does_not_fit_the_weights(folder: Path) -> None:
    config = json.loads((folder / "config.json").read_text())
    config["body"] = 20
    (folder / "config.json").write_text(json.dumps(config))
    with pytest.raises(RankerInvalid, match="does not fit"):
        load_ranker(folder)


def test_an_encoder_folder_is_no_ranker(tiny_ranker: TwoTowerRanker, tmp_path: Path) -> None:
    save_encoder(tiny_ranker.encoder, tmp_path)
    with pytest.raises(RankerInvalid, match="another kind"):
        load_ranker(tmp_path)


def test_no_encoder_folder(tmp_path: Path) -> None:
    from models.encoder import load_encoder

    with pytest.raises(EncoderInvalid, match="whyrank pretrain"):
        load_encoder(tmp_path)
    (tmp_path / "config.json").write_text('{"model_type": "bert"}')
    with pytest.raises(EncoderInvalid, match="complete"):
        load_encoder(tmp_path)
