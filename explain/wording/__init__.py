"""The words explanations are told in, one catalogue per language, and how numbers are written in them."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from importlib import resources

from explain.explanation import Contribution
from queries.errors import UnknownName
from queries.features import FEATURES

LANGUAGES = ("en", "zh")
_FEATURES = {feature.name: feature for feature in FEATURES}


@cache
def wording(lang: str) -> Mapping[str, str]:
    """Return the catalogue of a language; raises :class:`UnknownName` for one we do not speak."""
    if lang not in LANGUAGES:
        raise UnknownName("language", lang, LANGUAGES)
    return tomllib.loads(resources.files(__package__).joinpath(f"{lang}.toml").read_text("utf-8"))


def signed(value: float) -> str:
    """Write a contribution with its sign and two decimals.

    >>> signed(0.456), signed(-1), signed(-0.001)
    ('+0.46', '−1.00', '0.00')
    """
    rounded = round(value, 2)
    if rounded == 0:
        return "0.00"
    return f"{'+' if rounded > 0 else '−'}{abs(rounded):.2f}"


def listed(names: Iterable[str], lang: str) -> str:
    """Join names as a sentence does.

    >>> listed(["a", "b", "c"], "en"), listed(["a", "b", "c"], "zh"), listed(["a"], "en")
    ('a, b and c', 'a、b和c', 'a')
    """
    words, shown = wording(lang), list(names)
    return words["and"].join(part for part in (words["comma"].join(shown[:-1]), *shown[-1:]) if part)


def quoted(name: str, lang: str) -> str:
    """Put a name between quotation marks.

    >>> quoted("Mi Watch", "en")
    '“Mi Watch”'
    """
    return wording(lang)["quoted"].format(name=name.strip())


def drivers_listed(drivers: Iterable[tuple[str, float]], lang: str) -> str:
    """Write drivers with their contributions as a list within a sentence.

    >>> drivers_listed([("price", 0.5), ("brand", -0.25)], "en")
    'price (+0.50) and brand (−0.25)'
    """
    named = wording(lang)["named"]
    return listed((named.format(driver=name, contribution=signed(value)) for name, value in drivers), lang)


def feature_title(name: str, lang: str) -> str:
    """Return a behaviour feature's title, or its name where it is not in our catalogue."""
    return _FEATURES[name].title[lang] if name in _FEATURES else name


def feature_value(name: str, value: float | None, lang: str) -> str:
    """Write a feature's value with its unit, as a person would.

    >>> feature_value("price", None, "en")
    'no record'
    >>> feature_value("click_rate", 0.12345, "en").split()[0]
    '12.3%'
    """
    if value is None:
        return wording(lang)["absent"]
    if name not in _FEATURES:
        return f"{value:,.3g}"
    unit = _FEATURES[name].unit
    if unit["en"].startswith("share") or unit["en"] == "0 to 1":
        return f"{value:.1%}"
    if unit["en"] == "log ratio":
        return f"×{math.exp(value):.2f}"
    if unit["en"] == "0 or 1":
        return wording(lang)["yes" if value else "no"]
    if unit["en"].startswith("currency"):
        return f"{value:,.2f}"
    return f"{value:,.0f} {unit[lang]}" if value >= 10 or value == int(value) else f"{value:,.1f} {unit[lang]}"


def driver_name(contribution: Contribution, lang: str) -> str:
    """Say what a contribution is of, without its number."""
    words = wording(lang)
    if contribution.part != "behaviour":
        return words[contribution.part].format(name=contribution.name.strip())
    title = feature_title(contribution.name, lang)
    if contribution.value is None:
        return words["behaviour_absent"].format(title=title)
    return words["behaviour"].format(title=title, value=feature_value(contribution.name, contribution.value, lang))
