"""One rule: which drivers, in which explanations, and what must hold of them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Literal

from queries.patterns.choosing import Choice

Demand = Literal["most_share", "least_share", "never"]
SCOPES = ("lang", "surface", "platform", "category", "brand", "search", "verdict")


@dataclass(frozen=True)
class Rule:
    """A rule as it was read from its file.

    Drivers: whatever is said of ``part``, ``field`` (search, history, title, brand, category, attributes), ``features``
    (names) or ``words`` must fit. Where: explanations among the first ``top`` of their slate (None: all) whose segments
    are in ``scope``. ``demand`` with its ``limit``: ``most_share`` and ``least_share`` bound the drivers' share of
    Σ |contribution| (0 to 1) in each explanation; ``never`` forbids a contribution beyond ``limit`` logits in the
    direction ``sign``. The rule passes while at most ``may_violate`` of the explanations checked violate it.
    """

    name: str
    demand: Demand
    limit: float
    sign: Literal["positive", "negative"] | None = None
    words: tuple[str, ...] = ()
    features: tuple[str, ...] = ()
    part: str | None = None
    field: str | None = None
    top: int | None = None
    scope: tuple[tuple[str, str], ...] = ()
    may_violate: float = 0.0

    def narrowed(self, choice: Choice) -> Choice | None:
        """Return the part of ``choice`` in which the rule holds, None where they have nothing in common.

        >>> rule = Rule("r", "most_share", 0.1, words=("x",), scope=(("lang", "zh"), ("lang", "en")))
        >>> rule.narrowed(Choice(segments=(("search", "yes"), ("lang", "zh")))).segments
        (('search', 'yes'), ('lang', 'zh'))
        >>> rule.narrowed(Choice(segments=(("lang", "de"),))) is None
        True
        """
        asked = choice.wanted()
        own = {name: [value for key, value in self.scope if key == name] for name in SCOPES}
        kept = {
            name: [value for value in asked[name] if not own[name] or value in own[name]] if asked[name] else own[name]
            for name in SCOPES
        }
        if any((asked[name] or own[name]) and not kept[name] for name in SCOPES):
            return None
        others = [(name, value) for name, value in choice.segments if name not in SCOPES]
        wanted = [(name, value) for name, _ in (*choice.segments, *self.scope) for value in kept.get(name, ())]
        return replace(choice, segments=tuple(dict.fromkeys([*others, *wanted])))

    def to_dict(self) -> dict[str, Any]:
        """Return the rule as a file says it, for evidence.

        >>> Rule("r", "never", 0.05, "positive", field="brand", scope=(("lang", "zh"),)).to_dict()
        {'name': 'r', 'field': 'brand', 'never': 'positive', 'tolerance': 0.05, 'may_violate': 0.0, 'lang': ['zh']}
        """
        said: dict[str, Any] = {"name": self.name}
        for key in ("words", "features"):
            said |= {key: list(getattr(self, key))} if getattr(self, key) else {}
        for key in ("part", "field", "top"):
            said |= {key: getattr(self, key)} if getattr(self, key) is not None else {}
        demand: dict[str, Any] = {self.demand: self.limit}
        if self.demand == "never":
            demand = {"never": self.sign, "tolerance": self.limit}
        scope = {name: [value for key, value in self.scope if key == name] for name, _ in self.scope}
        return {**said, **demand, "may_violate": self.may_violate, **scope}
