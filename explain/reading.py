"""How well the ranker read its texts: what it did not read of them, and what it read without knowing it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from explain.explanation import Contribution, Explanation
from explain.wording import listed, wording
from models.field import Field
from models.protocol import Tower

# From this share of unknown pieces on, a text's words say little of what the ranker would think of them.
MOSTLY_UNKNOWN = 0.5
LONGEST_QUOTE = 24


def unknown_shares(towers: Sequence[Tower], row: int, unknown_id: int) -> tuple[float, ...]:
    """Return for each field of a row, over all towers, the share of its pieces that read ``unknown_id``, 0 to 1."""
    shares = []
    for tower in towers:
        known: dict[int, list[bool]] = defaultdict(list)
        for piece, read in zip(tower.pieces[row], tower.ids[row].tolist(), strict=True):
            if piece is not None:
                known[piece.field].append(read != unknown_id)
        shares += [1 - sum(known[n]) / len(known[n]) if n in known else 0.0 for n in range(len(tower.fields[row]))]
    return tuple(shares)


def unread(explanation: Explanation) -> tuple[tuple[Field, int], ...]:
    """Return each field that was not read to its end, with how many of its characters were not.

    >>> title = Field("item", "title", "red shoe")
    >>> unread(Explanation(None, 0, 0, 0.5, (), 0, 1, True, (title,), (3,), "r", None, {}))
    ((Field(part='item', name='title', text='red shoe'), 5),)
    """
    ends = zip(explanation.fields, explanation.cut, strict=True)
    return tuple((field, len(field.text) - end) for field, end in ends if end < len(field.text))


def half_read(explanation: Explanation) -> tuple[Contribution, ...]:
    """Return the words of which only the beginning was read: their shares are those of what was read."""
    return tuple(
        word
        for word in explanation.words
        if word.field is not None and (word.start or 0) < explanation.cut[word.field] < (word.end or 0)
    )


def reading_notes(explanation: Explanation, lang: str = "en") -> tuple[str, ...]:
    """Return a sentence for everything a reader must know of texts that were not wholly read or known; mostly none.

    >>> title = Field("item", "title", "red shoe")
    >>> reading_notes(Explanation(None, 0, 0, 0.5, (), 0, 1, True, (title,), (4,), "r", None, {}))
    ('The model did not read the last 4 characters of the title.',)
    """
    words = wording(lang)
    ends: dict[str, int] = defaultdict(int)
    not_at_all = []
    for field, count in unread(explanation):
        if count == len(field.text):
            not_at_all.append(_called(field, lang))
        else:
            ends[_called(field, lang)] += count
    places = [
        words["unread_end" if count > 1 else "unread_last"].format(text=text, count=count)
        for text, count in ends.items()
    ]
    unknown = {
        _called(field, lang): share for field, share in zip(explanation.fields, explanation.unknown, strict=False)
    }
    told = {
        "unread": places,
        "unread_wholly": not_at_all,
        "half_read": [words["quoted"].format(name=_short(word.name)) for word in half_read(explanation)],
        "unknown_wholly": [text for text, share in unknown.items() if share == 1],
        "unknown_mostly": [text for text, share in unknown.items() if MOSTLY_UNKNOWN <= share < 1],
    }
    notes = [words[key].format(places=listed(dict.fromkeys(what), lang)) for key, what in told.items() if what]
    if not any(field.part == "item" for field in explanation.fields):
        notes.append(words["no_item_text"])
    return tuple(notes)


def _called(field: Field, lang: str) -> str:
    words = wording(lang)
    return words.get(f"the_{field.name}", words[f"the_{field.part}"])


def _short(name: str) -> str:
    return name if len(name) <= LONGEST_QUOTE else name[: LONGEST_QUOTE - 1] + "…"
