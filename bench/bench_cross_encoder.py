"""Ranking the sample catalogue with a cross-encoder, against the bare forward passes over the same pairs.

The model is of a common size (6 layers of width 384) with random weights: the time does not depend on what it learned.
"""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

import pyarrow as pa
import torch
from report import line, seconds
from sample_shop import shop as open_sample
from transformers import BertConfig, BertForSequenceClassification

import sample_data
from models.catalogue import Catalogue
from models.rank import candidates_for, rank
from models.storage import load_ranker


def save_model(folder: Path) -> None:
    config = BertConfig(
        vocab_size=4298,
        hidden_size=384,
        num_hidden_layers=6,
        num_attention_heads=12,
        intermediate_size=1536,
        num_labels=1,
    )
    BertForSequenceClassification(config).save_pretrained(folder)
    shutil.copy(sample_data.RANKER / "tokenizer.json", folder)


def main() -> None:
    shop = open_sample()
    with tempfile.TemporaryDirectory() as folder:
        save_model(Path(folder))
        ranker = load_ranker(folder)
    items = [shop.item(item_id) for item_id in shop.catalogue.item_ids]
    catalogue = Catalogue.build(ranker, pa.Table.from_pylist(items))
    context = shop.context("智能手表", next(iter(shop.shoppers)))

    def ours() -> object:
        return rank(ranker, catalogue, candidates_for(catalogue, context), None, 10)

    places = candidates_for(catalogue, context).places
    rows = ranker.tokenizer.rows([context] * len(places), [catalogue.texts[place] for place in places])
    rows.sort(key=lambda row: len(row.ids))
    towers = [ranker.tokenizer.tower(rows[start : start + 32]) for start in range(0, len(rows), 32)]

    @torch.inference_mode()
    def bare() -> object:
        return [ranker.logits(t.segments, input_ids=t.ids, attention_mask=t.attended.long()) for t in towers]

    what = f"a slate of 10 from {len(places)} retrieved of {len(items):,} items, cross-encoder of 6 layers"
    line(what, seconds(ours, 5), "bare forward passes", seconds(bare, 5))


if __name__ == "__main__":
    main()
