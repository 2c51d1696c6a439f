"""Untrusted text made safe for Streamlit's markdown, and numbers written alike everywhere."""

from __future__ import annotations

import re

_MARKUP = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~$:&^=@])")
ABSENT = "–"


def as_text(text: str | None) -> str:
    """Escape everything that markdown, LaTeX or Streamlit's own directives would act on.

    >>> as_text("**x** :red[y] $z$")
    '\\\\*\\\\*x\\\\*\\\\* \\\\:red\\\\[y\\\\] \\\\$z\\\\$'
    """
    return _MARKUP.sub(r"\\\1", " ".join((text or "").split()))


def share(part: float, whole: float) -> str:
    """Write a share in per cent, small ones not as nothing.

    >>> share(1, 4), share(1, 100_000), share(0, 9)
    ('25.0%', '<0.1%', '0.0%')
    """
    value = part / whole if whole else 0.0
    return "<0.1%" if 0 < value < 0.001 else f"{value:.1%}"


def reason_key(reason: str) -> str:
    """Return the name under which the catalogues translate a reason.

    >>> reason_key("orphan: no such item")
    'orphan_no_such_item'
    """
    return re.sub(r"[^a-z]+", "_", reason).strip("_")
