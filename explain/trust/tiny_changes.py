"""Changes of an input that no reader would call one: a full stop more, a letter's case, a hundredth of a deviation.

Each is a function from a pair to the changed pair, or to None where there is nothing to change.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import numpy as np

from models.field import Field

JITTER = 0.01  # of each feature's standard deviation over the background
STOPS = (".", "。")


@dataclass(frozen=True)
class Pair:
    """What a ranker is given: the texts of context and item, and raw features [F] with their spread [F], or None."""

    context: tuple[Field, ...]
    item: tuple[Field, ...]
    features: np.ndarray | None = None
    spread: np.ndarray | None = None


def trailing_space(pair: Pair, seed: int) -> Pair | None:
    """Put a space behind the search, or behind the item's first text where there is no search.

    >>> trailing_space(Pair((Field("search", "search", "watch"),), ()), 0).context[0].text
    'watch '
    """
    return _with_text(pair, lambda text: f"{text} ")


def full_stop(pair: Pair, seed: int) -> Pair | None:
    """Put a full stop behind the search (or the item's first text), or take it away where it stands there."""
    return _with_text(pair, lambda text: text[:-1] if text.endswith(STOPS) else f"{text}{STOPS[_is_chinese(text)]}")


def letter_case(pair: Pair, seed: int) -> Pair | None:
    """Change the case of the first letter, anywhere in the item's or else the context's texts, that has one.

    >>> letter_case(Pair((), (Field("item", "title", "小米 watch"),)), 0).item[0].text
    '小米 Watch'
    """
    for side in ("item", "context"):
        fields: tuple[Field, ...] = getattr(pair, side)
        for number, each in enumerate(fields):
            changed = _swapped(each.text)
            if changed is not None:
                fields = (*fields[:number], replace(each, text=changed), *fields[number + 1 :])
                return _with_side(pair, side, fields)
    return None


def jitter(pair: Pair, seed: int) -> Pair | None:
    """Move every feature by a normal draw of 1 % of its spread; absent ones stay absent."""
    if pair.features is None or pair.spread is None:
        return None
    draw = np.random.default_rng(seed).normal(size=pair.features.shape)
    return replace(pair, features=(pair.features + JITTER * pair.spread * draw).astype(pair.features.dtype))


TINY_CHANGES: Mapping[str, Callable[[Pair, int], Pair | None]] = {
    "trailing_space": trailing_space,
    "full_stop": full_stop,
    "letter_case": letter_case,
    "jitter": jitter,
}


def _with_text(pair: Pair, change: Callable[[str], str]) -> Pair | None:
    side = "context" if pair.context and pair.context[0].part == "search" else "item"
    fields: tuple[Field, ...] = getattr(pair, side)
    if not fields:
        return None
    return _with_side(pair, side, (replace(fields[0], text=change(fields[0].text)), *fields[1:]))


def _with_side(pair: Pair, side: str, fields: tuple[Field, ...]) -> Pair:
    return replace(pair, context=fields) if side == "context" else replace(pair, item=fields)


def _is_chinese(text: str) -> bool:
    return any("\u4e00" <= character <= "\u9fff" for character in text)


def _swapped(text: str) -> str | None:
    for place, letter in enumerate(text):
        swapped = letter.swapcase()
        if swapped != letter and len(swapped) == 1 and swapped.swapcase() == letter:
            return text[:place] + swapped + text[place + 1 :]
    return None
