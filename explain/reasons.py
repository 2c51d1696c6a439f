"""A reason in two plain sentences, made only from measured contributions: what speaks for the item, what against."""

from __future__ import annotations

from collections.abc import Sequence

from explain.explanation import Contribution, Explanation, strongest
from explain.wording import driver_name, drivers_listed, signed, wording
from explain.words import says_something

# A driver is worth naming from this share of all that pulls either way.
WORTH_NAMING = 0.03


def reason(explanation: Explanation, lang: str = "en", item: str | None = None) -> str:
    """Return two sentences in ``lang`` ("en" or "zh"); a third admits a gap that is out of tolerance.

    Every driver named is one of the explanation's contributions, given with its value in logits, and stands on the
    side of its sign. ``item``: what to call the item.

    >>> word = Contribution("search", "watch", 0.9, field=0, start=0, end=5)
    >>> price = Contribution("behaviour", "price_gap", -0.2, value=0.3)
    >>> from models.protocol import Field
    >>> e = Explanation("i1", 1.0, 0.3, 0.7, (word, price), 0.0, 16, True, (Field("search", "search", "watch"),),
    ...                 (5,), "r", 1, {})
    >>> print(reason(e))
    This item scores 0.70 above a shelf of unread texts and typical behaviour; most of it comes from “watch” in the
    search (+0.90). Against it: Price against usual: ×1.35 (−0.20).
    """
    words = wording(lang)
    helps, hurts = speaking_for(explanation), speaking_against(explanation)
    difference = explanation.score - explanation.base
    against_what = "" if explanation.features else "_unread"
    template = f"{'above' if difference >= 0 else 'below'}{against_what}" if helps else "nothing_for"
    sentences = [
        words[template].format(
            item=item or words["this_item"],
            difference=f"{abs(difference):.2f}" if helps else signed(difference),
            drivers=_listed(helps, lang),
        ),
        words["against"].format(drivers=_listed(hurts, lang)) if hurts else words["nothing_against"],
    ]
    if not explanation.converged:
        sentences.append(words["gap"].format(gap=signed(explanation.completeness_gap)))
    return ("" if lang == "zh" else " ").join(sentences)


def speaking_for(explanation: Explanation, count: int = 3) -> tuple[Contribution, ...]:
    """Return the strongest contributions above zero that are worth naming."""
    return tuple(c for c in _nameable(explanation) if c.contribution > 0)[:count]


def speaking_against(explanation: Explanation, count: int = 2) -> tuple[Contribution, ...]:
    """Return the strongest contributions below zero that are worth naming."""
    return tuple(c for c in _nameable(explanation) if c.contribution < 0)[:count]


def _nameable(explanation: Explanation) -> list[Contribution]:
    least = WORTH_NAMING * sum(abs(c.contribution) for c in explanation.contributions)
    found = (c for c in strongest(explanation.contributions) if abs(c.contribution) >= least)
    return [c for c in found if c.part == "behaviour" or says_something(c.name)]


def _listed(contributions: Sequence[Contribution], lang: str) -> str:
    return drivers_listed([(driver_name(c, lang), c.contribution) for c in contributions], lang)
