"""A random ranker over the toy shop's vocabulary."""

from __future__ import annotations

import pytest
import torch

from models.behaviour import FeatureScale
from models.encoder import Encoder, EncoderSettings
from models.tokenizer import train_tokenizer
from models.towers import FieldTokenizer
from models.two_tower import TwoTowerRanker, fresh_config
from tests.models.toy_shop import FEATURES, toy_items

# The nets here are tiny: a second thread would cost more than it brings.
torch.set_num_threads(1)


@pytest.fixture
def tiny_ranker() -> TwoTowerRanker:
    """A random ranker with two features (the first read on the log scale), sealed."""
    torch.manual_seed(0)
    corpus = [" ".join(row.values()) for row in toy_items().drop(["item_id"]).to_pylist()]
    tokenizer = FieldTokenizer(train_tokenizer(corpus, vocabulary_size=200))
    encoder = Encoder(EncoderSettings(16, 1, 2, 16).configuration(tokenizer.vocabulary_size))
    scale = FeatureScale(FEATURES, (True, False), (1.0, 50.0), (0.5, 10.0))
    config = fresh_config(encoder, scale=scale, vector=12, behaviour=8, body=16)
    background = torch.tensor([[1.0, 40.0], [2.0, 60.0], [float("nan"), 50.0]])
    return TwoTowerRanker(config, tokenizer, encoder, background).seal()
