"""Frozen dataclasses of numbers, names and each other, from plain data back: what ``asdict`` and JSON made of them."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints


def rebuilt(kind: Any, data: Any) -> Any:
    """Return ``data`` as ``kind``: a dataclass, a tuple of one kind, an optional kind, or a plain value.

    >>> from explain.trust.rank_agreement import RankAgreement
    >>> rebuilt(RankAgreement, {"spearman": 1.0, "kendall": 0.5, "largest": 0.1})
    RankAgreement(spearman=1.0, kendall=0.5, largest=0.1)
    """
    if data is None:
        return None
    if is_dataclass(kind):
        hints = get_type_hints(kind)
        # What was written before a field existed has its default.
        named = [field.name for field in fields(kind) if field.name in data]
        return kind(**{name: rebuilt(hints[name], data[name]) for name in named})  # type: ignore[operator]
    if get_origin(kind) is tuple:
        return tuple(rebuilt(get_args(kind)[0], each) for each in data)
    if get_origin(kind) in (Union, UnionType):
        [some] = [each for each in get_args(kind) if each is not type(None)]
        return rebuilt(some, data)
    return data
