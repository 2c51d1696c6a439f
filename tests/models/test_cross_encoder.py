"""Cross-encoders: the numbers transformers gives, whatever way they are asked, and one score out of many labels."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import torch
from transformers import AutoModelForSequenceClassification, PreTrainedTokenizerFast

from models.cross_encoder import CrossEncoderRanker
from models.storage import load_ranker
from models.text import context_fields, item_fields
from tests.models.cross_encoders import KINDS, save_cross_encoder

CONTEXT = context_fields("智能手表", ["Anta running shoes"])
ITEMS = [item_fields("小米 smart watch black 3", "小米"), item_fields("茶壶"), item_fields("Anta shoes " * 3)]


def reference_logits(folder: Path) -> torch.Tensor:
    """The logits of the pairs as transformers computes them from ids, one by one."""
    tokenizer = PreTrainedTokenizerFast(tokenizer_file=str(folder / "tokenizer.json"))
    model = AutoModelForSequenceClassification.from_pretrained(folder).eval()
    context = " ".join(field.text for field in CONTEXT)
    logits = []
    for item in ITEMS:
        read = tokenizer(
            context, " ".join(field.text for field in item), return_tensors="pt", return_token_type_ids=True
        )
        names = ("input_ids", "token_type_ids") if model.config.model_type in ("bert", "electra") else ("input_ids",)
        logits.append(model(**{name: read[name] for name in names}).logits.detach())
    return torch.cat(logits)


def scores_of(ranker: CrossEncoderRanker) -> torch.Tensor:
    [tower] = ranker.encode([CONTEXT] * len(ITEMS), ITEMS)
    return ranker.score_vectors(ranker.vectors([ranker.embed(tower.ids)], [tower]), None)


@pytest.mark.parametrize("kind", KINDS)
def test_it_scores_as_transformers_does(tmp_path: Path, kind: str) -> None:
    folder = save_cross_encoder(tmp_path, kind)
    ranker, expected = load_ranker(folder), reference_logits(folder)[:, 0]
    assert expected.std() > 0.01
    assert torch.allclose(scores_of(ranker), expected, atol=1e-4)
    assert torch.allclose(ranker.score_pairs([CONTEXT] * 3, ITEMS, batch=2), expected, atol=1e-4)


def test_two_labels_are_one_logit_and_more_are_log_odds(tmp_path: Path) -> None:
    two = save_cross_encoder(tmp_path / "two", labels=2)
    logits = reference_logits(two)
    assert torch.allclose(scores_of(load_ranker(two)), logits[:, 1] - logits[:, 0], atol=1e-4)
    four = save_cross_encoder(tmp_path / "four", labels=4, score_label="LABEL_2")
    ranker = load_ranker(four)
    expected = reference_logits(four).softmax(dim=1)[:, 2]
    assert torch.allclose(ranker.probability(scores_of(ranker)), expected, atol=1e-5)


def test_the_chance_is_the_bare_sigmoid_until_it_was_fitted(tmp_path: Path) -> None:
    scores = torch.tensor([-1.0, 0.0, 2.0])
    plain = load_ranker(save_cross_encoder(tmp_path / "plain"))
    fitted = load_ranker(save_cross_encoder(tmp_path / "fitted", slope=0.5, shift=-1.0, target="click"))
    assert not plain.calibration_known
    assert plain.target == "relevance"
    assert torch.equal(plain.probability(scores), torch.sigmoid(scores))
    assert fitted.calibration_known
    assert fitted.target == "click"
    assert torch.allclose(fitted.probability(scores), torch.sigmoid(0.5 * scores - 1.0))


def test_threads_share_one_ranker(tmp_path: Path) -> None:
    ranker = load_ranker(save_cross_encoder(tmp_path))
    [tower] = ranker.encode([CONTEXT] * len(ITEMS), ITEMS)

    def gradient(shift: float) -> torch.Tensor:
        inputs = (ranker.embed(tower.ids) + shift).detach().requires_grad_()
        [found] = torch.autograd.grad(ranker.score_vectors(ranker.vectors([inputs], [tower]), None).sum(), inputs)
        return found

    shifts = [0.1 * n for n in range(12)]
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(gradient, shifts))
    assert all(torch.equal(one, gradient(shift)) for one, shift in zip(together, shifts, strict=True))
    assert not torch.allclose(together[0], together[-1])


def test_it_hooks_into_nothing_and_learns_nothing(tmp_path: Path) -> None:
    folder = save_cross_encoder(tmp_path)
    config = (folder / "config.json").read_text("utf-8")
    (folder / "config.json").write_text(
        config.replace("{", '{"output_hidden_states": true, "output_attentions": true,', 1)
    )
    ranker = load_ranker(folder)
    scores_of(ranker)
    assert not ranker.model.training
    assert not any(weight.requires_grad for weight in ranker.model.parameters())
    assert not any(module._forward_hooks or module._backward_hooks for module in ranker.model.modules())


def test_long_pairs_are_cut_to_the_positions_there_are(tmp_path: Path) -> None:
    for kind, positions in (("bert", 48), ("roberta", 46)):  # RoBERTa never uses its first two positions.
        ranker = load_ranker(save_cross_encoder(tmp_path / kind, kind))
        [tower] = ranker.encode([CONTEXT], [item_fields("smart watch black " * 40)])
        assert tower.ids.shape == (1, positions)
        assert torch.isfinite(ranker.vectors([ranker.embed(tower.ids)], [tower])[0]).all()
