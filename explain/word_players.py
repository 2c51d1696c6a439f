"""The words an explanation gives shares to: each with the pieces, the ranker's tokens, that belong to it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from explain.words import Word, split_words, word_of_each_character
from models.field import Part
from models.protocol import Piece, Tower

if TYPE_CHECKING:
    from explain.lexicon import Lexicon


@dataclass(frozen=True)
class WordPlayer:
    """A word with at least one piece: characters ``start`` to ``end`` of a field, called ``name``.

    ``field`` counts over the fields of all towers; ``positions`` are its tokens' places in the sequence of ``tower``,
    rising.
    """

    tower: int
    field: int
    part: Part
    name: str
    start: int
    end: int
    positions: tuple[int, ...]


def word_players(towers: Sequence[Tower], row: int, lexicon: Lexicon | None = None) -> tuple[WordPlayer, ...]:
    """Return the words of one row of a ranker's towers in reading order; every piece belongs to exactly one.

    A piece belongs to the word of its first character that is no space (byte pairs carry the space before them), so a
    piece that spans two words counts for the first. A word that was cut in its middle has the pieces that were read.
    """
    players: list[WordPlayer] = []
    first_field = 0
    for number, tower in enumerate(towers):
        fields = tower.fields[row]
        positions = _positions(tower, row)
        for index, field in enumerate(fields):
            words = split_words(field.text, lexicon)
            for word, places in _by_word(field.text, words, positions[index]):
                name = field.text[word.start : word.end]
                players.append(
                    WordPlayer(number, first_field + index, field.part, name, word.start, word.end, tuple(places))
                )
        first_field += len(fields)
    return tuple(players)


def _positions(tower: Tower, row: int) -> dict[int, list[tuple[int, Piece]]]:
    """Return (position, piece) of every piece of a row, by the number of its field in the tower."""
    positions: dict[int, list[tuple[int, Piece]]] = defaultdict(list)
    for position, piece in enumerate(tower.pieces[row]):
        if piece is not None:
            positions[piece.field].append((position, piece))
    return positions


def _by_word(text: str, words: Sequence[Word], positions: Sequence[tuple[int, Piece]]) -> list[tuple[Word, list[int]]]:
    numbers = word_of_each_character(words)
    found: dict[int, list[int]] = defaultdict(list)
    for position, piece in positions:
        # A piece of no character, as some tokenizers make before a text, belongs to the word it stands at.
        place = min(_first_letter(text, piece), len(text) - 1)
        found[numbers[place] if numbers else 0].append(position)
    words = words or (Word(0, 0, "space"),)
    return [(words[number], found[number]) for number in sorted(found)]


def _first_letter(text: str, piece: Piece) -> int:
    """Return the place of the piece's first character that is no space, or of its first where all are."""
    spaces = len(text[piece.start : piece.end]) - len(text[piece.start : piece.end].lstrip())
    return piece.start + spaces if piece.start + spaces < piece.end else piece.start
