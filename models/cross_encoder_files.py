"""A Hugging Face sequence-classification folder as a ranker: opened from the disk alone, or refused with the reason."""

from __future__ import annotations

import hashlib
import inspect
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import fields
from pathlib import Path
from typing import Any, get_args

import torch
from safetensors import SafetensorError
from tokenizers import Tokenizer
from torch import nn
from transformers import AutoModelForSequenceClassification, PreTrainedModel
from transformers.utils import logging

from models.cross_encoder import CrossEncoderRanker, CrossEncoderSettings, Target
from models.errors import RankerInvalid
from models.field import Field
from models.pair_tokenizer import PairTokenizer
from models.ranker_folder import CONFIG, VOCABULARY, WEIGHTS, damaged, incomplete

SETTINGS = "whyrank.json"
SHARDS = "model.safetensors.index.json"
_SLOW_VOCABULARIES = ("vocab.txt", "vocab.json", "sentencepiece.bpe.model", "spiece.model", "spm.model")
# How far scores may differ between two ways of computing the same, and still be the same.
TOLERANCE = 1e-4


def load_cross_encoder(folder: str | Path) -> CrossEncoderRanker:
    """Load a folder of config.json, model.safetensors, tokenizer.json and, optionally, whyrank.json.

    Raises :class:`RankerInvalid` when a file is missing, damaged or of a kind that is not opened, when weights are
    missing or not finite, and when the model does not answer from embeddings as it does from ids. Nothing is ever
    fetched from a network, and no code or pickle of the folder is run.
    """
    path = Path(folder)
    _check_files(path)
    settings = read_settings(path)
    model = _load_model(path)
    tokenizer = _load_tokenizer(path, model, settings)
    label = _scored_label(path, model.config.num_labels, model.config.id2label, settings.score_label)
    ranker = CrossEncoderRanker(model, tokenizer, _identity(path), label, settings)
    _check_answers(path, ranker)
    return ranker


def read_settings(path: Path) -> CrossEncoderSettings:
    """Return what ``whyrank.json`` says, the defaults where there is none."""
    if not (path / SETTINGS).is_file():
        return CrossEncoderSettings()
    try:
        data = json.loads((path / SETTINGS).read_text("utf-8"))
        _check_settings(data)
        return CrossEncoderSettings(**{**data, "reads": tuple(data.get("reads", ()))})
    except (ValueError, TypeError) as error:
        names = ", ".join(field.name for field in fields(CrossEncoderSettings))
        raise RankerInvalid(
            f"{SETTINGS} in {str(path)!r} cannot be used: {error}.",
            f"Write a JSON object with entries out of: {names}.",
        ) from error


def _check_settings(data: Any) -> None:
    if not isinstance(data, dict):
        raise ValueError("it is not a JSON object")
    if data.get("target", "relevance") not in get_args(Target):
        raise ValueError(f"target is none of {', '.join(get_args(Target))}")
    for name in ("slope", "shift"):
        if not isinstance(data.get(name, 0.0), int | float):
            raise ValueError(f"{name} is not a number")
    if ("slope" in data) != ("shift" in data):
        raise ValueError("slope and shift belong together")
    if not isinstance(data.get("retrieved", 1), int) or data.get("retrieved", 1) < 1:
        raise ValueError("retrieved is not a whole number from 1")
    if not isinstance(data.get("reads", []), list):
        raise ValueError("reads is not a list of field names")


def _check_files(path: Path) -> None:
    has_weights = (path / WEIGHTS).is_file() or (path / SHARDS).is_file()
    if not has_weights and any(path.glob("pytorch_model*.bin")):
        raise RankerInvalid(
            f"The weights in {str(path)!r} are a pickle, which may run any code when it is read.",
            f"Make {WEIGHTS} of it where you trust it: AutoModelForSequenceClassification.from_pretrained(FOLDER)"
            ".save_pretrained(FOLDER) of transformers.",
        )
    if not has_weights:
        raise incomplete(path, [WEIGHTS])
    if not (path / VOCABULARY).is_file():
        slow = [name for name in _SLOW_VOCABULARIES if (path / name).is_file()]
        if not slow:
            raise incomplete(path, [VOCABULARY])
        raise RankerInvalid(
            f"The folder {str(path)!r} has {slow[0]} but no {VOCABULARY}, which alone says where each piece stands.",
            "Make it with AutoTokenizer.from_pretrained(FOLDER).save_pretrained(FOLDER) of transformers.",
        )


def _load_model(path: Path) -> PreTrainedModel:
    try:
        with _unreported():
            model, loading = AutoModelForSequenceClassification.from_pretrained(
                path,
                local_files_only=True,
                trust_remote_code=False,
                use_safetensors=True,
                dtype=torch.float32,
                ignore_mismatched_sizes=True,  # They come back by name, which says more than the error would.
                output_loading_info=True,
            )
    except (OSError, ValueError, KeyError, TypeError, RuntimeError, ImportError, SafetensorError) as error:
        raise damaged(path, str(error).strip().rstrip(".").partition("\n")[0]) from error
    # transformers fills weights that a folder lacks with random numbers and only mentions it.
    if missing := sorted(loading["missing_keys"]):
        raise damaged(path, f"{len(missing)} weights are missing, {missing[0]!r} first")
    if misfits := sorted(name for name, *_ in loading["mismatched_keys"]):
        raise damaged(path, f"{len(misfits)} weights have another size than {CONFIG} says, {misfits[0]!r} first")
    if unread := sorted(name for name in loading["unexpected_keys"] if _matters(name, model)):
        raise damaged(path, f"{len(unread)} weights have no place in the model of {CONFIG}, {unread[0]!r} first")
    spoiled = [name for name, weight in model.named_parameters() if not torch.isfinite(weight).all()]
    if spoiled:
        raise damaged(path, f"the weights of {spoiled[0]!r} are not finite")
    return model


@contextmanager
def _unreported() -> Iterator[None]:
    """Keep transformers from printing a table of what our error says in a sentence."""
    before = logging.get_verbosity()
    logging.set_verbosity_error()
    try:
        yield
    finally:
        logging.set_verbosity(before)


def _matters(name: str, model: PreTrainedModel) -> bool:
    """Whether a weight that was not read belongs to the body; heads of other tasks and old buffers may be left over."""
    return name.startswith(f"{model.base_model_prefix}.") and "position_ids" not in name and ".pooler." not in name


def _load_tokenizer(path: Path, model: PreTrainedModel, settings: CrossEncoderSettings) -> PairTokenizer:
    try:
        tokenizer = Tokenizer.from_file(str(path / VOCABULARY))
    except Exception as error:  # tokenizers raises bare Exception for a file it cannot read
        raise damaged(path, f"{VOCABULARY}: {error}") from error
    last_id, rows = max(tokenizer.get_vocab().values(), default=0), model.get_input_embeddings().weight.shape[0]
    if last_id >= rows:
        raise damaged(path, f"{VOCABULARY} has pieces up to number {last_id}, the model knows {rows:,}")
    try:
        return PairTokenizer(tokenizer, longest_sequence(model), settings.reads)
    except KeyError as error:
        raise RankerInvalid(
            f"The tokenizer in {str(path)!r} has no token {error.args[0]}, which explanations need.",
            "Use an encoder that was pretrained with masked words (BERT, RoBERTa, ELECTRA, MPNet …).",
        ) from error


def longest_sequence(model: PreTrainedModel) -> int:
    """Return how many pieces the model takes: its positions, less those that RoBERTa-like models never use."""
    for name, module in model.named_modules():
        if name.endswith("position_embeddings") and isinstance(module, nn.Embedding):
            reserved = 0 if module.padding_idx is None else module.padding_idx + 1
            return int(module.num_embeddings) - reserved
    return int(getattr(model.config, "max_position_embeddings", 512))


def _scored_label(path: Path, count: int, names: dict[int, str], asked: int | str | None) -> int:
    """Return the number of the label that is scored: the one asked for, else the last of at most two."""
    listed = [str(names.get(number, number)) for number in range(count)]
    if asked is None and count <= 2:
        return count - 1
    found = listed.index(asked) if isinstance(asked, str) and asked in listed else asked
    if isinstance(found, int) and 0 <= found < count:
        return found
    problem = f"knows {count} labels" if asked is None else f"has no label {asked!r}"
    raise RankerInvalid(
        f"The model in {str(path)!r} {problem}: {', '.join(listed)}.",
        f'Say which of them is the score: write {{"score_label": {json.dumps(listed[0])}}} into {SETTINGS} beside it.',
    )


def _identity(path: Path) -> str:
    """Return a digest of weights, configuration, vocabulary and settings."""
    digest = hashlib.sha256()
    for file in sorted({path / CONFIG, path / VOCABULARY, path / SETTINGS, *path.glob("model*.safetensors")}):
        if file.is_file():
            digest.update(file.name.encode())
            digest.update(file.read_bytes())
    return digest.hexdigest()[:12]


def _check_answers(path: Path, ranker: CrossEncoderRanker) -> None:
    """Refuse a model whose score from padded embeddings is not its score from bare ids, or not a number."""
    try:
        read, plain = _scores_both_ways(ranker)
    except (TypeError, ValueError, RuntimeError, NotImplementedError) as error:
        raise _no_embeddings(path, ranker) from error
    if not torch.isfinite(read).all():
        raise damaged(path, "its scores are not finite")
    if not torch.allclose(read, plain, atol=TOLERANCE, rtol=TOLERANCE):
        raise _no_embeddings(path, ranker)


@torch.inference_mode()
def _scores_both_ways(ranker: CrossEncoderRanker) -> tuple[torch.Tensor, torch.Tensor]:
    """Return one pair's score beside a longer pair, from embeddings; and alone, from ids."""
    if not {"inputs_embeds", "attention_mask"} <= set(inspect.signature(ranker.model.forward).parameters):
        raise TypeError("the model takes no embeddings, or does not know what is padding")
    search, title = Field("search", "search", "a"), Field("item", "title", "a a a")
    [padded], [bare] = ranker.encode([[search]] * 2, [[title], []]), ranker.encode([[search]], [[]])
    read = ranker.score_vectors(ranker.vectors([ranker.embed(padded.ids)], [padded]), None)
    return read[1:], ranker.score_vectors([ranker.logits(bare.segments, input_ids=bare.ids)], None)


def _no_embeddings(path: Path, ranker: CrossEncoderRanker) -> RankerInvalid:
    return RankerInvalid(
        f"The model in {str(path)!r} ({type(ranker.model).__name__}) does not score embeddings as it scores ids.",
        "Choose an encoder that does (BERT, RoBERTa, DistilBERT, ELECTRA, MPNet …).",
    )
