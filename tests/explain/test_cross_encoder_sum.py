"""The one sum of a ranker that reads context and item as one sequence: words alone, and they add up."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import torch

from explain.explanation import Explanation
from explain.one_sum import explain, explain_slate
from models.storage import load_ranker
from models.text import context_fields, item_fields
from tests.models.cross_encoders import save_cross_encoder

CONTEXT = context_fields("智能手表", ["Anta running shoes"])
ITEMS = [item_fields("小米 smart watch black 3", "小米"), item_fields("茶壶"), item_fields("Anta shoes blue", "Anta")]


def check_sum(explanation: Explanation) -> None:
    total = sum(c.contribution for c in explanation.contributions)
    assert explanation.score - explanation.base == pytest.approx(total + explanation.completeness_gap, abs=1e-6)
    assert explanation.converged


@pytest.mark.parametrize("kind", ["bert", "roberta"])
def test_words_add_up_from_the_masked_pair_to_the_score(tmp_path: Path, kind: str) -> None:
    ranker = load_ranker(save_cross_encoder(tmp_path, kind))
    explanations = explain_slate(ranker, CONTEXT, ITEMS)
    [tower] = ranker.encode([CONTEXT] * len(ITEMS), ITEMS)
    with torch.no_grad():
        masked = ranker.embed(tower.masked_ids(ranker.mask_id))
        bases = ranker.score_vectors(ranker.vectors([masked], [tower]), None)
    scores = ranker.score_pairs([CONTEXT] * len(ITEMS), ITEMS)
    assert (scores - bases).abs().max() > 0.1
    for explanation, score, base in zip(explanations, scores, bases, strict=True):
        check_sum(explanation)
        assert explanation.score == pytest.approx(float(score), abs=1e-4)
        assert explanation.base == pytest.approx(float(base), abs=1e-4)
        assert explanation.features == ()


def test_every_word_stands_in_its_own_text(tmp_path: Path) -> None:
    explanation = explain(load_ranker(save_cross_encoder(tmp_path)), CONTEXT, ITEMS[0])
    for word in explanation.words:
        field = explanation.fields[word.field]
        assert field.text[word.start : word.end] == word.name
        assert field.part == word.part
    assert {"Anta", "小米", "watch"} <= {word.name for word in explanation.words}
    assert {word.part for word in explanation.words} == {"search", "history", "item"}


def test_threads_explain_alike(tmp_path: Path) -> None:
    ranker = load_ranker(save_cross_encoder(tmp_path))
    alone = [explain(ranker, CONTEXT, item) for item in ITEMS]
    with ThreadPoolExecutor(3) as pool:
        together = list(pool.map(lambda item: explain(ranker, CONTEXT, item), ITEMS * 2))
    assert together == alone * 2
