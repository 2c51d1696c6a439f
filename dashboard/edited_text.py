"""A text with its edits marked in it: the words taken out struck through, those put in marked; all of it escaped."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from explain.edits import WordEdit


def marked(text: str, edits: Sequence[WordEdit]) -> str:
    """Return a field's text as HTML with its word edits marked.

    >>> marked("red <b>", [WordEdit("title", 0, 3, "red", "blue", 0.2)])
    '<del>red</del> <ins>blue</ins> &lt;b&gt;'
    """
    spans, at = [], 0
    for edit in sorted(edits, key=lambda edit: edit.start):
        spans.append(escape(text[at : edit.start]))
        spans.append(f"<del>{escape(text[edit.start : edit.end])}</del>")
        if edit.after:
            spans.append(f" <ins>{escape(edit.after)}</ins>")
        at = edit.end
    return "".join([*spans, escape(text[at:])])
