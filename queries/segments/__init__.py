"""The dimensions by which contexts, shoppers and items are told apart: one .sql file each, whose header says the rule.

A statement answers ``key`` and ``segment``, each key once. It reads the canonical tables, ``context`` and ``before``
(segmenting/contexts.sql) and what searches say in words of the catalogue (segmenting/words.sql).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from importlib import resources
from typing import Any, Literal, cast, get_args

from queries.errors import WhyrankError

KeyKind = Literal["context", "user", "item", "impression"]
Order = Literal["listed", "value", "traffic"]
Known = Literal["moment", "log"]
HEADER = ("title", "title_zh", "meaning", "meaning_zh", "key", "known", "order", "absent", "missing", "missing_zh")
CHOICES = {"key": get_args(KeyKind), "known": get_args(Known), "order": get_args(Order)}


class DimensionHeaderIncomplete(WhyrankError):
    """A dimension's file does not say all that a reader must know of it."""


@dataclass(frozen=True)
class Dimension:
    """A dimension and its statement.

    ``key``: what a segment is given to. ``known``: from what was there strictly before the context ("moment"), or from
    the whole log and catalogue ("log"). ``order``: its segments as ``listed`` in the header, by ``value``, or by
    ``traffic``. ``absent``: the segment of whatever the statement leaves out; ``missing``: that rule in words.
    ``titles``: names of segments, by code and language; a segment that is not there goes by its own name.
    """

    name: str
    statement: str
    title: Mapping[str, str]
    meaning: Mapping[str, str]
    key: KeyKind
    known: Known
    order: Order
    absent: str
    missing: Mapping[str, str]
    titles: Mapping[str, Mapping[str, str]]
    parameters: Mapping[str, Any] = field(default_factory=dict)

    def segment_title(self, segment: str, lang: str) -> str:
        """Return what a segment is called in a language ("en", "zh").

        >>> DIMENSIONS["device"].segment_title("mobile", "zh"), DIMENSIONS["brand"].segment_title("Lodge", "zh")
        ('手机', 'Lodge')
        """
        return self.titles.get(segment, {}).get(lang, segment)


def read_dimension(name: str, text: str, **parameters: Any) -> Dimension:
    """Read a dimension from its SQL text.

    >>> read_dimension("device", DIMENSIONS["device"].statement).absent
    'unknown'

    Raises :class:`DimensionHeaderIncomplete` naming the lines that the header lacks or gets wrong.
    """
    lines = [line[3:] for line in text.splitlines() if line.startswith("-- ")]
    header = {key: value.strip() for key, _, value in (line.partition(":") for line in lines) if key in HEADER}
    titles = dict(_segment_titles(lines))
    wrong = [key for key in HEADER if not header.get(key)]
    wrong += [key for key, allowed in CHOICES.items() if key in header and header[key] not in allowed]
    if "absent" in header and header["absent"] not in titles:
        wrong.append(f"segment {header['absent']}")
    if wrong:
        raise DimensionHeaderIncomplete(
            f"The dimension {name!r} does not state: {', '.join(wrong)}.",
            "Add a line `-- NAME: …` for each at the top of its file, `-- segment CODE: English | 中文` for a segment.",
        )
    return Dimension(
        name=name,
        statement=text,
        title={"en": header["title"], "zh": header["title_zh"]},
        meaning={"en": header["meaning"], "zh": header["meaning_zh"]},
        key=cast(KeyKind, header["key"]),
        known=cast(Known, header["known"]),
        order=cast(Order, header["order"]),
        absent=header["absent"],
        missing={"en": header["missing"], "zh": header["missing_zh"]},
        titles=titles,
        parameters=parameters,
    )


def _segment_titles(lines: Iterable[str]) -> Iterable[tuple[str, Mapping[str, str]]]:
    for line in lines:
        name, _, titles = line.partition(":")
        if name.startswith("segment ") and titles:
            english, _, chinese = titles.partition("|")
            yield name.removeprefix("segment ").strip(), {"en": english.strip(), "zh": (chinese or english).strip()}


def _read_all() -> dict[str, Dimension]:
    files = sorted(
        (file for file in resources.files(__package__).iterdir() if file.name.endswith(".sql")),
        key=lambda file: file.name,
    )
    return {name: read_dimension(name, f.read_text("utf-8")) for f in files for name in [f.name.removesuffix(".sql")]}


DIMENSIONS: Mapping[str, Dimension] = _read_all()
