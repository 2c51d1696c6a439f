"""One edit of an attack: a few characters put in, taken out or exchanged, told by the way it was made."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from explain.edits import TextEdit, spliced

WORDINGS = ("add", "replace", "remove", "move")  # kinds that touch whole words; the others spell them otherwise


@dataclass(frozen=True)
class AttackEdit:
    """``kind``: add, replace, remove, move, or the name of the perturbation that was drawn; ``parts``: what it changes.

    A word that is moved has two parts: where it is taken out and where it is put in.
    """

    kind: str
    parts: tuple[TextEdit, ...]

    @property
    def place(self) -> tuple[object, ...]:
        """What it touches; a word that is added is a place of its own."""
        own = (self.parts[0].after,) if self.kind == "add" else ()
        return (*((part.start, part.end) for part in self.parts), *own)

    @property
    def size(self) -> int:
        """How many characters it takes out and puts in."""
        return sum(len(part.before) + len(part.after) for part in self.parts)

    def fits(self, other: AttackEdit) -> bool:
        """Whether both can be made in one text: they share no character, put in no word twice, and share no place.

        Only words that are added may stand at one place, in the order of the alphabet.

        >>> letter = AttackEdit("homoglyphs", (TextEdit("title", 1, 2, "a", "а"),))
        >>> word = AttackEdit("remove", (TextEdit("title", 0, 4, "car ", ""),))
        >>> front = AttackEdit("add", (TextEdit("title", 0, 0, "", "red "),))
        >>> letter.fits(word), letter.fits(front), front.fits(AttackEdit("add", (TextEdit("title", 0, 0, "", "big "),)))
        (False, True, True)
        """
        both_add = self.kind == other.kind == "add"
        if self.word is not None and self.word == other.word:
            return False
        return not any(_meet(a, b, both_add) for a in self.parts for b in other.parts)

    @property
    def word(self) -> str | None:
        """The word that is put in; None for edits that put in none."""
        return self.parts[0].after.strip() if self.kind in ("add", "replace") else None

    def to_dict(self) -> dict[str, Any]:
        """Return plain data for JSON."""
        return {
            "kind": self.kind,
            "parts": [
                {name: getattr(part, name) for name in ("start", "end", "before", "after")} for part in self.parts
            ],
        }

    @classmethod
    def from_dict(cls, said: Mapping[str, Any], field: str) -> AttackEdit:
        """Return the edit of a field that :meth:`to_dict` wrote down."""
        return cls(said["kind"], tuple(TextEdit(field, **part) for part in said["parts"]))


def edited(text: str, edits: Iterable[AttackEdit]) -> str:
    """Return ``text`` with the edits made.

    >>> swap = AttackEdit("move", (TextEdit("title", 3, 9, " watch", ""), TextEdit("title", 0, 0, "", "watch ")))
    >>> edited("red watch", [swap])
    'watch red'
    """
    return spliced(text, parts(edits))


def parts(edits: Iterable[AttackEdit]) -> list[TextEdit]:
    """Return all that edits change, in the order of its places."""
    found = [part for edit in edits for part in edit.parts]
    return sorted(found, key=lambda part: (part.start, part.end, part.after))


def all_fit(edits: Sequence[AttackEdit]) -> bool:
    """Whether all of the edits can be made in one text."""
    return all(a.fits(b) for a, b in combinations(edits, 2))


def _meet(a: TextEdit, b: TextEdit, may_share_place: bool) -> bool:
    if a.start == a.end and b.start == b.end:
        return a.start == b.start and not may_share_place
    return a.start < b.end and b.start < a.end
