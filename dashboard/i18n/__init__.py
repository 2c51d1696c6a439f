"""The dashboard's strings: a folder per language, a file per page or panel; ``{…}`` are filled by the code.

Every language has the same files, keys and places.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources

# As people choose them, and as the code names them.
LANGUAGES = {"English": "en", "中文": "zh"}


@cache
def catalogue(lang: str) -> Mapping[str, str]:
    """Return every string of a language by its key, "file.name"."""
    strings: dict[str, str] = {}
    for file in sorted(resources.files(__package__).joinpath(lang).iterdir(), key=lambda file: file.name):
        section = file.name.removesuffix(".toml")
        strings |= {f"{section}.{name}": text for name, text in tomllib.loads(file.read_text("utf-8")).items()}
    return strings


def translate(lang: str, key: str, **values: object) -> str:
    """Return the string of ``key`` with its ``{places}`` filled.

    >>> translate("en", "overview.source_many", count=3), translate("zh", "why.k")
    ('3 sources', '显示')
    """
    return catalogue(lang)[key].format(**values)
