"""Small random cross-encoders as Hugging Face folders, over the toy shop's vocabulary."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import torch
from tokenizers import Tokenizer, pre_tokenizers, processors, trainers
from tokenizers.models import BPE
from transformers import AutoConfig, AutoModelForSequenceClassification

from models.tokenizer import train_tokenizer
from tests.models.toy_shop import toy_items

SHAPE = {
    "hidden_size": 16,
    "num_hidden_layers": 2,
    "num_attention_heads": 2,
    "intermediate_size": 16,
    "max_position_embeddings": 48,
    "initializer_range": 0.4,
}
OWN_SHAPES = {
    "electra": {"embedding_size": 8},
    "distilbert": {"dim": 16, "n_layers": 2, "n_heads": 2, "hidden_dim": 16},
    "roberta": {"pad_token_id": 1, "type_vocab_size": 1},
    "mpnet": {"pad_token_id": 1},
}
KINDS = ("bert", "roberta", "distilbert", "electra", "mpnet")


def save_cross_encoder(
    folder: Path, kind: str = "bert", labels: int = 1, tokenizer: Tokenizer | None = None, **settings: Any
) -> Path:
    """Write a folder as `save_pretrained` does; ``settings`` become its whyrank.json."""
    tokenizer = tokenizer or (roberta_tokenizer() if kind in ("roberta", "mpnet") else bert_tokenizer())
    shape = {**SHAPE, **OWN_SHAPES.get(kind, {}), "vocab_size": tokenizer.get_vocab_size(), "num_labels": labels}
    torch.manual_seed(4)
    AutoModelForSequenceClassification.from_config(AutoConfig.for_model(kind, **shape)).save_pretrained(folder)
    tokenizer.save(str(folder / "tokenizer.json"))
    if settings:
        (folder / "whyrank.json").write_text(json.dumps(settings))
    return folder


def bert_tokenizer() -> Tokenizer:
    tokenizer = train_tokenizer(_corpus(), vocabulary_size=200)
    ends = [("[CLS]", tokenizer.token_to_id("[CLS]")), ("[SEP]", tokenizer.token_to_id("[SEP]"))]
    tokenizer.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]", pair="[CLS]:0 $A:0 [SEP]:0 $B:1 [SEP]:1", special_tokens=ends
    )
    return tokenizer


def roberta_tokenizer() -> Tokenizer:
    tokenizer = Tokenizer(BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    special = ["<s>", "<pad>", "</s>", "<unk>", "<mask>"]
    alphabet = pre_tokenizers.ByteLevel.alphabet()
    trainer = trainers.BpeTrainer(
        vocab_size=400, special_tokens=special, initial_alphabet=alphabet, show_progress=False
    )
    tokenizer.train_from_iterator(_corpus(), trainer)
    tokenizer.post_processor = processors.RobertaProcessing(("</s>", 2), ("<s>", 0), add_prefix_space=False)
    return tokenizer


def _corpus() -> list[str]:
    return [" ".join(row.values()) for row in toy_items().drop(["item_id"]).to_pylist()]
