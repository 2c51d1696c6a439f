"""The text encoder: a BERT-like transformer that takes embeddings as inputs, fresh or from a Hugging Face folder."""

from __future__ import annotations

import inspect
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from safetensors import SafetensorError
from safetensors.torch import save_file
from torch import Tensor, nn
from transformers import AutoConfig, AutoModel, BertConfig, PreTrainedConfig
from transformers.utils import logging

from models.errors import EncoderInvalid
from models.files import replace_file

# Our own progress reports are enough; these would be written over them.
logging.disable_progress_bar()


@dataclass(frozen=True)
class EncoderSettings:
    """The shape of a fresh encoder. ``hidden`` is the width of a token vector, ``length`` the longest sequence."""

    hidden: int = 128
    layers: int = 2
    heads: int = 4
    inner: int = 384
    length: int = 192
    dropout: float = 0.1

    def configuration(self, vocabulary_size: int, pad_id: int = 0) -> PreTrainedConfig:
        """Return the transformer configuration for a vocabulary of this size."""
        return BertConfig(
            vocab_size=vocabulary_size,
            hidden_size=self.hidden,
            num_hidden_layers=self.layers,
            num_attention_heads=self.heads,
            intermediate_size=self.inner,
            max_position_embeddings=self.length,
            hidden_dropout_prob=self.dropout,
            attention_probs_dropout_prob=0.0,
            type_vocab_size=2,
            pad_token_id=pad_id,
        )


class Encoder(nn.Module):
    """A transformer over word embeddings, so that gradients can be taken with respect to them.

    >>> encoder = Encoder(EncoderSettings(hidden=8, layers=1, heads=2, inner=8).configuration(20))
    >>> ids = torch.tensor([[2, 7, 3]])
    >>> encoder(encoder.embed(ids), torch.zeros_like(ids), torch.ones_like(ids, dtype=torch.bool)).shape
    torch.Size([1, 3, 8])
    """

    def __init__(self, configuration: PreTrainedConfig, body: Any = None) -> None:
        super().__init__()
        configuration._attn_implementation = "sdpa"
        self.body: Any = body or AutoModel.from_config(configuration, **_without_pooler(configuration))
        self.width = int(configuration.hidden_size)
        self.length = int(getattr(configuration, "max_position_embeddings", 512))
        parameters = inspect.signature(self.body.forward).parameters
        if "inputs_embeds" not in parameters or configuration.is_encoder_decoder:
            raise EncoderInvalid(
                f"A model of type {configuration.model_type!r} is no encoder that takes embeddings as inputs.",
                "Choose a BERT-like encoder (bert, roberta, electra, mpnet …).",
            )
        self._segments_known = int(getattr(configuration, "type_vocab_size", 0) or 0)
        self._takes_segments = "token_type_ids" in parameters and self._segments_known > 0

    @property
    def configuration(self) -> dict[str, Any]:
        """The transformer's configuration as plain data, enough to build it again."""
        data: dict[str, Any] = json.loads(self.body.config.to_json_string(use_diff=False))
        data.pop("_name_or_path", None)  # where it lay on somebody's disk says nothing of what it is
        return data

    def embed(self, ids: Tensor) -> Tensor:
        """Return word embeddings [n, L, d] of ids [n, L]."""
        embeddings: Tensor = self.body.get_input_embeddings()(ids)
        return embeddings

    def forward(self, embeddings: Tensor, segments: Tensor, attended: Tensor) -> Tensor:
        """Return token vectors [n, L, d] of embeddings [n, L, d], segments [n, L] and attended [n, L] (bool)."""
        inputs: dict[str, Tensor] = {"inputs_embeds": embeddings, "attention_mask": attended.long()}
        if self._takes_segments:
            inputs["token_type_ids"] = segments.clamp(max=self._segments_known - 1)
        hidden: Tensor = self.body(**inputs).last_hidden_state
        return hidden


def configuration_from(data: dict[str, Any]) -> PreTrainedConfig:
    """Return the transformer configuration that :attr:`Encoder.configuration` wrote down."""
    plain = {key: value for key, value in data.items() if key not in ("transformers_version", "dtype")}
    return AutoConfig.for_model(plain.pop("model_type"), **plain)


def load_encoder(folder: str | Path) -> Encoder:
    """Load a pretrained encoder from a Hugging Face folder on disk (``whyrank pretrain`` writes such folders too).

    Raises :class:`EncoderInvalid` when there is none; nothing is ever fetched from a network.
    """
    path = Path(folder)
    if not (path / "config.json").is_file():
        raise EncoderInvalid(
            f"There is no encoder in {str(path)!r}: it holds no config.json.",
            "Make one with `whyrank pretrain`, or name a Hugging Face folder with config.json, weights and "
            "tokenizer.json.",
        )
    try:
        configuration = AutoConfig.from_pretrained(path, local_files_only=True)
        body, loading = AutoModel.from_pretrained(
            path,
            config=configuration,
            local_files_only=True,
            attn_implementation="sdpa",
            dtype=torch.float32,
            output_loading_info=True,
            **_without_pooler(configuration),
        )
    except (OSError, ValueError, KeyError, RuntimeError, SafetensorError) as error:
        raise _incomplete(path, str(error)) from error
    # transformers fills weights that a folder lacks with random numbers and only mentions it; a pooler is never read.
    missing = sorted(name for name in loading["missing_keys"] if not name.startswith("pooler."))
    if missing:
        raise _incomplete(path, f"{len(missing)} weights are missing, {missing[0]!r} first")
    return Encoder(configuration, body)


def _incomplete(path: Path, detail: str) -> EncoderInvalid:
    return EncoderInvalid(
        f"The encoder in {str(path)!r} cannot be loaded: {detail}.",
        "Check that the folder is complete (config.json and model.safetensors) and of a BERT-like type.",
    )


def save_encoder(encoder: Encoder, folder: Path) -> None:
    """Write a Hugging Face folder: model.safetensors and, last, config.json."""
    weights = {name: weight.contiguous() for name, weight in encoder.body.state_dict().items()}
    replace_file(folder / "model.safetensors", lambda file: save_file(weights, file, {"format": "pt"}))
    encoder.body.config.save_pretrained(folder)


def _without_pooler(configuration: PreTrainedConfig) -> dict[str, bool]:
    return {"add_pooling_layer": False} if configuration.model_type in ("bert", "roberta", "xlm-roberta") else {}
