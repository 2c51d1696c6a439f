"""Fields to one sequence: ``[CLS] search history … [SEP] title brand … [SEP]``, as a cross-encoder reads them.

Each side's fields are joined by spaces and tokenised as one text, so a pair has the ids that the tokenizer itself gives
it. What stands before, between and behind the two texts is taken from the tokenizer too.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any, TypeAlias

from tokenizers import Tokenizer

from models.field import Field
from models.protocol import Piece, Tower
from models.tokenizer import CLS, MASK, PAD, SEP, UNKNOWN, as_plain_text, readable, special_id
from models.towers import TokenRow, first_unread, padded_tower

Special: TypeAlias = tuple[tuple[int, int], ...]  # ids with their segments


@dataclass(frozen=True)
class Template:
    """Which special ids stand around the two texts, and the segment of each text."""

    before: Special
    between: Special
    behind: Special
    segments: tuple[int, int]

    @property
    def size(self) -> int:
        """How many places the special ids take."""
        return len(self.before) + len(self.between) + len(self.behind)

    @classmethod
    def of(cls, tokenizer: Tokenizer) -> Template:
        """Read it off a pair that the tokenizer joins; where it joins none, it is BERT's.

        >>> from models.tokenizer import train_tokenizer
        >>> Template.of(train_tokenizer(["a b"] * 3, vocabulary_size=20))
        Template(before=((2, 0),), between=((3, 0),), behind=((3, 1),), segments=(0, 1))
        """
        pair = tokenizer.encode("a", "a")
        sides, special = pair.sequence_ids, list(zip(pair.ids, pair.type_ids, strict=True))
        if None not in sides or not {0, 1} <= set(sides):
            cls_id, sep_id = (special_id(tokenizer, token) for token in (CLS, SEP))
            return cls(((cls_id, 0),), ((sep_id, 0),), ((sep_id, 1),), (0, 1))
        starts = sides.index(0), sides.index(1)
        ends = starts[1] - sides[: starts[1]][::-1].index(0), len(sides) - sides[::-1].index(1)
        return cls(
            tuple(special[: starts[0]]),
            tuple(special[ends[0] : starts[1]]),
            tuple(special[ends[1] :]),
            (special[starts[0]][1], special[starts[1]][1]),
        )


@dataclass(frozen=True)
class _Token:
    """A piece of one field: its characters there are ``start`` to ``end``, none where it only marks a word's start."""

    id: int
    word: int
    start: int
    end: int


class PairTokenizer:
    """Turns (context, item) pairs into rows of at most ``length`` pieces, and rows into one padded tower.

    ``reads``: the names of the fields that are read (``search``, ``history``, ``title`` …), every one where empty; the
    others count as cut off at their first character. Where a pair is too long, the longest field is cut first.

    Raises ``KeyError`` with the name of a special token that the vocabulary lacks.
    """

    def __init__(self, tokenizer: Tokenizer, length: int, reads: Collection[str] = ()) -> None:
        self.tokenizer = as_plain_text(tokenizer)
        self.template = Template.of(tokenizer)
        self.pad_id, self.mask_id = special_id(tokenizer, PAD), special_id(tokenizer, MASK)
        try:
            self.unknown_id = special_id(tokenizer, UNKNOWN)
        except KeyError:  # A vocabulary of bytes knows no unknown piece.
            self.unknown_id = self.mask_id
        self.length = length
        self.reads = frozenset(reads)

    def rows(self, contexts: Sequence[Sequence[Field]], items: Sequence[Sequence[Field]]) -> list[TokenRow]:
        """Return one row per pair, n contexts beside n items."""
        sides = zip(self._sides(contexts), self._sides(items), strict=True)
        pairs = zip(contexts, items, sides, strict=True)
        return [self._row((*context, *item), *side) for context, item, side in pairs]

    def tower(self, rows: Sequence[TokenRow]) -> Tower:
        """Pad rows to one length and stack them, see :class:`models.protocol.Tower`."""
        return padded_tower(rows, self.pad_id)

    def _sides(self, texts: Sequence[Sequence[Field]]) -> Iterator[list[list[_Token]]]:
        """Yield each text's tokens by field; equal texts are tokenised once."""
        joined = readable([" ".join(field.text for field in fields if self._is_read(field)) for fields in texts])
        different = list(dict.fromkeys(joined))
        encodings = dict(zip(different, self.tokenizer.encode_batch(different, add_special_tokens=False), strict=True))
        return (self._by_field(fields, text, encodings[text]) for fields, text in zip(texts, joined, strict=True))

    def _is_read(self, field: Field) -> bool:
        return not self.reads or bool(self.reads & {field.name, field.part})

    def _by_field(self, fields: Sequence[Field], joined: str, encoding: Any) -> list[list[_Token]]:
        found: list[list[_Token]] = [[] for _ in fields]
        read = [number for number, field in enumerate(fields) if self._is_read(field)]
        starts = list(accumulate((len(fields[number].text) + 1 for number in read), initial=0))[: len(read)]
        for piece, word, (start, end) in zip(encoding.ids, encoding.word_ids, encoding.offsets, strict=True):
            while start < end and joined[start].isspace():  # Some tokenizers count the space before a word to it.
                start += 1
            at = max(bisect_right(starts, start) - 1, 0)
            own_end = min(end - starts[at], len(fields[read[at]].text))
            found[read[at]].append(_Token(piece, word, start - starts[at], own_end))
        return found

    def _row(self, fields: tuple[Field, ...], context: list[list[_Token]], item: list[list[_Token]]) -> TokenRow:
        tokens = [*context, *item]
        kept = longest_first([len(of_field) for of_field in tokens], self.length - self.template.size)
        spans = [[(token.start, token.end) for token in of_field] for of_field in tokens]
        cut = (
            first_unread(field.text, of_field, read) for field, of_field, read in zip(fields, spans, kept, strict=True)
        )
        row = TokenRow([], [], [], [], fields, tuple(cut))
        _add_special(row, self.template.before)
        self._add(row, 0, tokens, kept, range(len(context)))
        _add_special(row, self.template.between)
        self._add(row, 1, tokens, kept, range(len(context), len(tokens)))
        _add_special(row, self.template.behind)
        return row

    def _add(self, row: TokenRow, side: int, tokens: list[list[_Token]], kept: list[int], fields: range) -> None:
        first_word = max(row.words, default=-1) + 1
        for field in fields:
            for token in tokens[field][: kept[field]]:
                is_read = token.start < token.end
                row.ids.append(token.id)
                row.segments.append(self.template.segments[side])
                row.words.append(first_word + token.word if is_read else -1)
                row.pieces.append(Piece(field, token.start, token.end) if is_read else None)


def _add_special(row: TokenRow, special: Special) -> None:
    row.ids.extend(id for id, _ in special)
    row.segments.extend(segment for _, segment in special)
    row.words.extend(-1 for _ in special)
    row.pieces.extend(None for _ in special)


def longest_first(lengths: Sequence[int], room: int) -> list[int]:
    """Return how much of each length is kept, so that together they fit and only the longest are cut.

    >>> longest_first([3, 50, 30, 5], room=20), longest_first([3, 5], room=20)
    ([3, 6, 6, 5], [3, 5])
    """
    kept, left = list(lengths), room
    for done, number in enumerate(sorted(range(len(lengths)), key=lambda n: lengths[n])):
        kept[number] = min(lengths[number], left // (len(lengths) - done))
        left -= kept[number]
    return kept
