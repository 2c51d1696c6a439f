"""Training against perturbations: the registry's own families as augmentation of fine-tuning, some held out.

Only what should leave a slate alone may be learned from: a ranker that was taught to answer another brand, another
number or a negation as before would be worse, however well it passes. Held-out families are never trained on, so that
what is learned can be measured where it was not taught.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pyarrow as pa

from explain.lexicon import Lexicon
from explain.perturbations import Perturbation, Perturbed, Situation, find_perturbation
from explain.vocabulary import Vocabulary
from queries.errors import WhyrankError

STUFFING = "title_stuffing"
# Each of a kind that rankers break by; a like one of the same kind is held out.
TRAINED = (
    "abbreviation",
    "keyboard_typos",
    "punctuation",
    "spacing",
    "stop_words",
    STUFFING,
    "traditional",
    "units",
    "word_order",
)
# Never trained on unless asked for: other typing, other scripts, other words, other lengths, other histories.
HELD_OUT = (
    "hidden_characters",
    "homoglyphs",
    "long_text",
    "pinyin_typos",
    "shuffled_history",
    "synonyms",
    "translations",
    "truncated_history",
)
LEAST, MOST = 0.3, 1.0  # strengths, drawn for each context


class AugmentationInvalid(WhyrankError):
    """A perturbation that a ranker must not be trained to ignore, or that cannot be trained on."""


@dataclass(frozen=True)
class RegistryAugmentation:
    """Perturbs the contexts and titles of a training set; meets :class:`models.variants.Augmentation`.

    ``families``: names of perturbations of the search or the history whose slate should stay, and ``title_stuffing``.
    Raises :class:`AugmentationInvalid` for others.

    >>> table = pa.table({"context_id": ["c"], "search": ["running shoes"], "history": [["i1"]]})
    >>> RegistryAugmentation(("word_order",)).contexts(table, seed=0, epoch=0)["search"].to_pylist()
    ['shoes running']
    """

    families: tuple[str, ...] = TRAINED
    vocabulary: Vocabulary = field(default_factory=Vocabulary, repr=False)

    def __post_init__(self) -> None:
        for name in self.families:
            _check(find_perturbation(name))

    @classmethod
    def of(cls, items: pa.Table, families: Sequence[str] = TRAINED) -> RegistryAugmentation:
        """Return the augmentation for a catalogue, whose brands stay whole words."""
        return cls(tuple(sorted(set(families))), Vocabulary(Lexicon.of(items["brand"].to_pylist())))

    @property
    def statement(self) -> Mapping[str, Any]:
        """Which families are trained on, which known ones are held out, and how strong they are."""
        held_out = [name for name in HELD_OUT if name not in self.families]
        return {"families": list(self.families), "held_out": held_out, "strengths": [LEAST, MOST]}

    def contexts(self, table: pa.Table, seed: int, epoch: int) -> pa.Table:
        """Return the rows with one perturbation each, the first in an order drawn for the context that applies."""
        families = [find_perturbation(name) for name in self.families if name != STUFFING]
        searches, histories = [], []
        columns = (table[name].to_pylist() for name in ("context_id", "search", "history"))
        for key, search, history in zip(*columns, strict=True):
            random = _random(seed, epoch, key)
            situation = Situation(search, None, tuple(history or ()), self.vocabulary)
            change = _first_change([families[at] for at in random.permutation(len(families))], situation, random)
            searches.append(change.text("search", search) if search else search)
            histories.append(history if change.history is None else list(change.history))
        for name, values in (("search", searches), ("history", histories)):
            at = table.schema.get_field_index(name)
            table = table.set_column(at, name, pa.array(values, table.schema.field(at).type))
        return table

    def titles(
        self, searches: Sequence[str | None], titles: Sequence[str], keys: Sequence[str], seed: int, epoch: int
    ) -> list[str | None]:
        """Return each title stuffed for the search beside it; None where it stays."""
        if STUFFING not in self.families:
            return [None] * len(titles)
        found: list[str | None] = []
        for search, title, key in zip(searches, titles, keys, strict=True):
            situation = Situation(search, None, (), self.vocabulary, texts={"title": title})
            change = _first_change([find_perturbation(STUFFING)], situation, _random(seed, epoch, key))
            found.append(None if change.nothing else change.text("title", title))
        return found


def groups_of(robust: Mapping[str, Any] | None, names: Iterable[str]) -> dict[str, str]:
    """Return of which group each perturbation is, for a ranker whose card says ``robust`` of its training.

    "trained" on, "held_out" of the kinds that could be, "other" (items and behaviour, which no search can say), or
    "must_change" the slate. A ranker that was not made robust was trained on none.

    >>> groups_of({"families": ["case"]}, ["case", "homoglyphs", "missing_brand", "negation"])
    {'case': 'trained', 'homoglyphs': 'held_out', 'missing_brand': 'other', 'negation': 'must_change'}
    """
    trained = set((robust or {}).get("families", ()))
    found = {}
    for name in names:
        family = find_perturbation(name)
        if name in trained:
            found[name] = "trained"
        elif family.expectation == "sensitivity":
            found[name] = "must_change"
        else:
            found[name] = "held_out" if family.target in ("search", "history") or name == STUFFING else "other"
    return found


def _check(family: Perturbation) -> None:
    if family.name == STUFFING or (family.expectation == "invariance" and family.target in ("search", "history")):
        return
    fine = f"Leave it out; those trained on where none are named are {', '.join(TRAINED)}."
    if family.expectation == "sensitivity":
        raise AugmentationInvalid(
            f"A ranker must answer {family.name!r} with another slate, so it must not learn to ignore it.", fine
        )
    raise AugmentationInvalid(f"{family.name!r} changes neither a search nor a history nor stuffs a title.", fine)


def _first_change(families: Sequence[Perturbation], situation: Situation, random: np.random.Generator) -> Perturbed:
    """Return what the first of the perturbations that applies changes; nothing where none does."""
    strength = float(random.uniform(LEAST, MOST))
    for family in families:
        change = family.perturb(situation, strength, random)
        if isinstance(change, Perturbed) and not change.nothing:
            return change
    return Perturbed()


def _random(seed: int, epoch: int, key: str) -> np.random.Generator:
    digest = hashlib.sha256(f"{seed}\n{epoch}\n{key}".encode()).digest()
    return np.random.default_rng(int.from_bytes(digest[:8], "little"))
