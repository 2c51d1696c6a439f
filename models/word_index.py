"""Searching texts by their words: Okapi BM25 over English words and jieba's Chinese ones.

Robertson, Walker, Jones, Hancock-Beaulieu & Gatford 1994, as bm25s computes it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from models.chinese import dictionary

_WORD = re.compile(r"[a-z0-9]+(?:[.\-][a-z0-9]+)*|[\u3400-\u9fff]+")


def words(text: str) -> list[str]:
    """Return the words of a text in any mix of English and 中文, lower-cased.

    >>> words("小米Watch 智能手表 5G")
    ['小米', 'watch', '智能', '手表', '5g']
    """
    found: list[str] = []
    for run in _WORD.findall(text.lower()):
        found += dictionary().lcut(run) if run > "\u3400" else [run]
    return found


class WordIndex:
    """N texts that can be asked which of them share words with a text.

    >>> index = WordIndex(["red running shoes", "智能手表 black", "teapot"])
    >>> (index.scores("手表 shoes") > 0).tolist(), index.scores("unheard").tolist()
    ([True, True, False], [0.0, 0.0, 0.0])
    """

    def __init__(self, texts: Sequence[str]) -> None:
        import bm25s  # a quarter of a second, which a ranker by vectors need not wait for

        self.size = len(texts)
        self._index = bm25s.BM25()
        self._index.index([words(text) or [""] for text in texts] or [[""]], show_progress=False)

    def scores(self, text: str) -> np.ndarray:
        """Return the BM25 score [N] of each text, at least 0, and 0 where no word is shared."""
        known = [word for word in words(text) if word in self._index.vocab_dict]
        if not known or not self.size:
            return np.zeros(self.size, np.float32)
        scores: np.ndarray = self._index.get_scores(known)
        return scores
