"""The verdict and its reasons in the reader's language."""

from __future__ import annotations

from explain.trust.verdict import Reason, Verdict
from explain.wording import wording

# Reasons whose figures are logits or correlations; all others are shares of |score − base|.
PLAIN = frozenset({"difference", "sanity", "baselines", "other_kind"})


def told(reason: Reason, lang: str) -> str:
    """Return a reason as a sentence in ``lang``.

    >>> told(Reason("gap", "reliable", "reliable", {"value": 0.004}), "en")
    'The contributions add up: 0.4% of the difference is missing.'
    """
    figures = {name: written(value, reason.name in PLAIN) for name, value in reason.figures.items()}
    return wording(lang)[f"trust_{reason.name}_{reason.outcome}"].format(**figures)


def headline(verdict: Verdict, lang: str) -> str:
    """Return the verdict in a few words.

    >>> headline(Verdict("care", ()), "en")
    'Use with care'
    """
    return wording(lang)[f"trust_{verdict.level}"]


def decisive(verdict: Verdict, lang: str) -> list[str]:
    """Return the sentences of the reasons that made the verdict what it is."""
    return [told(reason, lang) for reason in verdict.reasons if reason.level == verdict.level]


def written(value: float, plain: bool) -> str:
    """Write a share in per cent, one decimal where it is small, or a plain number with two decimals.

    >>> written(0.0123, plain=False), written(1.28, plain=False), written(-0.5, plain=True), written(-0.001, plain=True)
    ('1.2%', '128%', '−0.50', '0.00')
    """
    value = round(value, 2 if plain else 3) + 0.0  # which makes 0 of −0
    text = f"{value:.2f}" if plain else f"{value:.1%}" if abs(value) < 0.1 else f"{value:.0%}"
    return text.replace("-", "−")
