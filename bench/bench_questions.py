"""The questions beside "why": a contrast beside its two explanations, a match and a slate's value beside bare passes.

The bare passes read every masked pair whole, context and item, in one batch after the other: what one writes first.

    python bench/bench_questions.py [--workspace DEMO]
"""

from __future__ import annotations

import torch
from report import line, seconds
from sample_shop import shop as open_sample

from explain.coalitions import TEXTS_AT_ONCE
from explain.game import Game
from explain.shop import Shop
from explain.slate_measures import place_of

SEARCH = "智能手表"


@torch.inference_mode()
def bare_passes(game: Game, pairs: int, rows: int = 1) -> None:
    """Read ``pairs`` masked pairs as they come, and score each with ``rows`` background rows."""
    for start in range(0, pairs, TEXTS_AT_ONCE):
        count = min(TEXTS_AT_ONCE, pairs - start)
        chosen = [at % len(game) for at in range(count)]
        towers = [tower.take(chosen) for tower in game.towers]
        embeddings = [game.ranker.embed(tower.masked_ids(game.ranker.mask_id)) for tower in towers]
        game.ranker.score_vectors(game.ranker.vectors(embeddings, towers), game.background[None, :rows])


def contrast_and_margin(shop: Shop, user: str, ids: list[str]) -> None:
    """Measure what lining up costs beside explaining the two items."""
    two = seconds(lambda: shop.explain_slate(SEARCH, user, ids[:2]), 3)
    line("a contrast", seconds(lambda: shop.contrast(SEARCH, user, *ids[:2]), 3), "two explanations", two)
    line("a margin", seconds(lambda: shop.margin(SEARCH, user, ids[0], 10), 3), "two explanations", two)


def matches(shop: Shop, user: str, item_id: str) -> None:
    """Measure the match matrix of the search and of the history."""
    game = shop.game(SEARCH, user, [item_id])
    for side in ("search", "history"):
        found = shop.match(SEARCH, user, item_id, side)
        pairs = (len(found.words) + 1) * (len(found.item_words) + 1) + len(game.players[0]) + 5
        ours = seconds(lambda side=side: shop.match(SEARCH, user, item_id, side), 3)
        bare = seconds(lambda pairs=pairs: bare_passes(game, pairs), 3)
        line(f"a match, {side}, {len(found.words)} x {len(found.item_words)} words", ours, "bare passes", bare)


def value(shop: Shop, user: str, ids: list[str]) -> None:
    """Measure the exact value of four parts over fifty candidates."""
    game = shop.game(SEARCH, user, ids)
    ours = seconds(lambda: shop.slate_value(SEARCH, user, place_of(ids[0])), 3)
    bare = seconds(lambda: bare_passes(game, 8 * len(ids), len(game.background)), 3)
    line(f"a slate's value, {len(ids)} candidates", ours, "bare passes", bare)


def main() -> None:
    shop = open_sample()
    user = next(iter(shop.shoppers))
    ids = [row.item_id for row in shop.recommend(SEARCH, user, 50).rows]
    contrast_and_margin(shop, user, ids)
    matches(shop, user, ids[0])
    value(shop, user, ids)


if __name__ == "__main__":
    main()
