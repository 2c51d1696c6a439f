"""Text with its words coloured by contribution, as HTML that is safe whatever the text says.

Blue raises the score, orange lowers it, a pair that colour-blind people can tell apart; solid and dashed underlines say
the same without colour. Texts come from shops and shoppers and are untrusted: every character is escaped.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from explain.explanation import Contribution, Explanation
from explain.wording import signed, wording

FOR, AGAINST = "37,99,199", "217,108,6"  # red, green, blue of the two colours
# Below this share of the strongest word, a word stays uncoloured.
FAINTEST = 0.04


def highlighted(text: str, words: Sequence[Contribution], seen: int, strongest: float, lang: str = "en") -> str:
    """Return ``text`` as HTML spans.

    ``strongest`` is the contribution that gets full colour, ``seen`` the first character the ranker did not read; of a
    word that was cut there, only what was read is coloured.

    >>> highlighted("red <b>", [Contribution("item", "red", 0.5, field=0, start=0, end=3)], 7, 0.5)
    '<span class="word for" style="background:rgba(37,99,199,0.45)" title="+0.50">red</span> &lt;b&gt;'
    """
    spans = []
    at = 0
    for word in sorted((w for w in words if w.start is not None), key=lambda w: w.start or 0):
        start, end = word.start or 0, min(word.end or 0, seen)
        spans.append(escape(text[at:start]))
        spans.append(_span(text[start:end], word.contribution, strongest))
        at = end
    rest = text[at:]
    if seen < len(text):
        split = max(seen - at, 0)
        hint = escape(wording(lang)["not_seen"], quote=True)
        spans.append(escape(rest[:split]))
        spans.append(f'<span class="unseen" title="{hint}">{escape(rest[split:])}</span>')
    else:
        spans.append(escape(rest))
    return "".join(spans)


def highlighted_fields(explanation: Explanation, lang: str = "en") -> list[tuple[str, str, str]]:
    """Return (part, field name, HTML) of every text of an explanation, all on one colour scale."""
    strongest = max((abs(c.contribution) for c in explanation.words), default=0.0)
    rows: list[tuple[str, str, str]] = []
    for number, (field, seen) in enumerate(zip(explanation.fields, explanation.cut, strict=True)):
        words = [c for c in explanation.words if c.field == number]
        rows.append((field.part, field.name, highlighted(field.text, words, seen, strongest, lang)))
    return rows


STYLE = """
.word{padding:.06em .12em;border-radius:.2em;text-decoration-thickness:2px;text-underline-offset:.22em}
.word.for{text-decoration:underline solid rgb(37,99,199)}
.word.against{text-decoration:underline dashed rgb(217,108,6)}
.unseen{opacity:.45;text-decoration:line-through}
"""


def _span(text: str, contribution: float, strongest: float) -> str:
    share = min(abs(contribution) / strongest, 1.0) if strongest else 0.0
    if share < FAINTEST:
        return escape(text)
    side, colour = ("for", FOR) if contribution > 0 else ("against", AGAINST)
    return (
        f'<span class="word {side}" style="background:rgba({colour},{0.45 * share:.2f})" '
        f'title="{signed(contribution)}">{escape(text)}</span>'
    )
