"""Splitting titles to words: the shop's own, and titles of 10,000 and 100,000 characters that grow like their length.

    python -m bench.bench_words

The reference is jieba alone on the same texts, which knows neither units, brands nor marks.
"""

from __future__ import annotations

import jieba
import pyarrow.parquet as pq

from bench.report import line, seconds
from explain.lexicon import Lexicon
from explain.words import split_words
from sample_data import SHOP

LONG = {
    "Chinese": "小米智能手表 S3 14天续航 ",
    "English": "New Balance women's t-shirt 10 x 20 cm ",
    "Arabic with marks": "العَرَبِيَّة ",
    "emoji": "👩🏽‍🔬🇨🇳1️⃣",
    "one flag after another": "🇨",
}


def main() -> None:
    items = pq.read_table(SHOP / "items.parquet", columns=["title", "brand"])
    brands, titles = items["brand"].to_pylist(), [title for title in items["title"].to_pylist() if title]
    jieba.lcut("小米")
    lexicon = Lexicon.of(brands)
    print(f"a lexicon of {len(set(brands)):,} brands: {seconds(lambda: Lexicon.of(brands)) * 1000:.0f} ms")

    def compare(what: str, texts: list[str]) -> None:
        ours = seconds(lambda: [split_words(text, lexicon) for text in texts])
        line(what, ours, "jieba", seconds(lambda: [jieba.lcut(text) for text in texts]))

    compare(f"{len(titles):,} titles of the shop", titles)
    for name, unit in LONG.items():
        for length in (10_000, 100_000):
            compare(f"{name}, {length:,} characters", [(unit * length)[:length]])


if __name__ == "__main__":
    main()
