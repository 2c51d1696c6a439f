"""From a line of items to one item's name: which attributes, which model, which title, which price tag."""

from __future__ import annotations

import re

import numpy as np

from sample_data.vocabulary import Kind, Line

# Screens by the number in a model's name.
SCREENS = {"10": "10.9", "11": "11", "12": "12.7", "13": "13.3", "14": "14", "15": "15.6", "16": "16"}
MODEL_INCHES = re.compile("(?<![0-9])1[0-6](?![0-9])")
INCHES = re.compile("[0-9.]+(-inch|英寸)")


def name_item(kind: Kind, line: Line, rng: np.random.Generator, taken: set[str]) -> tuple[dict[str, str], str, str]:
    """Choose attribute values, model and title; try again where the shop has an item of that very title."""
    for _ in range(60):
        chosen = {
            key: str(rng.choice(line.only.get(key, values)))
            for key, values in kind.attributes.items()
            if line.only.get(key, values)
        }
        model = str(rng.choice(line.models))
        if "phone" not in kind.name and "手机" not in kind.name:
            chosen = {key: _of_model(model, value) for key, value in chosen.items()}
        patterns = [title for title in kind.titles if is_sayable(title, kind, chosen)]
        shown = {"brand": "" if model.startswith(line.brand) else line.brand, "model": model, **chosen}
        title = _tidy(str(rng.choice(patterns)).format_map(shown))
        if title not in taken:
            break
    taken.add(title)
    return chosen, model, title


def is_sayable(pattern: str, kind: Kind, chosen: dict[str, str]) -> bool:
    """Tell whether the item has all the attributes that a pattern speaks of."""
    return not any(f"{{{key}}}" in pattern for key in kind.attributes.keys() - chosen.keys())


def _of_model(model: str, value: str) -> str:
    """Let a screen be as large as the model's name says.

    >>> _of_model("Inspiron 15", "13.3-inch"), _of_model("小新 Pro14", "16英寸"), _of_model("XPS", "13.3-inch")
    ('15.6-inch', '14英寸', '13.3-inch')
    """
    named, size = MODEL_INCHES.search(model), INCHES.fullmatch(value)
    if not named or not size:
        return value
    return SCREENS[named[0]] + size[1]


def _tidy(title: str) -> str:
    """Drop doubled spaces and words said twice in a row."""
    words = title.split()
    return " ".join(
        word for word, before in zip(words, ["", *words[:-1]], strict=True) if word.lower() != before.lower()
    )


def sentence(text: str) -> str:
    """Begin a text with a capital."""
    return text[0].upper() + text[1:]


def price_tag(price: float, platform: int) -> float:
    """Round to prices people see: 17.99 and 249 dollars, 68 and 1,099 yuan."""
    if platform == 0:
        return round(price) - 0.01 if price < 100 else float(round(price / 10) * 10 - 1)
    return float(max(round(price), 5)) if price < 100 else float(round(price / 10) * 10 - 1)
