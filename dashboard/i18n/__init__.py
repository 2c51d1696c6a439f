"""The dashboard's strings, one catalogue per language."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources

LANGUAGES = {"English": "en", "中文": "zh"}


@cache
def catalogue(lang: str) -> Mapping[str, str]:
    """Return every string of a language by its key."""
    return tomllib.loads(resources.files(__package__).joinpath(f"{lang}.toml").read_text("utf-8"))


def translate(lang: str, key: str, **values: object) -> str:
    """Return the string of ``key`` with its ``{places}`` filled.

    >>> translate("zh", "why.k")
    '显示几件'
    """
    return catalogue(lang)[key].format(**values)
