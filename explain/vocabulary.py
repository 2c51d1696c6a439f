"""What a shop and its shoppers really say: its brands by kind of item, and words that stand for one another.

Two words stand for one another when shoppers use them in the same places of a search and then choose the same items:

- both are typed by 11 shoppers or more, and (almost) never in one search;
- searches that differ in just these two words exist (two such pairs for words of one script, one for a translation);
- the items chosen after searches with the one and with the other have a cosine of at least 0.8 (0.6 for a translation,
  whose searches show items of their own).

So every synonym and translation is attested in the log, none comes from a dictionary. After the distributional
hypothesis (Harris 1954), with chosen items for company.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import combinations
from typing import TYPE_CHECKING, Any

import regex

from explain.attested import WORDLIKE, folded
from explain.lexicon import Lexicon
from explain.words import split_words
from queries.privacy import MIN_SHOPPERS
from queries.robustness import chosen_after
from queries.workspace import Workspace

if TYPE_CHECKING:
    from explain.shop import Shop

SYNONYM_COSINE, TRANSLATION_COSINE = 0.8, 0.6
SYNONYM_FRAMES, TRANSLATION_FRAMES = 2, 1
TOGETHER = 0.02  # the share of a word's shoppers who may type both words at once
PER_FRAME = 200  # words compared within one frame, the most typed
_HAN = regex.compile(r"\p{Han}")


@dataclass(frozen=True)
class Vocabulary:
    """The words of one shop; ``synonyms`` and ``translations`` by folded word, the nearest first.

    ``brands``: how each brand is written, by folded name; ``brands_of``: the folded names sold in each category, the
    most frequent first; ``categories_of`` the reverse.
    """

    lexicon: Lexicon | None = field(default=None, repr=False)
    synonyms: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    translations: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    brands: Mapping[str, str] = field(default_factory=dict)
    brands_of: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    categories_of: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, ws: Workspace, shop: Shop) -> Vocabulary:
        """Mine the words of a shop from its catalogue and its log."""
        rows = [shop.item(item_id) for item_id in shop.catalogue.item_ids]
        same, other = stand_for_one_another(chosen_after(ws).to_pylist(), shop.lexicon, shop.brands)
        return cls(shop.lexicon, same, other, *_brands(rows))


def stand_for_one_another(
    rows: Iterable[Mapping[str, Any]], lexicon: Lexicon | None = None, brands: Iterable[str] = ()
) -> tuple[dict[str, tuple[str, ...]], dict[str, tuple[str, ...]]]:
    """Return synonyms and translations by word from rows of :func:`queries.robustness.chosen_after`.

    A brand (folded, of ``brands``) has translations but no synonyms.

    >>> searches = ["phone case", "phone cover", "tablet case", "tablet cover"]
    >>> rows = [{"search": search, "typed": 20, "item_id": search[:5], "chosen": 9} for search in searches]
    >>> stand_for_one_another(rows)[0]
    {'case': ('cover',), 'cover': ('case',)}
    """
    typed, frames, items, together = _counted(rows, lexicon)
    known = set(brands)
    shared: Counter[tuple[str, str]] = Counter()
    for words in frames.values():
        often = sorted((w for w in words if typed[w] >= MIN_SHOPPERS), key=lambda w: (-typed[w], w))[:PER_FRAME]
        shared.update(combinations(sorted(often), 2))
    found: tuple[dict[str, list[tuple[float, str]]], ...] = (defaultdict(list), defaultdict(list))
    for (a, b), count in shared.items():
        translation = bool(_HAN.search(a)) != bool(_HAN.search(b))
        if not translation and (a in known or b in known):
            continue
        least, wanted = (TRANSLATION_FRAMES, TRANSLATION_COSINE) if translation else (SYNONYM_FRAMES, SYNONYM_COSINE)
        if count < least or together[a, b] > TOGETHER * min(typed[a], typed[b]):
            continue
        nearness = _cosine(items[a], items[b])
        if nearness >= wanted:
            found[translation][a].append((-nearness, b))
            found[translation][b].append((-nearness, a))
    same, other = ({w: tuple(n for _, n in sorted(near)) for w, near in sorted(side.items())} for side in found)
    return same, other


def _counted(
    rows: Iterable[Mapping[str, Any]], lexicon: Lexicon | None
) -> tuple[Counter[str], dict[tuple[str, ...], set[str]], dict[str, Counter[str]], Counter[tuple[str, str]]]:
    """Count shoppers by word, words by frame (a search with one word left out), items by word, words in one search."""
    typed: Counter[str] = Counter()
    frames: dict[tuple[str, ...], set[str]] = defaultdict(set)
    items: dict[str, Counter[str]] = defaultdict(Counter)
    together: Counter[tuple[str, str]] = Counter()
    words_of: dict[str, tuple[str, ...]] = {}
    for row in rows:
        search = str(row["search"])
        if search not in words_of:
            found = split_words(search, lexicon)
            words = tuple(folded(search[w.start : w.end]) for w in found if w.kind in WORDLIKE)
            words_of[search] = words = tuple(word for word in words if not any(sign.isdigit() for sign in word))
            typed.update(dict.fromkeys(words, row["typed"]))
            together.update(dict.fromkeys(combinations(sorted(set(words)), 2), row["typed"]))
            for place, word in enumerate(words):
                frame = (*words[:place], "", *words[place + 1 :])
                if len(frame) > 1:
                    frames[frame].add(word)
        for word in words_of[search]:
            items[word][str(row["item_id"])] += int(row["chosen"])
    return typed, frames, items, together


def _cosine(a: Counter[str], b: Counter[str]) -> float:
    shared = sum(count * b[item] for item, count in a.items() if item in b)
    return shared / math.sqrt(sum(n * n for n in a.values()) * sum(n * n for n in b.values()))


def _brands(
    rows: Iterable[Mapping[str, Any]],
) -> tuple[dict[str, str], dict[str, tuple[str, ...]], dict[str, tuple[str, ...]]]:
    written: dict[str, str] = {}
    sold: dict[str, Counter[str]] = defaultdict(Counter)
    kinds: dict[str, Counter[str]] = defaultdict(Counter)
    for row in rows:
        if row["brand"] and row["category"]:
            name = folded(row["brand"])
            written.setdefault(name, row["brand"])
            sold[row["category"]][name] += 1
            kinds[name][row["category"]] += 1
    ordered = tuple(
        {key: tuple(sorted(counts, key=lambda each: (-counts[each], each))) for key, counts in side.items()}
        for side in (sold, kinds)
    )
    return written, ordered[0], ordered[1]
