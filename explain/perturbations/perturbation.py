"""What every perturbation is: one signature, a seed, a strength, a promise (after CheckList, Ribeiro et al. 2020)."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np

from explain.attested import WORDLIKE, folded
from explain.edits import PriceEdit, TextEdit, spliced
from explain.quantities import Quantity, quantities
from explain.vocabulary import Vocabulary
from explain.words import Word, split_words

# What it touches: the search, the history, one item of the slate, or what the log says of all candidates.
Target = Literal["search", "history", "item", "behaviour"]
# The slate should stay; it must change; the item's score may move in one direction only.
Expectation = Literal["invariance", "sensitivity", "monotone"]
# The texts of an item that rankers read, see models.text.
READ = ("title", "brand", "category", "attributes")


@dataclass(frozen=True)
class Situation:
    """What a ranker is asked: a context, its candidates, and one item of the slate.

    ``history``: item ids, most recent first. ``item``: the row of the catalogue; ``texts``: its texts by field, as the
    ranker reads them. ``features`` [n, F]: the candidates' raw behaviour features, columns as ``feature_names``, NaN =
    absent; the item is row ``at``. Perturbations of the search and the history look at neither item nor features.
    """

    search: str | None
    lang: str | None
    history: tuple[str, ...]
    vocabulary: Vocabulary
    item: Mapping[str, Any] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)
    feature_names: tuple[str, ...] = ()
    features: np.ndarray = field(default_factory=lambda: np.zeros((0, 0), np.float32))
    at: int = 0

    def feature(self, name: str) -> float | None:
        """Return the item's value of a feature; None where it is absent or the ranker does not read it."""
        if name not in self.feature_names:
            return None
        value = float(self.features[self.at, self.feature_names.index(name)])
        return value if np.isfinite(value) else None


@dataclass(frozen=True)
class Perturbed:
    """What changed and where; what is None or empty stays as it is.

    ``edits``: of the search (field "search"), of the item's texts, or of its price, by start within a field and never
    overlapping. ``history``: item ids. ``features`` [n, F]: of all candidates, with ``touched`` the names of those that
    changed. ``order`` [n]: the order in which the candidates are handed to the ranker.
    """

    edits: tuple[TextEdit | PriceEdit, ...] = ()
    history: tuple[str, ...] | None = None
    features: np.ndarray | None = None
    touched: tuple[str, ...] = ()
    order: np.ndarray | None = None

    @property
    def nothing(self) -> bool:
        """Whether all stays as it is."""
        return not self.edits and self.history is None and self.features is None and self.order is None

    def text(self, name: str, before: str) -> str:
        """Return the text of a field after the edits; ``before`` is the text as it is."""
        return spliced(before, [e for e in self.edits if isinstance(e, TextEdit) and e.field == name])

    @property
    def price(self) -> float | None:
        """The item's price after the change; None where it stays."""
        return next((edit.after for edit in self.edits if isinstance(edit, PriceEdit)), None)

    def spans(self) -> list[dict[str, Any]]:
        """Return what changed as plain data: texts with their places, the price, and other things by name."""
        found: list[dict[str, Any]] = [
            {"field": e.field, "start": e.start, "end": e.end, "before": e.before, "after": e.after}
            if isinstance(e, TextEdit)
            else {"field": "price", "start": None, "end": None, "before": f"{e.before:g}", "after": f"{e.after:g}"}
            for e in self.edits
        ]
        nowhere = {"start": None, "end": None, "before": "", "after": ""}
        if self.history is not None:
            found.append({**nowhere, "field": "history", "after": " ".join(self.history)})
        found += [{**nowhere, "field": name} for name in self.touched]
        if self.order is not None:
            found.append({**nowhere, "field": "order"})
        return found


# Why a perturbation cannot be applied, by code and language.
REASONS: Mapping[str, Mapping[str, str]] = {
    "no_search": {"en": "the context has no search", "zh": "该请求没有搜索词"},
    "no_word": {"en": "no word of the search can be changed this way", "zh": "搜索中没有可以这样改动的词"},
    "one_word": {"en": "the search is a single word", "zh": "搜索只有一个词"},
    "no_synonym": {"en": "no other word is attested for any of its words", "zh": "日志中没有可替换这些词的说法"},
    "no_number": {"en": "the search has no number", "zh": "搜索中没有数字"},
    "no_quantity": {"en": "the search has no quantity with a unit", "zh": "搜索中没有带单位的数量"},
    "no_brand": {"en": "the search names no brand", "zh": "搜索中没有品牌"},
    "no_other_brand": {"en": "no other brand of its kind is known", "zh": "没有同类的其他品牌"},
    "no_history": {"en": "the shopper chose nothing before", "zh": "该顾客此前没有选择过商品"},
    "short_history": {"en": "the history has a single item", "zh": "历史只有一件商品"},
    "no_features": {"en": "the ranker reads no behaviour features", "zh": "该排序模型不读取行为特征"},
    "no_windows": {"en": "the ranker reads no counts of recent days", "zh": "该排序模型不读取近期计数"},
    "stranger": {"en": "nothing was known of the shopper before", "zh": "此前对该顾客一无所知"},
    "not_read": {"en": "the ranker does not read it", "zh": "该排序模型不读取这一项"},
    "missing_already": {"en": "the item has none", "zh": "该商品本来就没有"},
    "no_price": {"en": "the item's price is not known", "zh": "该商品的价格未知"},
    "no_bargain_hunter": {
        "en": "the item costs no more than the shopper usually pays",
        "zh": "该商品不比该顾客平常买的更贵",
    },
    "no_title": {"en": "the item has no title", "zh": "该商品没有标题"},
    "no_item": {"en": "the slate has no item in that place", "zh": "该位置没有商品"},
}


@dataclass(frozen=True)
class NotApplicable:
    """The answer where a perturbation has nothing to change; ``because``: a code of :data:`REASONS`."""

    because: str

    def reason(self, lang: str = "en") -> str:
        """Return the reason in words.

        >>> NotApplicable("no_search").reason()
        'the context has no search'
        """
        return REASONS[self.because][lang]


@dataclass(frozen=True)
class Perturbation:
    """A way to change what a ranker is asked, and what its answer should do then.

    ``perturb(situation, strength, random)``: ``strength`` from 0 (nothing changes) to 1; the same ``random`` state
    answers the same, and a higher strength changes what a lower one does and more. ``item_from``: whether the item is
    one of the "first" places or of the "next" after them. ``direction``: of a monotone one, +1 where the item's score
    must not fall and −1 where it must not rise. ``title`` and ``meaning`` by language (en, zh).
    """

    name: str
    target: Target
    expectation: Expectation
    perturb: Callable[[Situation, float, np.random.Generator], Perturbed | NotApplicable]
    title: Mapping[str, str]
    meaning: Mapping[str, str]
    direction: Literal[-1, 0, 1] = 0
    item_from: Literal["first", "next"] = "first"

    def __call__(self, situation: Situation, strength: float, seed: int, key: str = "") -> Perturbed | NotApplicable:
        """Perturb a situation; ``seed`` and ``key`` (a context's id) decide what is drawn, whatever the strength."""
        digest = hashlib.sha256(f"{seed}\n{self.name}\n{key}".encode()).digest()
        return self.perturb(situation, strength, np.random.default_rng(int.from_bytes(digest[:8], "little")))


def share_of(sites: Sequence[Any], strength: float, random: np.random.Generator) -> list[Any]:
    """Return the share ``strength`` of ``sites``, rounded up, in the order drawn; what is drawn first stays first.

    >>> first, more = (share_of(range(9), s, np.random.default_rng(1)) for s in (0.3, 0.6))
    >>> len(first), len(more), set(first) <= set(more), share_of([1], 0.0, np.random.default_rng(1))
    (3, 6, True, [])
    """
    order = random.permutation(len(sites))
    return [sites[place] for place in order[: int(np.ceil(strength * len(sites) - 1e-9))]]


def search_words(situation: Situation, kinds: Sequence[str] = WORDLIKE) -> list[Word]:
    """Return the words of the search that are of these kinds, in order."""
    words = split_words(situation.search or "", situation.vocabulary.lexicon)
    return [word for word in words if word.kind in kinds]


def replaced(situation: Situation, word: Word, after: str) -> TextEdit:
    """Return the edit that puts ``after`` in the place of a word of the search."""
    return TextEdit("search", word.start, word.end, str(situation.search)[word.start : word.end], after)


def perturbed(edits: Sequence[TextEdit]) -> Perturbed:
    """Return the edits in the order of their places, those that change nothing left out."""
    real = [edit for edit in edits if edit.before != edit.after]
    real.sort(key=lambda edit: (edit.field, edit.start, edit.end))
    return Perturbed(edits=tuple(real))


def rewritten(
    situation: Situation, other: Callable[[str], str], strength: float, random: np.random.Generator
) -> Perturbed | NotApplicable:
    """Return the search with the share ``strength`` of the words that ``other`` writes otherwise written so."""
    if not situation.search:
        return NotApplicable("no_search")
    text = situation.search
    edits = [replaced(situation, word, other(text[word.start : word.end])) for word in search_words(situation)]
    edits = [edit for edit in edits if edit.before != edit.after]
    return perturbed(share_of(edits, strength, random)) if edits else NotApplicable("no_word")


def exchanged(
    situation: Situation, known: Mapping[str, Sequence[str]], strength: float, random: np.random.Generator
) -> Perturbed | NotApplicable:
    """Return the search with the share ``strength`` of the words that ``known`` has others for exchanged for one."""
    if not situation.search:
        return NotApplicable("no_search")
    text = situation.search
    words = [w for w in search_words(situation) if folded(text[w.start : w.end]) in known]
    if not words:
        return NotApplicable("no_synonym")
    drawn = {word: int(random.integers(1 << 16)) for word in words}
    edits = []
    for word in share_of(words, strength, random):
        others = known[folded(text[word.start : word.end])]
        edits.append(replaced(situation, word, others[drawn[word] % len(others)]))
    return perturbed(edits)


def requantified(
    situation: Situation,
    others_of: Callable[[Quantity], Sequence[str]],
    strength: float,
    random: np.random.Generator,
) -> Perturbed | NotApplicable:
    """Return the search with the share ``strength`` of its quantities written as one of what ``others_of`` gives."""
    if not situation.search:
        return NotApplicable("no_search")
    found = [(quantity, others_of(quantity)) for quantity in quantities(situation.search)]
    found = [(quantity, others) for quantity, others in found if others]
    if not found:
        return NotApplicable("no_quantity")
    edits = [
        TextEdit("search", quantity.start, quantity.end, situation.search[quantity.start : quantity.end], other)
        for quantity, others in found
        for other in [others[int(random.integers(len(others)))]]
    ]
    return perturbed(share_of(edits, strength, random))


def changed(situation: Situation, features: np.ndarray) -> Perturbed:
    """Return the candidates' new features [n, F] with the names of those that differ; nothing where none does."""
    same = (features == situation.features) | (np.isnan(features) & np.isnan(situation.features))
    touched = tuple(name for name, kept in zip(situation.feature_names, same.all(axis=0), strict=True) if not kept)
    return Perturbed(features=features, touched=touched) if touched else Perturbed()


def without_end(situation: Situation, name: str, strength: float) -> Perturbed | NotApplicable:
    """Return the item without the share ``strength`` of one of its texts, from its end; all of it at full strength."""
    if name not in READ:
        return NotApplicable("not_read")
    text = situation.texts.get(name, "")
    if not text:
        return NotApplicable("missing_already")
    kept = len(text) - int(np.ceil(strength * len(text)))
    return perturbed([TextEdit(name, kept, len(text), text[kept:], "")])
