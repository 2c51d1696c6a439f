"""Fields to token sequences: ``[CLS] search [SEP] history … [SEP]`` and ``[CLS] title [SEP] brand … [SEP]``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from tokenizers import Tokenizer

from models.field import Field
from models.protocol import Piece, Tower
from models.tokenizer import CLS, MASK, PAD, SEP, UNKNOWN, as_plain_text, readable, special_id

# How many pieces of a field are read; what is beyond is "not seen by the model".
PIECES_READ = {"search": 32, "history": 20, "title": 32, "brand": 8, "category": 16, "attributes": 32}
OTHER_PIECES_READ = 32


@dataclass(frozen=True)
class TokenRow:
    """One sequence before padding. ``words`` numbers the words of the row, -1 where special; all lists of length L."""

    ids: list[int]
    segments: list[int]
    words: list[int]
    pieces: list[Piece | None]
    fields: tuple[Field, ...]
    cut: tuple[int, ...]


class FieldTokenizer:
    """Turns fields into rows of pieces and rows into padded towers.

    Segment 0 is what was asked for or what the item is called (the search, the title), segment 1 what stands beside
    it (the history; brand, category and attributes).
    """

    def __init__(self, tokenizer: Tokenizer) -> None:
        self.tokenizer = as_plain_text(tokenizer)
        self.pad_id, self.unknown_id, self.cls_id, self.sep_id, self.mask_id = (
            special_id(tokenizer, token) for token in (PAD, UNKNOWN, CLS, SEP, MASK)
        )
        self.vocabulary_size = tokenizer.get_vocab_size()

    def rows(self, texts: Sequence[Sequence[Field]]) -> list[TokenRow]:
        """Return one row per sequence of fields; an empty one is ``[CLS] [SEP]``."""
        flat = readable([field.text for fields in texts for field in fields])
        encodings = iter(self.tokenizer.encode_batch(flat, add_special_tokens=False))
        return [self._row(tuple(fields), [next(encodings) for _ in fields]) for fields in texts]

    def _row(self, fields: tuple[Field, ...], encodings: list) -> TokenRow:
        ids, segments, words = [self.cls_id], [0], [-1]
        pieces: list[Piece | None] = [None]
        cut = []
        first_word = 0
        for number, (field, encoding) in enumerate(zip(fields, encodings, strict=True)):
            segment = 0 if field.name in ("search", "title") else 1
            read = PIECES_READ.get(field.part if field.part == "history" else field.name, OTHER_PIECES_READ)
            seen = min(read, len(encoding.ids))
            ids += encoding.ids[:seen]
            pieces += [Piece(number, start, end) for start, end in encoding.offsets[:seen]]
            word_ids = [first_word + word for word in encoding.word_ids[:seen]]
            words += word_ids
            first_word = max(word_ids, default=first_word - 1) + 1
            ids.append(self.sep_id)
            pieces.append(None)
            words.append(-1)
            segments += [segment] * (seen + 1)
            cut.append(first_unread(field.text, encoding.offsets, seen))
        if not fields:
            ids.append(self.sep_id)
            segments.append(0)
            words.append(-1)
            pieces.append(None)
        return TokenRow(ids, segments, words, pieces, fields, tuple(cut))

    def tower(self, rows: Sequence[TokenRow]) -> Tower:
        """Pad rows to one length and stack them, see :class:`models.protocol.Tower`."""
        return padded_tower(rows, self.pad_id)


def first_unread(text: str, spans: Sequence[tuple[int, int]], read: int) -> int:
    """Return the first character that no piece was read of; the text's length where every piece was.

    ``spans``: the characters of each piece of ``text``, of which the first ``read`` were read. One character may make
    several pieces, and counts as read when one was. A text of which no piece can be made is not read at all, unless
    it is blank.

    >>> first_unread("red shoe", [(0, 3), (4, 8)], 1), first_unread("red shoe", [(0, 3), (4, 8)], 2)
    (4, 8)
    >>> first_unread("㎏ box", [(0, 1), (0, 1), (2, 5)], 1), first_unread("…", [], 0)
    (1, 0)
    """
    if read == len(spans):
        return len(text) if spans or not text.strip() else 0
    return max(spans[read][0], spans[read - 1][1]) if read else 0


def padded_tower(rows: Sequence[TokenRow], pad_id: int) -> Tower:
    """Pad rows to the longest one's length and stack them.

    >>> title = Field("item", "title", "a")
    >>> short = TokenRow([2, 3], [0, 0], [-1, -1], [None, None], (), ())
    >>> long = TokenRow([2, 9, 3], [0, 0, 0], [-1, 0, -1], [None, Piece(0, 0, 1), None], (title,), (1,))
    >>> padded_tower([short, long], pad_id=0).ids.tolist()
    [[2, 3, 0], [2, 9, 3]]
    """
    length = max((len(row.ids) for row in rows), default=2)
    ids = torch.tensor([_padded(row.ids, length, pad_id) for row in rows], dtype=torch.int64)
    segments = torch.tensor([_padded(row.segments, length, 0) for row in rows], dtype=torch.int64)
    words = torch.tensor([_padded(row.words, length, -1) for row in rows], dtype=torch.int64)
    lengths = torch.tensor([len(row.ids) for row in rows])
    return Tower(
        ids=ids.view(len(rows), length),
        segments=segments.view(len(rows), length),
        attended=(torch.arange(length) < lengths[:, None]).view(len(rows), length),
        special=(words < 0).view(len(rows), length),
        fields=tuple(row.fields for row in rows),
        pieces=tuple(tuple(row.pieces) + (None,) * (length - len(row.pieces)) for row in rows),
        cut=tuple(row.cut for row in rows),
    )


def _padded(values: list[int], length: int, filler: int) -> list[int]:
    return values + [filler] * (length - len(values))
