"""What keeps integrated gradients from adding up: corners in the ranker, and what rounding them brings."""

from __future__ import annotations

from dataclasses import replace

import torch

from explain.exactness import exactness
from models.encoder import Encoder, EncoderSettings
from models.text import context_fields, item_fields
from models.tokenizer import train_tokenizer
from models.towers import FieldTokenizer
from models.two_tower import TwoTowerRanker, fresh_config
from tests.models.toy_shop import toy_items


def test_a_rounded_distance_adds_up_in_a_tenth_of_the_steps():
    torch.manual_seed(0)
    titles = toy_items()["title"].to_pylist()
    tokenizer = FieldTokenizer(train_tokenizer(titles, vocabulary_size=200))
    encoder = Encoder(EncoderSettings(16, 1, 2, 16).configuration(tokenizer.vocabulary_size))
    ranker = TwoTowerRanker(fresh_config(encoder, vector=12, behaviour=8, body=16), tokenizer, encoder)
    with torch.no_grad():
        ranker.from_text.weight.mul_(4)
        ranker.head[1].weight.mul_(4)
    contexts, items = [context_fields(title[::-1]) for title in titles], [item_fields(title) for title in titles]

    def error(smoothing: float, steps: int) -> float:
        ranker.config = replace(ranker.config, smoothing=smoothing)
        return exactness(ranker.seal(), contexts, items, None, None, steps).p95

    assert error(0.3, 16) < error(0.0, 160) / 10
