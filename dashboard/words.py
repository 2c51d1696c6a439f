"""The texts the ranker read, words coloured by what they add: HTML made of escaped text only."""

from __future__ import annotations

from html import escape

from dashboard.session import lang, t
from explain.explanation import Explanation
from explain.markup import STYLE, highlighted_fields
from explain.reading import unread

FIELDS = ("search", "title", "brand", "category", "attributes")


def texts(explanation: Explanation) -> str:
    """Return every text of an explanation with its label, the titles chosen before under one label."""
    labelled: dict[str, list[str]] = {}
    for part, name, marked in highlighted_fields(explanation, lang()):
        label = t(f"field.{name}") if name in FIELDS else t(f"part.{part}")
        labelled.setdefault(label, []).append(f"<p>{marked}</p>")
    rows = (f'<div class="label">{escape(label)}</div><div>{"".join(found)}</div>' for label, found in labelled.items())
    return f'<style>{STYLE}</style><div class="texts">{"".join(rows)}</div>'


def legend(explanation: Explanation) -> str:
    """Return what the colours and lines mean, as HTML; text that was cut is only told of where there is some."""
    kinds = [("word for", "legend_for"), ("word against", "legend_against")]
    if unread(explanation):
        kinds.append(("unseen", "legend_unseen"))
    samples = (f'<span class="{kind}">{escape(t(f"why.{key}"))}</span>' for kind, key in kinds)
    return f'<p class="small legend">{" · ".join(samples)} · {escape(t("why.legend"))}</p>'
