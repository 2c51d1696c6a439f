"""Spelling repair in front of a ranker: a noisy channel over the words that a catalogue and its shoppers really use.

What is typed is read as ``argmin over w of slip_cost(typed, w) − ln P(w)``, P from how often the catalogue and shoppers
use a word (Kernighan, Church and Gale 1990). Candidates are found by leaving letters out of both (Garbe's SymSpell
2012). Chinese is read character by character: the cheapest cover of a run by known words, each with one slip at most,
where a character of the same sound costs least. What no word is near to stays. Width, hidden characters, look-alike
letters and doubled spaces are undone on the way.

Never changed: searches that 11 shoppers or more typed, known words (brands are), and whatever has a digit.
"""

from __future__ import annotations

import copy
import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import regex

from explain.attested import WORDLIKE, folded
from explain.keyboards import sounding_alike
from explain.lexicon import Lexicon
from explain.perturbations.hidden_characters import HIDDEN
from explain.perturbations.homoglyphs import ALIKE
from explain.slips import BESIDE, DOUBLED, FIRST, OTHER, SWAPPED, deletes, slip_cost
from explain.traditional import simplified, traditional
from explain.words import split_words
from queries.privacy import MIN_SHOPPERS
from queries.topics import typed_searches
from queries.workspace import Workspace

if TYPE_CHECKING:
    from explain.shop import Shop

SHORTEST, SHORTEST_OF_TWO = 4, 7  # letters of a word that one slip, or two, are looked for in
DEAREST, LONG = 3.5, 6  # the slips believed of words of fewer letters; of longer ones twice as much
NEGATING = frozenset("无不没非免未勿含")
UNKNOWN = 16.0  # what a character costs that no known word covers
KEPT = 20_000  # searches whose repair is remembered
_LATIN = {other: letter for letter, other in ALIKE.items()}
_HAN = regex.compile(r"\p{Han}+")
_SPACES = regex.compile(r"\s+")
_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
_HIDDEN = dict.fromkeys(map(ord, HIDDEN))


@dataclass(frozen=True)
class Repair:
    """What was ``typed``, what it is ``read`` as, and the words that changed, in order (before, after)."""

    typed: str
    read: str
    words: tuple[tuple[str, str], ...] = ()

    @property
    def changed(self) -> bool:
        """Whether anything is read otherwise than it was typed."""
        return self.typed != self.read


class Repairer:
    """Repairs searches by the words of one shop; the same words make the same repairs.

    >>> repairer = Repairer({"watch": 50, "智能": 20, "手表": 40}, ["smart watch"])
    >>> [repairer.repair(text).read for text in ("Mens wacth", "智能手标", "watch", "smart watch", "w47ch")]
    ['Mens watch', '智能手表', 'watch', 'smart watch', 'w47ch']
    """

    def __init__(
        self, counts: Mapping[str, float], searches: Iterable[str] = (), lexicon: Lexicon | None = None
    ) -> None:
        """``counts``: how often each word is used, folded; ``searches``: never changed as a whole."""
        self.lexicon = lexicon
        self._searches = frozenset(folded(search.strip()) for search in searches)
        total = sum(counts.values())
        self._cost = {word: math.log(total / count) for word, count in counts.items() if count > 0}
        self._near: dict[str, list[str]] = defaultdict(list)
        self._han: dict[str, list[str]] = defaultdict(list)
        for word in sorted(self._cost):
            if _HAN.fullmatch(word):
                for key in _sounds(word):
                    self._han[key].append(word)
            elif _letters(word) and len(word) >= SHORTEST - 1:
                for key in deletes(word, _most(word)):
                    self._near[key].append(word)
        self._longest = max((len(word) for word in self._cost if _HAN.fullmatch(word)), default=0)
        self._known: dict[str, Repair] = {}

    @classmethod
    def of(cls, ws: Workspace, shop: Shop) -> Repairer:
        """Learn the words of a shop's catalogue, and words and searches that 11 shoppers or more typed."""
        counts: Counter[str] = Counter()
        for fields in shop.catalogue.texts:
            for text in fields:
                counts.update(_words(text.text, shop.lexicon))
        shoppers: dict[str, set[str]] = defaultdict(set)
        typed: dict[str, set[str]] = defaultdict(set)
        for row in typed_searches(ws).to_pylist():
            typed[row["search"]].add(row["shopper"])
        for search, by in typed.items():
            for word in _words(search, shop.lexicon):
                shoppers[word] |= by
        usual = [search for search, by in typed.items() if len(by) >= MIN_SHOPPERS]
        # A wrong character is picked by many alike, so a Chinese word must be in the catalogue or in a usual search.
        trusted = set(counts).union(*(_words(search, shop.lexicon) for search in usual))
        for word, by in shoppers.items():
            if len(by) >= MIN_SHOPPERS and (word in trusted or not _HAN.search(word)):
                counts[word] += len(by)
        return cls(counts, usual, shop.lexicon)

    def attested(self, word: str) -> bool:
        """Whether the shop knows the word, whatever its case and width."""
        return folded(word) in self._cost

    def repair(self, search: str) -> Repair:
        """Return how a search is read."""
        found = self._known.get(search)
        if found is None:
            found = self._repaired(search)
            if len(self._known) < KEPT:
                self._known[search] = found
        return found

    def _repaired(self, search: str) -> Repair:
        if folded(search.strip()) in self._searches:
            return Repair(search, search)
        text = _SPACES.sub(" ", search.translate(_HIDDEN).translate(_WIDE)).strip()
        if not text or folded(text) in self._searches:
            return Repair(search, text or search)
        changes: list[tuple[str, str]] = []
        parts: list[str] = []
        run: list[str] = []
        for word in (*split_words(text, self.lexicon), None):
            said = text[word.start : word.end] if word else ""
            if word and word.kind == "han":
                run.append(said)
                continue
            if run:
                whole = "".join(run)
                parts.append(self._chinese(run))
                changes += [(whole, parts[-1])] * (whole != parts[-1])
                run = []
            after = self._latin(said) if word and word.kind == "word" else said
            changes += [(said, after)] * (said != after)
            parts.append(after)
        return Repair(search, "".join(parts), tuple(changes))

    def _latin(self, word: str) -> str:
        """Return the word that was meant; the word itself where it is known, short, or near to none."""
        if self.attested(word):
            return word
        plain = "".join(_LATIN.get(letter, letter) for letter in word)
        if plain != word and (self.attested(plain) or plain.isascii()):
            return plain if self.attested(plain) else self._latin(plain)
        typed = folded(word)
        if len(typed) < SHORTEST or not _letters(typed):
            return word
        most = _most(typed)
        near = {meant for key in deletes(typed, most) for meant in self._near.get(key, ())}
        if any(f"{typed}s" == meant or f"{meant}s" == typed for meant in near):
            return word  # one or several: no slip
        slips = [(slip_cost(typed, meant, min(most, _most(meant))), meant) for meant in near]
        dearest = DEAREST if len(typed) < LONG else 2 * DEAREST
        costs = [(slip + self._cost[meant], meant) for slip, meant in slips if slip <= dearest]
        cost, meant = min(costs, default=(math.inf, word))
        return _cased(meant, word) if math.isfinite(cost) else word

    def _chinese(self, words: Sequence[str]) -> str:
        """Return the cheapest reading of adjacent Chinese words by known ones, whose characters stay as they are."""
        run, fixed = "", ""
        for word in words:
            known = len(word) > 1 and self.attested(word)
            if not known:
                other = next((w for w in (simplified(word), traditional(word)) if w != word and self.attested(w)), None)
                word, known = other or word, other is not None and len(word) > 1
            run += word
            fixed += ("x" if known else " ") * len(word)
        if " " not in fixed:
            return run
        best: list[tuple[float, str]] = [(0.0, "")]
        for end in range(1, len(run) + 1):
            single = max(self._cost.get(run[end - 1], UNKNOWN), UNKNOWN / 2)
            ways = [(best[end - 1][0] + single, best[end - 1][1] + run[end - 1])]
            for start in range(max(0, end - self._longest - 1), end - 1):
                for cost, meant in self._meant(run[start:end], fixed[start:end]):
                    ways.append((best[start][0] + cost, best[start][1] + meant))
            best.append(min(ways))
        return best[-1][1]

    def _meant(self, said: str, fixed: str) -> list[tuple[float, str]]:
        """Return known words that ``said`` may stand for, with their costs: itself alone where it is one.

        Characters marked in ``fixed`` are those of known words, and stay.
        """
        if said in self._cost:
            return [(self._cost[said], said)]
        near = {meant for key in _sounds(said) for meant in self._han.get(key, ())}
        costs = ((_han_slip(said, meant, fixed), meant) for meant in sorted(near))
        return [(cost + self._cost[meant], meant) for cost, meant in costs if math.isfinite(cost)]


def with_repair(shop: Shop, repairer: Repairer | None) -> Shop:
    """Return the same shop, whose ranker reads every search as ``repairer`` repairs it."""
    other = copy.copy(shop)
    other.repairer = repairer
    return other


def _words(text: str, lexicon: Lexicon | None) -> list[str]:
    found = [(text[w.start : w.end], w.kind) for w in split_words(text, lexicon)]
    return [folded(word) for word, kind in found if kind in WORDLIKE]


def _letters(word: str) -> bool:
    return word.isascii() and word.isalpha()


def _most(word: str) -> int:
    return 2 if len(word) >= SHORTEST_OF_TWO else 1


def _cased(meant: str, typed: str) -> str:
    if typed.isupper():
        return meant.upper()
    return meant.capitalize() if typed[:1].isupper() else meant


def _sounds(word: str) -> set[str]:
    """Return what two Chinese words within one slip have in common: the word with one character left out."""
    return deletes(word, 1) - {""} if len(word) > 1 else set()


def _han_slip(said: str, meant: str, fixed: str) -> float:
    """Return the cost of one slip between two Chinese words; infinite for more, and where a fixed character changes.

    A character of another sound is a slip of words of three characters or more only.
    """
    if len(said) == len(meant):
        other = [at for at in range(len(said)) if said[at] != meant[at]]
        if any(fixed[at] != " " or said[at] in NEGATING or meant[at] in NEGATING for at in other):
            return math.inf
        if len(other) == 1:
            if meant[other[0]] in sounding_alike(said[other[0]]):
                return BESIDE
            return OTHER + FIRST if len(said) > 2 else math.inf
        swapped = len(other) == 2 and said[other[0]] == meant[other[1]] and said[other[1]] == meant[other[0]]
        return SWAPPED if swapped and len(said) > 2 else math.inf
    for at in range(1, len(said)):
        if said[at] == said[at - 1] and said[:at] + said[at + 1 :] == meant and fixed[at - 1 : at + 1].strip() == "":
            return DOUBLED
    return math.inf
