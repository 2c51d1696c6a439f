"""The Chinese dictionary that cuts running text into words: loaded once for search and explanations alike."""

from __future__ import annotations

import logging
from functools import cache
from typing import Any


@cache
def dictionary() -> Any:
    """Return jieba's tokenizer with its own dictionary; a copy of ours, for its shared one may be changed by others.

    >>> dictionary().lcut("智能手表")
    ['智能', '手表']
    """
    import jieba

    jieba.setLogLevel(logging.WARNING)
    tokenizer = jieba.Tokenizer()
    tokenizer.initialize()
    return tokenizer
