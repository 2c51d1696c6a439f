"""Which edits of a title and of a search are worth trying, the most promising first.

The explanation says where: one gradient at the real text gives every word its contribution to the item's score. In a
title that should rise the words that hurt most are exchanged first; in a search that should lose the item, those that
carry it most. What is put into a title comes from the shelf: words of the search and of the items ahead come first.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import regex

from explain.attack.edits import AttackEdit
from explain.attested import WORDLIKE, attested, folded
from explain.edits import TextEdit
from explain.game import set_up
from explain.methods.gradient_times_input import Parameters, attribute
from explain.perturbations import NotApplicable, Situation, find_perturbation, perturbations
from explain.possible_edits import attested_others
from explain.words import Word, split_words
from models.field import Field

if TYPE_CHECKING:
    from explain.attack.target import Target

PLACES, WORDS_EACH, SPELLINGS = 8, 8, 48  # places where words are exchanged, words tried in each, other spellings
# How sellers write a word otherwise.
SPELT = ("homoglyphs", "hidden_characters", "keyboard_typos", "pinyin_typos", "spacing")
# Edits of a search that are built here, or that make it another text altogether.
NOT_DRAWN = ("word_order", "long_text")
_HAN = regex.compile(r"\p{Han}")

Span = tuple[int, int]


def title_edits(target: Target, k: int, words: int, draws: int, seed: int) -> list[AttackEdit]:
    """Return edits of the item's title: up to ``words`` words added at its front or end, words exchanged, taken out or
    moved to the front, and ``draws`` other spellings of each kind.
    """
    shop, title = target.shop, target.field("title")
    if not title:
        return []
    words_of = [word for word in split_words(title, shop.lexicon) if word.kind in WORDLIKE]
    # No seller takes his brand out of a title.
    places = [word for word in words_of if folded(title[word.start : word.end]) not in shop.brands]
    weights = word_contributions(target, "title")
    places.sort(key=lambda word: (weights.get((word.start, word.end), 0.0), word.start))
    others = _words_to_add(target, title, k)[:words]
    edits = [_add(title, other, at_front) for other in others for at_front in (True, False)]
    edits += [
        AttackEdit("replace", (TextEdit("title", word.start, word.end, title[word.start : word.end], other),))
        for word in places[:PLACES]
        for other in others[:WORDS_EACH]
    ]
    if len(words_of) > 1:
        edits += [AttackEdit("remove", (_removal(title, word),)) for word in places[:PLACES]]
        edits += [_to_front(title, word) for word in places[:PLACES] if word.start]
    spelt = _drawn(target, title, "title", SPELT, draws, seed)
    return [*edits, *sorted(spelt, key=lambda edit: _weight(edit, weights))[:SPELLINGS]]


def search_edits(target: Target, draws: int, seed: int) -> list[AttackEdit]:
    """Return edits of the search that a shopper would still read as the same: ``draws`` of each kind, and swaps."""
    search = target.field("search")
    if not search:
        return []
    weights = word_contributions(target, "search")
    names = [
        name
        for name, each in perturbations().items()
        if each.target == "search" and each.expectation == "invariance" and name not in NOT_DRAWN
    ]
    edits = _drawn(target, search, "search", names, draws, seed)
    words = [word for word in split_words(search, target.shop.lexicon) if word.kind in WORDLIKE]
    edits += [_swapped(search, a, b) for a, b in pairwise(words)]
    edits = [edit for edit in edits if any(part.before != part.after for part in edit.parts)]
    return sorted(dict.fromkeys(edits), key=lambda edit: -_weight(edit, weights))


def word_contributions(target: Target, name: str) -> Mapping[Span, float]:
    """Return the contribution of each word of a text of the target to the item's score, in logits, by one gradient."""
    shop, asked = target.shop, target.asked
    features = asked.features[target.at : target.at + 1]
    rows = _tensor(features) if shop.ranker.feature_names else None
    game = set_up(shop.ranker, [asked.fields], [target.texts], rows, None, shop.lexicon)
    [shares] = attribute(game, game.corners(), Parameters())
    fields = [field for tower in game.towers for field in tower.fields[0]]
    return {
        (player.start, player.end): float(share)
        for player, share in zip(game.players[0], shares.values, strict=True)
        if fields[player.field].name == name
    }


def _tensor(features: np.ndarray):  # type: ignore[no-untyped-def]
    import torch

    return torch.from_numpy(features)


def _words_to_add(target: Target, title: str, k: int) -> list[str]:
    """Return words of the shelf's titles that this one lacks: those of the search, then those of the items ahead.

    None with a digit or of one letter: sizes and models are facts.
    """
    shop, asked = target.shop, target.asked
    ahead = [shop.catalogue.texts[place] for place in asked.places[asked.ranks <= k]]
    known, leaders = attested(_by_brand(target), "title", shop.lexicon), attested(ahead, "title", shop.lexicon)
    others = attested_others(Field("item", "title", title), known, leaders, shop)
    others = [other for other in others if _is_plain(other)]
    search = target.field("search") or ""
    wanted = {folded(search[word.start : word.end]) for word in split_words(search, shop.lexicon)}
    return [known.written[other] for other in sorted(others, key=lambda other: other not in wanted)]


def _is_plain(word: str) -> bool:
    return not any(sign.isdigit() for sign in word) and (len(word) > 1 or _HAN.match(word) is not None)


def _by_brand(target: Target) -> list[tuple[Field, ...]]:
    """Return the shelf's titles, those of one brand joined: a word that one brand alone uses is its own."""
    titles: dict[str, list[str]] = {}
    for row in target.shop.shelf(target.item_id):
        titles.setdefault(folded(row["brand"] or row["item_id"]), []).append(row["title"] or "")
    return [(Field("item", "title", "\n".join(of_brand)),) for of_brand in titles.values()]


def _add(title: str, word: str, at_front: bool) -> AttackEdit:
    beside = title[0] if at_front else title[-1]
    space = "" if _HAN.match(beside) and _HAN.match(word) else " "
    place = 0 if at_front else len(title)
    return AttackEdit("add", (TextEdit("title", place, place, "", word + space if at_front else space + word),))


def _removal(title: str, word: Word) -> TextEdit:
    """Take out a word with one of the spaces beside it."""
    start, end = word.start, word.end
    if title[end : end + 1] == " ":
        end += 1
    elif title[start - 1 : start] == " ":
        start -= 1
    return TextEdit("title", start, end, title[start:end], "")


def _to_front(title: str, word: Word) -> AttackEdit:
    text = title[word.start : word.end]
    return AttackEdit("move", (_removal(title, word), *_add(title, text, at_front=True).parts))


def _swapped(search: str, a: Word, b: Word) -> AttackEdit:
    first, second = search[a.start : a.end], search[b.start : b.end]
    return AttackEdit(
        "word_order",
        (TextEdit("search", a.start, a.end, first, second), TextEdit("search", b.start, b.end, second, first)),
    )


def _drawn(target: Target, text: str, field: str, names: Sequence[str], draws: int, seed: int) -> list[AttackEdit]:
    """Return each single change that perturbations of a search make when they change every word, in several draws."""
    situation = Situation(text, None, (), target.vocabulary)
    found: list[AttackEdit] = []
    for name in names:
        for draw in range(seed, seed + draws):
            change = find_perturbation(name)(situation, 1.0, draw, text)
            if isinstance(change, NotApplicable):
                break
            edits = (edit for edit in change.edits if isinstance(edit, TextEdit))
            found += [AttackEdit(name, (TextEdit(field, e.start, e.end, e.before, e.after),)) for e in edits]
    return list(dict.fromkeys(found))


def _weight(edit: AttackEdit, weights: Mapping[Span, float]) -> float:
    """Return the summed contributions of the words that an edit touches."""
    return sum(
        value
        for (start, end), value in weights.items()
        if any(part.start <= end and start <= part.end for part in edit.parts)
    )
