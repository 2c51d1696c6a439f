"""How well a vocabulary fits texts it did not learn from: the figures by which one was chosen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from models.field import Field
from models.tokenizer import UNKNOWN, special_id
from models.towers import FieldTokenizer
from models.word_index import words


@dataclass(frozen=True)
class VocabularyFit:
    """``pieces_per_word``: words as jieba and spaces see them. ``unknown``: share of pieces that are unknown.

    ``split_characters``: share of Chinese characters that fall apart into pieces, which no explanation can show.
    """

    size: int
    pieces_per_word: float
    unknown: float
    split_characters: float


def vocabulary_fit(tokenizer: FieldTokenizer, texts: Sequence[str]) -> VocabularyFit:
    """Measure a tokenizer on texts.

    >>> from models.tokenizer import train_tokenizer
    >>> tokenizer = FieldTokenizer(train_tokenizer(["watch 手表"] * 3, vocabulary_size=50))
    >>> vocabulary_fit(tokenizer, ["watch 手表"]).pieces_per_word
    1.5
    """
    unknown_id = special_id(tokenizer.tokenizer, UNKNOWN)
    pieces = unknown = parts = characters = 0
    for row, text in zip(tokenizer.rows([[Field("search", "search", text)] for text in texts]), texts, strict=True):
        spans = [piece for piece in row.pieces if piece is not None]
        pieces += len(spans)
        unknown += row.ids.count(unknown_id)
        chinese = {place for place, letter in enumerate(text) if "\u3400" <= letter <= "\u9fff"}
        starts = [piece.start for piece in spans if piece.end - piece.start == 1 and piece.start in chinese]
        parts += len(starts) - len(set(starts))
        characters += len(chinese)
    word_count = sum(len(words(text)) for text in texts)
    return VocabularyFit(
        size=tokenizer.vocabulary_size,
        pieces_per_word=round(pieces / max(word_count, 1), 3),
        unknown=round(unknown / max(pieces, 1), 4),
        split_characters=round(parts / max(characters, 1), 4),
    )
