"""What a metric's definition states, as an HTML table made of escaped text."""

from __future__ import annotations

from collections.abc import Mapping

from dashboard.i18n import translate
from dashboard.tables import Column, table

_LABELS = {
    "unit": "compare.unit",
    "direction": "compare.direction",
    "formula": "compare.formula",
    "gain": "compare.gain",
    "ideal": "compare.ideal",
    "ties": "compare.ties",
    "unjudged": "compare.unjudged",
    "undefined": "compare.undefined",
    "source": "compare.source",
}


def definition_table(definition: Mapping[str, str], version: str, grading: str | None, lang: str) -> str:
    """Return the version, the grading and each line of the header, see :mod:`queries.comparing.definitions`.

    >>> "Järvelin" in definition_table({"source": "Järvelin and Kekäläinen"}, "403c1f5416", None, "en")
    True
    """
    stated = [(translate(lang, "compare.version"), version)]
    if grading:
        stated.append((translate(lang, "compare.grading"), grading))
    stated += [(translate(lang, label), definition[name]) for name, label in _LABELS.items() if name in definition]
    return table([Column(""), Column("")], stated)
