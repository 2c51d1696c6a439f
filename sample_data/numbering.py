"""Numbers for what the vocabulary names: kinds, brands and attribute values, so that the simulation can use arrays."""

from __future__ import annotations

from dataclasses import dataclass, field

from sample_data.settings import LANGUAGES
from sample_data.vocabulary import Kind, shelves


@dataclass
class Numbering:
    """Kinds in order of platform and category; brands and attribute values numbered per platform."""

    kinds: list[Kind] = field(default_factory=list)
    kind_platform: list[int] = field(default_factory=list)
    kind_category: list[int] = field(default_factory=list)
    brands: dict[tuple[int, str], int] = field(default_factory=dict)
    value_names: dict[tuple[int, str], int] = field(default_factory=dict)

    def kinds_of(self, platform: int, category: int) -> list[int]:
        """Return the numbers of the kinds of a category on a platform."""
        places = zip(self.kind_platform, self.kind_category, strict=True)
        return [number for number, place in enumerate(places) if place == (platform, category)]


def number_words() -> Numbering:
    """Number everything that the shelves of both platforms name.

    >>> numbers = number_words()
    >>> [numbers.kinds[number].name for number in numbers.kinds_of(1, 0)]
    ['智能手表', '儿童手表', '机械手表']
    """
    numbers = Numbering()
    for platform, lang in enumerate(LANGUAGES):
        for category, shelf in enumerate(shelves(lang)):
            for kind in shelf.kinds:
                numbers.kinds.append(kind)
                numbers.kind_platform.append(platform)
                numbers.kind_category.append(category)
                for line in kind.lines:
                    numbers.brands.setdefault((platform, line.brand), len(numbers.brands))
                    _number_values(numbers, platform, line.only)
                _number_values(numbers, platform, kind.attributes)
    return numbers


def _number_values(numbers: Numbering, platform: int, attributes: dict[str, list[str]]) -> None:
    for values in attributes.values():
        for value in values:
            numbers.value_names.setdefault((platform, value), len(numbers.value_names))
