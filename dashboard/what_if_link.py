"""Changes as parameters of an address, so that a what-if is a link: only what is changed is in it.

``if`` names the item that the changes are of; for any other item they mean nothing. ``if_history`` and ``if_feature``
(NAME:VALUE, an empty value for "no record") may stand there several times.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence

from explain.what_if import Changes

TEXTS = ("title", "attributes")
NAMES = ("if", "if_search", *(f"if_{name}" for name in TEXTS), "if_price", "if_history", "if_feature")


def to_parameters(item_id: str, changes: Changes) -> dict[str, list[str]]:
    """Return the parameters that say ``changes`` of an item; none where nothing is changed.

    >>> to_parameters("i7", Changes(price=899.0, features={"rating": None}))
    {'if': ['i7'], 'if_price': ['899'], 'if_feature': ['rating:']}
    """
    if changes.nothing:
        return {}
    found = {"if": [item_id]}
    if changes.search is not None:
        found["if_search"] = [changes.search]
    found |= {f"if_{name}": [changes.texts[name]] for name in TEXTS if name in changes.texts}
    if changes.price is not None:
        found["if_price"] = [_written(changes.price)]
    if changes.history is not None:
        found["if_history"] = list(changes.history) or [""]
    if changes.features:
        found["if_feature"] = [f"{name}:{_written(value)}" for name, value in changes.features.items()]
    return found


def from_parameters(
    item_id: str, parameters: Mapping[str, Sequence[str]], item_ids: Collection[str], feature_names: Collection[str]
) -> Changes:
    """Read the changes of an item; what a link gets wrong, or what is not of this shop, is passed over.

    >>> from_parameters("i7", {"if": ["i7"], "if_price": ["899"], "if_feature": ["pryce:1"]}, (), ("price",)).price
    899.0
    """
    if list(parameters.get("if", ())) != [item_id]:
        return Changes()
    texts = {name: parameters[f"if_{name}"][0] for name in TEXTS if parameters.get(f"if_{name}")}
    history = parameters.get("if_history")
    pairs = (text.rpartition(":") for text in parameters.get("if_feature", ()))
    features = {name: _read(value) for name, _, value in pairs if name in feature_names and _is_value(value)}
    return Changes(
        search=next(iter(parameters.get("if_search", ())), None),
        history=tuple(each for each in history if each in item_ids) if history else None,
        texts=texts,
        price=next((_read(text) for text in parameters.get("if_price", ()) if _is_value(text)), None),
        features=features,
    )


def _written(value: float | None) -> str:
    return "" if value is None else repr(value).removesuffix(".0")


def _read(text: str) -> float | None:
    return float(text) if text else None


def _is_value(text: str) -> bool:
    try:
        return not text or math.isfinite(float(text))
    except ValueError:
        return False
