"""Which edits of an item or a search are worth trying: only words the catalogue uses, only prices it has seen.

No word is replaced by a brand: an item does not become another maker's by its title.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from explain.attested import WORDLIKE, Attested, attested, folded
from explain.edits import Edit, PriceEdit, WordEdit
from explain.scene import Scene
from explain.words import Word, split_words
from models.field import Field

if TYPE_CHECKING:
    from explain.shop import Shop

# A seller words titles and attributes; brand and category are facts about the item.
EDITABLE = ("title", "attributes")
PRICE_STEPS = (0.7, 0.8, 0.9, 0.95, 1.05, 1.1, 1.25, 1.5)
LEAST_ITEMS = 2  # a word is attested from this many of the category's items


def item_edits(scene: Scene, k: int, replacements: int) -> list[Edit]:
    """Return edits of the item: each word removed or replaced by up to ``replacements`` others, and other prices.

    Words tried first are those that items of the first ``k`` use more than the category does.
    """
    rows = scene.shop.shelf(scene.item_id)
    texts = [scene.shop.catalogue.texts[scene.shop.catalogue.place(row["item_id"])] for row in rows]
    ahead = _ahead(scene, k)
    edits: list[Edit] = []
    for field in scene.item:
        if field.name in EDITABLE:
            known = attested(texts, field.name, scene.shop.lexicon)
            leaders = attested(ahead, field.name, scene.shop.lexicon)
            edits += word_edits(field, known, leaders, replacements, scene.shop)
    return edits + _prices(scene)


def search_edits(scene: Scene, k: int, replacements: int) -> list[Edit]:
    """Return edits of the search: each word removed, or replaced by words of the item and of the first ``k``."""
    search = next((field for field in scene.context if field.part == "search"), None)
    if search is None:
        return []
    rows = scene.shop.shelf(scene.item_id)
    titles = [scene.shop.catalogue.texts[scene.shop.catalogue.place(row["item_id"])] for row in rows]
    known = attested(titles, "title", scene.shop.lexicon)
    return list(
        word_edits(search, known, attested([scene.item], "title", scene.shop.lexicon), replacements, scene.shop)
    )


def word_edits(field: Field, known: Attested, wanted: Attested, replacements: int, shop: Shop) -> Sequence[WordEdit]:
    """Return removals and replacements of every word of a field; ``wanted`` says which words to try first."""
    others = attested_others(field, known, wanted, shop)
    edits = []
    for word in _words(field, shop):
        before = field.text[word.start : word.end]
        without = 1.0 - known.share(before) if known.items else 0.0
        edits.append(WordEdit(field.name, word.start, word.end, before, "", without))
        edits += [
            WordEdit(field.name, word.start, word.end, before, known.written[other], known.share(other))
            for other in others[:replacements]
        ]
    return edits


def attested_others(field: Field, known: Attested, wanted: Attested, shop: Shop) -> list[str]:
    """Return folded words that a field lacks and its shelf uses, no brands: first those that ``wanted`` has more."""
    taken = {folded(field.text[word.start : word.end]) for word in _words(field, shop)} | shop.brands
    others = [word for word, count in known.counts.items() if count >= LEAST_ITEMS and word not in taken]
    return sorted(others, key=lambda word: (known.share(word) - wanted.share(word), word))


def _words(field: Field, shop: Shop) -> list[Word]:
    return [word for word in split_words(field.text, shop.lexicon) if word.kind in WORDLIKE]


def _ahead(scene: Scene, k: int) -> list[tuple[Field, ...]]:
    best = np.argsort(-scene.scores, kind="stable")[:k]
    return [scene.shop.catalogue.texts[scene.places[row]] for row in best if row != scene.at]


def _prices(scene: Scene) -> list[Edit]:
    """Return other prices within what the category has seen, where the ranker reads the price at all."""
    names, now = scene.shop.ranker.feature_names, scene.shop.item(scene.item_id)["price"]
    seen = scene.shelf_prices
    if "price" not in names or not now or not len(seen):
        return []
    prices = [round(float(now * step), 2) for step in PRICE_STEPS]
    return [
        PriceEdit(float(now), price, 2 * min(float((seen <= price).mean()), float((seen >= price).mean()), 0.5))
        for price in prices
        if seen.min() <= price <= seen.max()
    ]
