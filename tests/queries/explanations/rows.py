"""Stored explanations to test with: written by hand, or random ones on a seed."""

from __future__ import annotations

import random
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

Row = dict[str, Any]
MONDAY = datetime(2025, 5, 5, 9)


def explanation(key: str, **facts: Any) -> Row:
    """Return the row of an explanation; what is not given is the same for all."""
    usual = {
        "run": "run",
        "context_id": f"c-{key}",
        "item_id": f"i-{key}",
        "rank": 1,
        "ts": MONDAY,
        "ranker_id": "r1",
        "lang": "en",
        "search": "watch",
    }
    return usual | {"explanation_id": key} | facts


def word(key: str, name: str, contribution: float, field: str = "title", start: int = 0) -> Row:
    """Return a word's contribution; the field says the part."""
    part = "item" if field in ("title", "brand", "category", "attributes") else field.split("_")[0]
    return {
        "explanation_id": key,
        "part": part,
        "field": field,
        "name": name,
        "contribution": contribution,
        "start_char": start,
        "end_char": start + len(name),
    }


def feature(key: str, name: str, contribution: float, value: float | None = 1.0) -> Row:
    """Return a behaviour feature's contribution."""
    return {
        "explanation_id": key,
        "part": "behaviour",
        "name": name,
        "contribution": contribution,
        "feature_value": value,
    }


def random_rows(seed: int, contexts: int = 30, slate: int = 4) -> tuple[list[Row], list[Row]]:
    """Return explanations of whole slates and their contributions, with everything that may be null sometimes null."""
    rng = random.Random(seed)
    rows, contributions = [], []
    for number in range(contexts):
        context = {
            "context_id": f"c{number}",
            "user_id": f"u{number % 7}",
            "search": rng.choice(["watch", "手表", None]),
            "lang": rng.choice(["en", "zh", None]),
            "surface": rng.choice(["search", "home"]),
            "platform": rng.choice(["north", "south"]),
            "ts": MONDAY + timedelta(days=rng.randrange(20)),
            "ranker_id": rng.choice(["r1", "r2"]),
        }
        for rank in range(1, slate + 1):
            key = f"e{number}-{rank}"
            facts = {
                "item_id": f"i{rng.randrange(12)}-{rank}",
                "rank": rank,
                "category": rng.choice(["watches", "lamps", None]),
                "brand": rng.choice(["Acorn", "小米"]),
                "verdict": rng.choice(["trusted", "doubtful", None]),
                "interaction": rng.gauss(0, 0.1),
            }
            rows.append(explanation(key, **context, **facts))
            contributions += random_contributions(rng, key, context["search"])
    return rows, contributions


def random_contributions(rng: random.Random, key: str, search: str | None) -> Iterable[Row]:
    found = [] if search is None else [word(key, search, rng.gauss(0.3, 0.5), "search")]
    found += [word(key, rng.choice(["Belt", "mug"]), rng.gauss(0, 0.2), f"history_{n}") for n in range(1, 3)]
    for place in range(rng.randrange(1, 6)):
        name = rng.choice(["Watch", "watch", "ＷＡＴＣＨ", "GT", "gt", "new", "手表"])
        found.append(word(key, name, rng.gauss(0.1, 0.5), "title", place * 6))
    found.append(word(key, rng.choice(["Acorn", "小米"]), rng.gauss(0, 0.4), "brand"))
    clicks, gap = float(rng.randrange(8)), rng.choice([None, rng.gauss(0, 1)])
    found.append(feature(key, "clicks", 0.1 * clicks + rng.gauss(0, 0.1), clicks))
    found.append(feature(key, "price_gap", rng.gauss(0, 0.3), gap))
    return found
