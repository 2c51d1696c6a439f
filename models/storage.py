"""A ranker as a folder: model.safetensors, config.json, tokenizer.json, background.parquet and its card. No pickles."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import torch
from safetensors import SafetensorError
from safetensors.torch import load_file, save_file
from tokenizers import Tokenizer

from models.errors import RankerInvalid
from models.files import replace_file
from models.towers import FieldTokenizer
from models.two_tower import TwoTowerConfig, TwoTowerRanker

WEIGHTS, CONFIG, VOCABULARY, BACKGROUND = "model.safetensors", "config.json", "tokenizer.json", "background.parquet"
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


def load_ranker(folder: str | Path) -> TwoTowerRanker:
    """Load a ranker, sealed and ready to serve.

    Raises :class:`RankerInvalid` when the folder is missing, incomplete, of another kind or holds damaged weights.
    """
    path = Path(folder)
    config = _read_config(path)
    try:
        tokenizer = FieldTokenizer(Tokenizer.from_file(str(path / VOCABULARY)))
        weights = load_file(path / WEIGHTS)
        table = pq.read_table(path / BACKGROUND)
    except (OSError, SafetensorError, pa.ArrowInvalid) as error:
        raise _damaged(path, str(error)) from error
    except Exception as error:  # tokenizers raises bare Exception for a file it cannot read
        raise _damaged(path, f"{VOCABULARY}: {error}") from error
    spoiled = [name for name, weight in weights.items() if not torch.isfinite(weight).all()]
    if spoiled:
        raise _damaged(path, f"the weights of {spoiled[0]!r} are not finite")
    background = np.column_stack([table[name].to_numpy() for name in config.scale.names] or [np.zeros((0, 0))])
    ranker = TwoTowerRanker(config, tokenizer, background=torch.tensor(background, dtype=torch.float32))
    try:
        ranker.load_state_dict(weights)
    except RuntimeError as error:
        raise _damaged(path, f"{WEIGHTS} does not fit {CONFIG}: {error}") from error
    return ranker.seal()


def _read_config(path: Path) -> TwoTowerConfig:
    if not path.is_dir():
        raise RankerInvalid(f"There is no ranker folder {str(path)!r}.", "Make one with `whyrank finetune`.")
    missing = [name for name in (CONFIG, WEIGHTS, VOCABULARY, BACKGROUND) if not (path / name).is_file()]
    if CONFIG not in missing:
        try:
            data = json.loads((path / CONFIG).read_text("utf-8"))
        except ValueError as error:
            raise _damaged(path, f"{CONFIG} is not JSON ({error})") from error
        if not isinstance(data, dict) or data.get("kind") != KIND:
            raise RankerInvalid(
                f"The folder {str(path)!r} holds another kind of model, not a ranker of ours.",
                "Give it to `whyrank finetune --encoder FOLDER` as the encoder to start from.",
            )
    if missing:
        raise RankerInvalid(
            f"The ranker in {str(path)!r} is incomplete: {', '.join(missing)} missing.",
            "Copy the whole folder again, or train it again with `whyrank finetune`.",
        )
    try:
        return TwoTowerConfig.from_json((path / CONFIG).read_text("utf-8"))
    except (TypeError, KeyError) as error:
        raise _damaged(path, f"{CONFIG} lacks an entry or has an unknown one ({error})") from error


def _damaged(path: Path, detail: str) -> RankerInvalid:
    return RankerInvalid(
        f"The ranker in {str(path)!r} is damaged: {detail}.",
        "Copy the folder again, or train it again with `whyrank finetune`.",
    )
