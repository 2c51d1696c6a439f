"""Cross-encoder folders: what is opened, and each reason for which one is refused, with what to do."""

from __future__ import annotations

import json
import socket
from collections.abc import Callable
from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file, save_file
from tokenizers import Tokenizer
from tokenizers.models import WordPiece
from transformers import (
    AutoModelForSequenceClassification,
    BartConfig,
    BartForSequenceClassification,
    BertConfig,
    BertForMaskedLM,
    BertModel,
    GPT2Config,
    GPT2ForSequenceClassification,
    GPT2LMHeadModel,
)

from models.errors import RankerInvalid
from models.storage import load_ranker
from models.tokenizer import UNKNOWN
from tests.models.cross_encoders import SHAPE, bert_tokenizer, save_cross_encoder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return save_cross_encoder(tmp_path / "model")


def change_config(folder: Path, **changes: object) -> None:
    config = json.loads((folder / "config.json").read_text("utf-8"))
    (folder / "config.json").write_text(json.dumps({**config, **changes}))


def change_weights(folder: Path, change: Callable[[dict], object]) -> None:
    weights = load_file(folder / "model.safetensors")
    change(weights)
    save_file(weights, folder / "model.safetensors", {"format": "pt"})


def test_identity_changes_with_every_file_it_is_made_of(folder: Path) -> None:
    before = load_ranker(folder).identity
    assert load_ranker(folder).identity == before
    (folder / "README.md").write_text("words")
    assert load_ranker(folder).identity == before
    seen = {before}
    (folder / "whyrank.json").write_text('{"slope": 2, "shift": 0}')
    seen.add(load_ranker(folder).identity)
    change_config(folder, id2label={"0": "relevant"})
    seen.add(load_ranker(folder).identity)
    change_weights(folder, lambda weights: weights["classifier.bias"].add_(0.1))
    seen.add(load_ranker(folder).identity)
    tokenizer = bert_tokenizer()
    tokenizer.post_processor = None
    tokenizer.save(str(folder / "tokenizer.json"))
    seen.add(load_ranker(folder).identity)
    assert len(seen) == 5


def test_weights_in_several_files_are_one_model(folder: Path) -> None:
    whole = load_ranker(folder)
    model = AutoModelForSequenceClassification.from_pretrained(folder)
    (folder / "model.safetensors").unlink()
    model.save_pretrained(folder, max_shard_size="8KB")
    assert len(list(folder.glob("model-*.safetensors"))) > 1
    again = load_ranker(folder)
    assert torch.equal(again.model.classifier.weight, whole.model.classifier.weight)
    assert again.identity != whole.identity  # It says which files, and they are others.


def test_nothing_is_asked_of_a_network(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a connection was tried")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    assert load_ranker(folder).identity


@pytest.mark.parametrize("name", ["model.safetensors", "tokenizer.json", "config.json"])
def test_incomplete_folders_name_what_is_missing(folder: Path, name: str) -> None:
    (folder / name).unlink()
    with pytest.raises(RankerInvalid, match=f"incomplete: {name}"):
        load_ranker(folder)


@pytest.mark.parametrize("name", ["model.safetensors", "tokenizer.json", "config.json"])
def test_truncated_files_are_damage(folder: Path, name: str) -> None:
    content = (folder / name).read_bytes()
    (folder / name).write_bytes(content[: len(content) // 2])
    with pytest.raises(RankerInvalid, match="damaged"):
        load_ranker(folder)


@pytest.mark.parametrize("name", ["classifier.weight", "bert.encoder.layer.1.output.dense.weight"])
def test_missing_weights_are_not_made_up(folder: Path, name: str) -> None:
    change_weights(folder, lambda weights: weights.pop(name))
    with pytest.raises(RankerInvalid, match=f"missing, '{name}'"):
        load_ranker(folder)


def test_weights_that_are_not_numbers(folder: Path) -> None:
    change_weights(folder, lambda weights: weights["classifier.weight"].fill_(float("nan")))
    with pytest.raises(RankerInvalid, match=r"'classifier\.weight' are not finite"):
        load_ranker(folder)


def test_weights_that_overflow(folder: Path) -> None:
    change_weights(folder, lambda weights: [weights[f"classifier.{name}"].fill_(3e38) for name in ("weight", "bias")])
    with pytest.raises(RankerInvalid, match="scores are not finite"):
        load_ranker(folder)


def test_a_config_that_does_not_fit_the_weights(folder: Path) -> None:
    change_config(folder, num_hidden_layers=1)
    with pytest.raises(RankerInvalid, match=r"no place in the model of config\.json, 'bert\.encoder\.layer\.1"):
        load_ranker(folder)
    change_config(folder, num_hidden_layers=2, intermediate_size=20)
    with pytest.raises(RankerInvalid, match=r"another size than config\.json says, 'bert\.encoder\.layer\.0"):
        load_ranker(folder)


def test_leftover_heads_do_no_harm(folder: Path) -> None:
    change_weights(folder, lambda weights: weights.update({"cls.predictions.bias": torch.zeros(3)}))
    assert load_ranker(folder).identity


def test_a_tokenizer_of_another_model(folder: Path) -> None:
    change_config(folder, vocab_size=20)
    change_weights(folder, lambda w: w.update({"bert.embeddings.word_embeddings.weight": torch.zeros(20, 16)}))
    with pytest.raises(RankerInvalid, match="the model knows 20"):
        load_ranker(folder)


def test_pickled_weights_are_not_opened(folder: Path) -> None:
    (folder / "model.safetensors").rename(folder / "pytorch_model.bin")
    with pytest.raises(RankerInvalid, match=r"pickle.*save_pretrained"):
        load_ranker(folder)


def test_a_slow_tokenizer_is_to_be_converted(folder: Path) -> None:
    (folder / "tokenizer.json").rename(folder / "vocab.txt")
    with pytest.raises(RankerInvalid, match=r"AutoTokenizer.*save_pretrained"):
        load_ranker(folder)


def test_a_vocabulary_without_a_mask(folder: Path) -> None:
    vocabulary = {"[PAD]": 0, "[UNK]": 1, "[CLS]": 2, "[SEP]": 3, "a": 4}
    Tokenizer(WordPiece(vocabulary, unk_token=UNKNOWN)).save(str(folder / "tokenizer.json"))
    with pytest.raises(RankerInvalid, match=r"no token \[MASK\].*masked words"):
        load_ranker(folder)


def test_code_in_the_folder_is_not_run(folder: Path) -> None:
    names = {"AutoConfig": "own.Config", "AutoModelForSequenceClassification": "own.Model"}
    change_config(folder, model_type="own", auto_map=names)
    (folder / "own.py").write_text("raise AssertionError('it was run')")
    with pytest.raises(RankerInvalid, match="damaged"):
        load_ranker(folder)


def test_more_than_two_labels_need_a_word(tmp_path: Path) -> None:
    folder = save_cross_encoder(tmp_path, labels=3)
    change_config(folder, id2label={"0": "exact", "1": "substitute", "2": "irrelevant"})
    with pytest.raises(RankerInvalid, match=r'exact, substitute, irrelevant.*"score_label": "exact"'):
        load_ranker(folder)
    for written, label in (('"irrelevant"', 2), ("1", 1)):
        (folder / "whyrank.json").write_text(f'{{"score_label": {written}}}')
        assert load_ranker(folder).label == label
    for wrong in ('"exakt"', "3", "-1"):
        (folder / "whyrank.json").write_text(f'{{"score_label": {wrong}}}')
        with pytest.raises(RankerInvalid, match="has no label"):
            load_ranker(folder)


@pytest.mark.parametrize(
    ("text", "detail"),
    [
        ("{", "Expecting"),
        ("[1]", "not a JSON object"),
        ('{"slopes": 1}', "slopes"),
        ('{"slope": 1}', "belong together"),
        ('{"slope": "1", "shift": 0}', "slope is not a number"),
        ('{"target": "joy"}', "click, cart, purchase, relevance"),
        ('{"reads": "title"}', "reads is not a list"),
        ('{"retrieved": 0}', "whole number from 1"),
    ],
)
def test_settings_that_cannot_be_used(folder: Path, text: str, detail: str) -> None:
    (folder / "whyrank.json").write_text(text)
    with pytest.raises(RankerInvalid, match=rf"{detail}.*score_label, target"):
        load_ranker(folder)


BERT = BertConfig(**SHAPE, vocab_size=200)
GPT2 = GPT2Config(n_embd=16, n_layer=1, n_head=2, vocab_size=200, pad_token_id=0, bos_token_id=0, eos_token_id=0)


@pytest.mark.parametrize(
    ("model", "said"),
    [
        (lambda: BertForMaskedLM(BERT), r"masked language model.*BertForMaskedLM.*finetune --encoder"),
        (lambda: BertModel(BERT), r"bare encoder.*finetune --encoder"),
        (lambda: GPT2LMHeadModel(GPT2), r"causal language model.*sequence classification"),
    ],
)
def test_other_kinds_are_called_by_their_name(tmp_path: Path, model: Callable, said: str) -> None:
    model().save_pretrained(tmp_path)
    bert_tokenizer().save(str(tmp_path / "tokenizer.json"))
    with pytest.raises(RankerInvalid, match=f"another kind of model.*{said}"):
        load_ranker(tmp_path)


def test_a_sentence_embedding_model_is_called_by_its_name(tmp_path: Path) -> None:
    BertModel(BERT).save_pretrained(tmp_path)
    (tmp_path / "modules.json").write_text("[]")
    with pytest.raises(RankerInvalid, match="sentence-embedding model"):
        load_ranker(tmp_path)


def test_an_adapter_is_to_be_merged(tmp_path: Path) -> None:
    (tmp_path / "adapter_config.json").write_text("{}")
    with pytest.raises(RankerInvalid, match="merge_and_unload"):
        load_ranker(tmp_path)


BART = BartConfig(
    d_model=16,
    encoder_layers=1,
    decoder_layers=1,
    encoder_attention_heads=2,
    decoder_attention_heads=2,
    encoder_ffn_dim=16,
    decoder_ffn_dim=16,
    vocab_size=200,
)


@pytest.mark.parametrize(
    "model", [lambda: GPT2ForSequenceClassification(GPT2), lambda: BartForSequenceClassification(BART)]
)
def test_classifiers_that_cannot_be_read_from_embeddings(tmp_path: Path, model: Callable) -> None:
    """GPT-2 looks for its last piece in the ids, BART takes no embeddings at all."""
    torch.manual_seed(0)
    classifier = model()
    with torch.no_grad():
        for weight in classifier.parameters():
            weight.normal_(0, 0.4)
    classifier.save_pretrained(tmp_path)
    bert_tokenizer().save(str(tmp_path / "tokenizer.json"))
    (tmp_path / "whyrank.json").write_text('{"score_label": 1}')
    with pytest.raises(RankerInvalid, match="does not score embeddings"):
        load_ranker(tmp_path)
