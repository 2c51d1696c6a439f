"""Words that the catalogue really uses: what a title or an attribute of a category could say instead."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from explain.lexicon import Lexicon
from explain.words import split_words
from models.field import Field

WORDLIKE = ("han", "number", "word")


def folded(word: str) -> str:
    """Return a word as it is compared: whatever its case and width.

    >>> folded("Ｗatch") == folded("watch")
    True
    """
    return unicodedata.normalize("NFKC", word).casefold()


@dataclass(frozen=True)
class Attested:
    """The words of one field over ``items`` texts: in how many each occurs, and how it is mostly written."""

    items: int
    counts: Counter[str]
    written: dict[str, str]

    def share(self, word: str) -> float:
        """Return the share (0 to 1) of texts that have the word."""
        return self.counts[folded(word)] / self.items if self.items else 0.0


def attested(texts: Iterable[Iterable[Field]], field: str, lexicon: Lexicon | None = None) -> Attested:
    """Count the words of the field called ``field`` over items' texts; signs and spaces are no words.

    >>> titles = ["red watch", "Watch for men"]
    >>> found = attested([[Field("item", "title", title)] for title in titles], "title")
    >>> found.share("WATCH"), found.share("red"), found.share("blue")
    (1.0, 0.5, 0.0)
    """
    counts: Counter[str] = Counter()
    spellings: dict[str, Counter[str]] = {}
    items = 0
    for fields in texts:
        text = next((f.text for f in fields if f.name == field), "")
        words = [text[w.start : w.end] for w in split_words(text, lexicon) if w.kind in WORDLIKE]
        items += bool(words)
        counts.update({folded(word) for word in words})
        for word in words:
            spellings.setdefault(folded(word), Counter())[word] += 1
    return Attested(items, counts, {word: seen.most_common(1)[0][0] for word, seen in spellings.items()})
