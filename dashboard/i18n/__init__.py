"""The dashboard's strings, one catalogue per language."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources

# As people choose them, and as the code names them.
LANGUAGES = {"English": "en", "中文": "zh"}


@cache
def catalogue(lang: str) -> Mapping[str, str]:
    """Return every string of a language by its key, "section.name"."""
    sections = tomllib.loads(resources.files(__package__).joinpath(f"{lang}.toml").read_text("utf-8"))
    return {f"{section}.{name}": text for section, texts in sections.items() for name, text in texts.items()}


def translate(lang: str, key: str, **values: object) -> str:
    """Return the string of ``key`` with its ``{places}`` filled.

    >>> translate("en", "overview.source_many", count=3), translate("zh", "why.k")
    ('3 sources', '显示')
    """
    return catalogue(lang)[key].format(**values)
