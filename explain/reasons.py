"""A reason in two plain sentences, made only from measured contributions: what speaks for the item, what against.

It never claims more than the verdict on the explanation allows.
"""

from __future__ import annotations

from collections.abc import Sequence

from explain.explanation import Contribution, Explanation, strongest
from explain.how import behaviour_of_base, is_no_sum, sum_note
from explain.trust.telling import decisive
from explain.trust.verdict import Verdict
from explain.wording import driver_name, drivers_listed, signed, wording
from explain.words import says_something

# A driver is worth naming from this share of all that pulls either way.
WORTH_NAMING = 0.03


def reason(explanation: Explanation, lang: str = "en", item: str | None = None, verdict: Verdict | None = None) -> str:
    """Return two sentences in ``lang`` ("en" or "zh"); a third admits that the parts do not add up.

    Every driver named is one of the explanation's contributions, given with its value in logits, and stands on the
    side of its sign. ``item``: what to call the item. ``verdict``: that of the explanation's trust by default; where it
    asks for care the third sentence says why, and where the explanation cannot be relied on no driver is named.

    >>> word = Contribution("search", "watch", 0.9, field=0, start=0, end=5)
    >>> price = Contribution("behaviour", "price_gap", -0.2, value=0.3)
    >>> from models.field import Field
    >>> e = Explanation("i1", 1.0, 0.3, 0.7, (word, price), 0.0, 16, True, (Field("search", "search", "watch"),),
    ...                 (5,), "r", 1, {})
    >>> print(reason(e))
    This item scores 0.70 above unread texts and typical behaviour; most of it comes from “watch” in the search
    (+0.90). Against it: Price against usual: ×1.35 (−0.20).
    """
    verdict = verdict or (explanation.trust.verdict if explanation.trust else None)
    if verdict and verdict.level == "unreliable":
        return _nothing_named(explanation, lang, item, verdict)
    words = wording(lang)
    helps, hurts = speaking_for(explanation), speaking_against(explanation)
    difference = explanation.score - explanation.base
    sentences = [
        words[_template(explanation, helps)].format(
            item=item or words["this_item"],
            difference=f"{abs(difference):.2f}" if helps else signed(difference),
            drivers=_listed(helps, lang),
            base=behaviour_of_base(explanation, lang),
        ),
        words["against"].format(drivers=_listed(hurts, lang)) if hurts else words["nothing_against"],
    ]
    asks_for_care = verdict is not None and verdict.level == "care"
    if verdict and asks_for_care:
        sentences.append(words["reason_care"].format(why=decisive(verdict, lang)[0]))
    note = sum_note(explanation, lang)
    if note and (is_no_sum(explanation) or not asks_for_care):
        sentences.append(note)
    return _joined(sentences, lang)


def speaking_for(explanation: Explanation, count: int = 3) -> tuple[Contribution, ...]:
    """Return the strongest contributions above zero that are worth naming."""
    return tuple(c for c in _nameable(explanation) if c.contribution > 0)[:count]


def speaking_against(explanation: Explanation, count: int = 2) -> tuple[Contribution, ...]:
    """Return the strongest contributions below zero that are worth naming."""
    return tuple(c for c in _nameable(explanation) if c.contribution < 0)[:count]


def _template(explanation: Explanation, helps: Sequence[Contribution]) -> str:
    """Return how the first sentence goes; "most of it" is said only of drivers that hold half of all that helps."""
    if not helps:
        return "nothing_for"
    against_what = "" if explanation.features else "_unread"
    if explanation.score < explanation.base:
        return f"below{against_what}"
    all_help = sum(c.contribution for c in explanation.contributions if c.contribution > 0)
    is_most = sum(c.contribution for c in helps) >= 0.5 * all_help
    return f"{'above' if is_most else 'above_led'}{against_what}"


def _nothing_named(explanation: Explanation, lang: str, item: str | None, verdict: Verdict) -> str:
    words = wording(lang)
    difference = signed(explanation.score - explanation.base)
    why = _joined(decisive(verdict, lang), lang)
    return words["reason_unreliable"].format(item=item or words["this_item"], difference=difference, why=why)


def _joined(sentences: Sequence[str], lang: str) -> str:
    return ("" if lang == "zh" else " ").join(sentences)


def _nameable(explanation: Explanation) -> list[Contribution]:
    least = WORTH_NAMING * sum(abs(c.contribution) for c in explanation.contributions)
    found = (c for c in strongest(explanation.contributions) if abs(c.contribution) >= least)
    return [c for c in found if c.part == "behaviour" or says_something(c.name)]


def _listed(contributions: Sequence[Contribution], lang: str) -> str:
    return drivers_listed([(driver_name(c, lang), c.contribution) for c in contributions], lang)
