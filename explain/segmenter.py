"""Chinese runs to words: jieba, with tokenizers of our own so that no other code's names leak into ours."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from explain.traditional import simplified
from models.chinese import dictionary


class Segmenter:
    """Cuts a run of Chinese characters into words; safe to share between threads once made.

    ``names`` are words it must know beside its dictionary, such as brands.

    >>> Segmenter().cut("智能手表")
    ['智能', '手表']
    >>> Segmenter().cut("周黑鸭锁鲜装"), Segmenter(["周黑鸭"]).cut("周黑鸭锁鲜装")
    (['周黑', '鸭锁', '鲜装'], ['周黑鸭', '锁鲜装'])
    >>> Segmenter().cut("無線藍牙耳機")
    ['無線', '藍牙', '耳機']
    """

    def __init__(self, names: Iterable[str] = ()) -> None:
        wanted = sorted({simplified(name) for name in names if len(name) > 1})
        self._tokenizer = _knowing(wanted) if wanted else dictionary()

    def cut(self, run: str) -> list[str]:
        """Return the words of ``run``; together they are ``run``. Traditional characters are read as simplified."""
        words = []
        start = 0
        for word in self._tokenizer.cut(simplified(run)):
            words.append(run[start : start + len(word)])
            start += len(word)
        return words

    def knows(self, word: str) -> bool:
        """Whether ``word`` is in the dictionary or among the names, rather than guessed from its characters."""
        return bool(self._tokenizer.FREQ.get(simplified(word)))


def _knowing(names: list[str]) -> Any:
    import jieba

    plain = dictionary()
    tokenizer = jieba.Tokenizer()
    # Reading the dictionary file again costs a second; its table can be copied in milliseconds.
    tokenizer.FREQ, tokenizer.total, tokenizer.initialized = dict(plain.FREQ), plain.total, True
    for name in names:
        tokenizer.add_word(name)
    return tokenizer
