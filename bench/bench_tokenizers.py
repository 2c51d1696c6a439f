"""Bilingual WordPiece beside byte-level BPE on the sample shop: fit to later searches, and the encoder each leads to.

    python -m bench.bench_tokenizers [--epochs 2]

Both learn from the same texts (items, and searches and reviews before the test weeks); searches typed first
later are what they are measured on. Bits per character is of held-out masked words after the same number of epochs.
"""

from __future__ import annotations

import argparse
import tempfile
from datetime import datetime
from pathlib import Path

import pyarrow.compute as pc
import pyarrow.parquet as pq
import torch
from tokenizers import Tokenizer

from models.corpus import corpus_texts
from models.pretrain import PretrainSettings, pretrain
from models.tokenizer_quality import vocabulary_fit
from models.towers import FieldTokenizer
from sample_data import SHOP

SPLIT = datetime(2025, 5, 5)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--epochs", type=int, default=2)
    epochs = parser.parse_args().epochs
    torch.set_num_threads(1)
    items, searches, reviews = (pq.read_table(SHOP / f"{name}.parquet") for name in ("items", "searches", "reviews"))
    early = [table.filter(pc.less(table["ts"], SPLIT)) for table in (searches, reviews)]
    corpus = corpus_texts(items, *early)
    later = set(searches.filter(pc.greater_equal(searches["ts"], SPLIT))["text"].to_pylist())
    new = sorted(later - set(early[0]["text"].to_pylist()) - {None})
    print(f"{len(corpus):,} texts to learn from; {len(new):,} searches typed for the first time later")
    print("kind        size  pieces/word  unknown  split 汉字  bits/character  seconds")
    for kind in ("wordpiece", "bpe"):
        with tempfile.TemporaryDirectory() as folder:
            report = pretrain(corpus, folder, PretrainSettings(tokenizer=kind, epochs=epochs))
            tokenizer = FieldTokenizer(Tokenizer.from_file(str(Path(folder) / "tokenizer.json")))
        fit = vocabulary_fit(tokenizer, new)
        print(
            f"{kind:10} {fit.size:5} {fit.pieces_per_word:12.3f} {fit.unknown:8.2%} {fit.split_characters:11.2%} "
            f"{report.bits_per_character:15.3f} {report.seconds:8.0f}"
        )


if __name__ == "__main__":
    main()
