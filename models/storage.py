"""A ranker as a folder: weights, config.json and tokenizer.json, and what its kind needs beside them. No pickles."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import torch
from safetensors import SafetensorError
from safetensors.torch import load_file, save_file
from tokenizers import Tokenizer

from models.cross_encoder_files import load_cross_encoder
from models.files import replace_file
from models.ranker_folder import (
    CONFIG,
    SEQUENCE_CLASSIFIER,
    VOCABULARY,
    WEIGHTS,
    architecture,
    damaged,
    incomplete,
    other_kind,
    read_config,
)
from models.serving import ServingRanker
from models.towers import FieldTokenizer
from models.two_tower import TwoTowerConfig, TwoTowerRanker

BACKGROUND = "background.parquet"
KIND = "whyrank-two-tower"


def save_ranker(ranker: TwoTowerRanker, folder: str | Path) -> Path:
    """Write the ranker's files; ``config.json`` comes last, so a folder that has one is complete."""
    path = Path(folder)
    path.mkdir(parents=True, exist_ok=True)
    weights = {name: weight.contiguous() for name, weight in ranker.state_dict().items()}
    background = ranker.background.numpy()
    columns = {name: background[:, i] for i, name in enumerate(ranker.feature_names)}
    replace_file(path / WEIGHTS, lambda file: save_file(weights, file))
    replace_file(path / VOCABULARY, lambda file: ranker.tokenizer.tokenizer.save(str(file), pretty=False))
    replace_file(path / BACKGROUND, lambda file: pq.write_table(pa.table(columns), file))
    replace_file(path / CONFIG, lambda file: file.write_text(ranker.config.as_json(), "utf-8"))
    return path


def load_ranker(folder: str | Path) -> ServingRanker:
    """Load a ranker of ours or a cross-encoder of Hugging Face, ready to serve.

    Raises :class:`RankerInvalid` when the folder is missing, incomplete, of another kind or holds damaged weights.
    """
    path = Path(folder)
    config = read_config(path)
    if config.get("kind") == KIND:
        return load_two_tower(path)
    if architecture(config).endswith(SEQUENCE_CLASSIFIER):
        return load_cross_encoder(path)
    raise other_kind(path, config)


def load_two_tower(folder: str | Path) -> TwoTowerRanker:
    """Load a two-tower ranker, sealed; raises :class:`RankerInvalid` as :func:`load_ranker` does."""
    path = Path(folder)
    config = _two_tower_config(path)
    try:
        tokenizer = FieldTokenizer(Tokenizer.from_file(str(path / VOCABULARY)))
        weights = load_file(path / WEIGHTS)
        table = pq.read_table(path / BACKGROUND)
    except (OSError, SafetensorError, pa.ArrowInvalid) as error:
        raise damaged(path, str(error)) from error
    except Exception as error:  # tokenizers raises bare Exception for a file it cannot read
        raise damaged(path, f"{VOCABULARY}: {error}") from error
    spoiled = [name for name, weight in weights.items() if not torch.isfinite(weight).all()]
    if spoiled:
        raise damaged(path, f"the weights of {spoiled[0]!r} are not finite")
    background = np.column_stack([table[name].to_numpy() for name in config.scale.names] or [np.zeros((0, 0))])
    ranker = TwoTowerRanker(config, tokenizer, background=torch.tensor(background, dtype=torch.float32))
    try:
        ranker.load_state_dict(weights)
    except RuntimeError as error:
        raise damaged(path, f"{WEIGHTS} does not fit {CONFIG}: {error}") from error
    return ranker.seal()


def _two_tower_config(path: Path) -> TwoTowerConfig:
    config = read_config(path)
    if config.get("kind") != KIND:
        raise other_kind(path, config)
    missing = [name for name in (WEIGHTS, VOCABULARY, BACKGROUND) if not (path / name).is_file()]
    if missing:
        raise incomplete(path, missing)
    try:
        return TwoTowerConfig.from_json((path / CONFIG).read_text("utf-8"))
    except (TypeError, KeyError) as error:
        raise damaged(path, f"{CONFIG} lacks an entry or has an unknown one ({error})") from error
