"""A toy shop, small enough to train on in a second: watches, shoes and teapots, searched in two languages."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

NOUNS = {"智能手表": "小米", "smart watch": "Huawei", "running shoes": "Anta", "茶壶": "宜兴"}
COLOURS = ("black", "红色", "steel", "blue")
FEATURES = ("clicks_7d", "price")


@dataclass(frozen=True)
class Tables:
    contexts: pa.Table
    pairs: pa.Table


def toy_items() -> pa.Table:
    rows = [
        {
            "item_id": f"i{number:02}",
            "title": f"{brand} {noun} {COLOURS[number % 4]} {number}",
            "brand": brand,
            "category": noun,
            "attributes": f'{{"colour": "{COLOURS[number % 4]}"}}',
            "platform": "shop",
            "description": f"A good {noun} by {brand}, {COLOURS[number % 4]}",
        }
        for number, (noun, brand) in enumerate(list(NOUNS.items()) * 6)
    ]
    return pa.Table.from_pylist(rows)


def toy_tables(contexts: int, seed: int, feature_noise: float = 0.3) -> Tables:
    """Every context searches one noun; items of it get clicked, the more so the higher ``clicks_7d``."""
    random = np.random.default_rng(seed)
    items = toy_items().to_pylist()
    nouns = list(NOUNS)
    context_rows, pair_rows = [], []
    for number in range(contexts):
        noun = nouns[random.integers(len(nouns))]
        context_id = f"c{seed}_{number:03}"
        history = [items[i]["item_id"] for i in random.choice(len(items), random.integers(0, 3), replace=False)]
        context_rows.append({"context_id": context_id, "search": noun, "history": history, "platform": "shop"})
        for position, place in enumerate(random.choice(len(items), 6, replace=False), start=1):
            item = items[place]
            popularity = float(random.gamma(2.0))
            chance = (0.8 if item["category"] == noun else 0.05) * min(1.0, 0.3 + 0.4 * popularity)
            click = int(random.random() < chance)
            shown = position <= 4
            pair_rows.append(
                {
                    "context_id": context_id,
                    "item_id": item["item_id"],
                    "position": position if shown else None,
                    "shown": shown,
                    "click": click if shown else 0,
                    "cart": 0,
                    "purchase": int(click and shown and random.random() < 0.4),
                    "clicks_7d": popularity,
                    "price": float(random.normal(50, 10)) if random.random() > feature_noise else float("nan"),
                }
            )
    schema = pa.schema(
        [
            ("context_id", pa.string()),
            ("search", pa.string()),
            ("history", pa.list_(pa.string())),
            ("platform", pa.string()),
        ]
    )
    return Tables(pa.Table.from_pylist(context_rows, schema=schema), pa.Table.from_pylist(pair_rows))
