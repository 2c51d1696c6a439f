"""Numbers with units: what they measure, so that 1 kg, 1000 g and 2 斤 are known to be the same."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

import regex

# Unit: what it measures, how many of the base unit it is, and its spellings, the first in the language's usual one.
_UNITS: tuple[tuple[str, str, float, tuple[str, ...]], ...] = (
    ("mg", "mass", 0.001, ("mg",)),
    ("g", "mass", 1.0, ("g", "gram", "grams")),
    ("kg", "mass", 1000.0, ("kg", "kilo", "kilos")),
    ("毫克", "mass", 0.001, ("毫克",)),
    ("克", "mass", 1.0, ("克",)),
    ("两", "mass", 50.0, ("两",)),
    ("斤", "mass", 500.0, ("斤",)),
    ("公斤", "mass", 1000.0, ("公斤", "千克")),
    ("oz", "ounces", 1.0, ("oz", "ounce", "ounces")),
    ("lb", "ounces", 16.0, ("lb", "lbs", "pound", "pounds")),
    ("ml", "volume", 1.0, ("ml",)),
    ("cl", "volume", 10.0, ("cl",)),
    ("l", "volume", 1000.0, ("l", "liter", "liters", "litre", "litres")),
    ("毫升", "volume", 1.0, ("毫升",)),
    ("升", "volume", 1000.0, ("升",)),
    ("mm", "length", 1.0, ("mm",)),
    ("cm", "length", 10.0, ("cm",)),
    ("m", "length", 1000.0, ("m",)),
    ("毫米", "length", 1.0, ("毫米",)),
    ("厘米", "length", 10.0, ("厘米", "公分")),
    ("米", "length", 1000.0, ("米",)),
    ("inch", "inches", 1.0, ("inch", "inches")),
    ("ft", "inches", 12.0, ("ft", "feet", "foot")),
    ("英寸", "inches", 1.0, ("英寸", "寸")),
    ("gb", "memory", 1.0, ("gb",)),
    ("tb", "memory", 1024.0, ("tb",)),
    ("min", "time", 1.0, ("min", "mins", "minute", "minutes")),
    ("h", "time", 60.0, ("h", "hr", "hrs", "hour", "hours")),
    ("分钟", "time", 1.0, ("分钟",)),
    ("小时", "time", 60.0, ("小时",)),
    ("w", "power", 1.0, ("w", "watt", "watts")),
    ("kw", "power", 1000.0, ("kw",)),
    ("瓦", "power", 1.0, ("瓦",)),
    ("千瓦", "power", 1000.0, ("千瓦",)),
)
_BY_SPELLING = {spelling: unit for unit in _UNITS for spelling in unit[3]}
_SPELT = "|".join(sorted((regex.escape(spelling) for spelling in _BY_SPELLING), key=len, reverse=True))
_QUANTITY = regex.compile(
    rf"(?P<number>\d+(?:,\d{{3}})*(?:\.\d+)?)(?:(?P<gap>[ -]?)(?P<unit>(?i:{_SPELT}))(?![A-Za-z]))?"
)
# Written without being seen; taken out before a text is read.
_INVISIBLE = regex.compile(r"[\u00ad\u200b-\u200f\u2060-\u2064\ufeff]")


@dataclass(frozen=True)
class Quantity:
    """A number at ``start`` to ``end``: ``amount`` in the base unit of ``measure`` ("" for a bare number).

    ``number`` and ``unit`` are as written, ``gap`` what stands between the two.
    """

    start: int
    end: int
    amount: float
    measure: str
    number: str
    gap: str
    unit: str


def quantities(text: str) -> Iterator[Quantity]:
    """Yield the numbers of a text in order, each with its unit where it has a known one.

    >>> [(found.amount, found.measure) for found in quantities("1 kg rice, 2斤, iPhone 15")]
    [(1000.0, 'mass'), (1000.0, 'mass'), (15.0, '')]
    """
    for match in _QUANTITY.finditer(text):
        amount = float(match["number"].replace(",", ""))
        written = match["unit"] or ""
        unit = _BY_SPELLING.get(written.lower())
        yield Quantity(
            match.start(),
            match.end(),
            amount * unit[2] if unit else amount,
            unit[1] if unit else "",
            match["number"],
            match["gap"] or "",
            written,
        )


def measured(text: str) -> frozenset[tuple[float, str]]:
    """Return what a text's numbers measure, whatever width, unit or spelling they are written in.

    >>> measured("１ｋｇ 大米") == measured("大米 2 斤") == {(1000.0, "mass")}
    True
    """
    plain = _INVISIBLE.sub("", unicodedata.normalize("NFKC", text))
    return frozenset((round(found.amount, 6), found.measure) for found in quantities(plain))


def other_units(quantity: Quantity) -> list[str]:
    """Return the quantity in other units of its language, and in those of Chinese shops for Chinese ones.

    >>> [other_units(found) for found in quantities("1kg, 2斤")]
    [['1000g'], ['1000克', '20两', '1公斤']]
    """
    return [
        f"{_plain(amount)}{quantity.gap}{spellings[0]}"
        for name, measure, size, spellings in _UNITS
        for amount in [quantity.amount / size]
        if measure == quantity.measure
        and name.isascii() == quantity.unit.isascii()
        and quantity.unit.lower() not in spellings
        and 0.1 <= amount <= 9999
        and abs(amount - round(amount, 2)) < 1e-9
    ]


def other_spellings(quantity: Quantity) -> list[str]:
    """Return the quantity with its unit spelt otherwise: abbreviated, or in full.

    >>> [other_spellings(found) for found in quantities("15 inch")]
    [['15 inches']]
    """
    unit = _BY_SPELLING.get(quantity.unit.lower())
    spellings = unit[3] if unit else ()
    return [f"{quantity.number}{quantity.gap}{other}" for other in spellings if other != quantity.unit.lower()]


def _plain(amount: float) -> str:
    return f"{amount:.2f}".rstrip("0").rstrip(".")
