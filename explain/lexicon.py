"""Names that stay whole when a text is split to words: brands of a catalogue, of several words or mixed scripts."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import regex

from explain.segmenter import Segmenter
from explain.words import Word, split_words

# Longer brands are descriptions that stand in the wrong column: kept whole they would hide a title.
LONGEST_NAME = 40
_HAN_RUN = regex.compile(r"\p{Han}+")
_POSSESSIVE = regex.compile("['’]s$")


@dataclass(frozen=True, eq=False)  # told apart by which it is, so that words can be kept by lexicon
class Lexicon:
    """The names of one catalogue, made once by :meth:`of` and shared between threads.

    ``segmenter`` knows the names' Chinese; ``names`` is a tree: each branch is a name's next word, and ``""`` marks
    where a name ends.
    """

    segmenter: Segmenter = field(repr=False)
    names: Mapping[str, Any] = field(repr=False)

    @classmethod
    def of(cls, names: Iterable[str | None]) -> Lexicon:
        """Learn names; None, empty ones and those of more than 40 characters are passed over.

        A name is found whatever its case, its width and the spaces between its words, and only at the borders of
        words; the longest wins.

        >>> lexicon = Lexicon.of(["New Balance", "小米", None])
        >>> text = "new balance 跑鞋 renew balances"
        >>> [text[w.start : w.end] for w in split_words(text, lexicon)]
        ['new balance', ' ', '跑鞋', ' ', 'renew', ' ', 'balances']
        """
        known = {name.strip() for name in names if name and len(name.strip()) <= LONGEST_NAME}
        segmenter = Segmenter(run for name in known for run in _HAN_RUN.findall(name))
        lexicon = cls(segmenter, {})
        tree: dict[str, Any] = {}
        for name in known:
            words = split_words(name, lexicon)
            if len(words) > 1:
                node = tree
                for word in words:
                    node = node.setdefault(_key(name, word), {})
                node[""] = {}
        return cls(segmenter, tree)

    def joined(self, text: str, words: Sequence[Word]) -> tuple[Word, ...]:
        """Return ``words`` with those that make up a known name joined to one."""
        found: list[Word] = []
        at = 0
        while at < len(words):
            count = self._name_at(text, words, at)
            found.append(Word(words[at].start, words[at + count - 1].end, words[at].kind))
            at += count
        return tuple(found)

    def _name_at(self, text: str, words: Sequence[Word], at: int) -> int:
        """Return how many words the longest name that begins at word ``at`` has; 1 where none begins."""
        node, longest = self.names, 1
        for end in range(at, len(words)):
            key = _key(text, words[end])
            if "" in node.get(_POSSESSIVE.sub("", key), {}):
                longest = end + 1 - at
            if key not in node:
                break
            node = node[key]
        return longest


def _key(text: str, word: Word) -> str:
    """Return what two spellings of one word have in common."""
    return " " if word.kind == "space" else unicodedata.normalize("NFKC", text[word.start : word.end]).casefold()
