"""A text with its edits marked in it: the words taken out struck through, those put in marked; all of it escaped."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from explain.edits import TextEdit, WordEdit


def marked(text: str, edits: Sequence[TextEdit]) -> str:
    """Return a field's text as HTML with its edits marked.

    >>> marked("red <b>", [WordEdit("title", 0, 3, "red", "blue", 0.2)])
    '<del>red</del> <ins>blue</ins> &lt;b&gt;'
    >>> marked("watch", [TextEdit("search", 2, 3, "t", ""), TextEdit("search", 5, 5, "", "!")])
    'wa<del>t</del>ch<ins>!</ins>'
    """
    spans, at = [], 0
    for edit in sorted(edits, key=lambda edit: (edit.start, edit.end)):
        spans.append(escape(text[at : edit.start]))
        if edit.before:
            spans.append(f"<del>{escape(text[edit.start : edit.end])}</del>")
        if edit.after:
            # A word stands apart from the one it replaces; a letter stays within its word.
            apart = " " if isinstance(edit, WordEdit) and edit.before else ""
            spans.append(f"{apart}<ins>{escape(edit.after)}</ins>")
        at = edit.end
    return "".join([*spans, escape(text[at:])])
