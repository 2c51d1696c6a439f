"""One text that a ranker reads. Whoever only names texts needs nothing else of a ranker, torch least of all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

Part: TypeAlias = Literal["search", "history", "item", "behaviour"]


@dataclass(frozen=True)
class Field:
    """One text the ranker reads: ``part`` says which side of the sum it belongs to, ``name`` which text it is.

    >>> Field("item", "title", "小米手表 S3").name
    'title'
    """

    part: Part
    name: str
    text: str
