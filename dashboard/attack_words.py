"""How attacks and resistances are told, on the page and in the terminal alike."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from dashboard.i18n import translate

if TYPE_CHECKING:
    from explain.attack.attack import Attack
    from explain.attack.edits import AttackEdit


def answer(found: Attack, lang: str, item: str) -> str:
    """Say in a sentence how few edits move the item called ``item``, or that none were found."""
    from explain.perturbations import NotApplicable

    if found.because is not None:
        return translate(lang, "attack.because", reason=NotApplicable(found.because).reason(lang))
    said = {"item": item, "before": found.rank_before, "after": found.rank_after, "k": found.settings.k}
    if not found.found:
        return translate(lang, f"attack.none_{found.direction}", most=found.settings.most_edits, **said)
    kind = "gone" if found.rank_after is None else found.direction
    count = len(found.edits)
    return translate(lang, f"attack.{kind}_{'one' if count == 1 else 'many'}", count=count, **said)


def kind_title(kind: str, lang: str) -> str:
    """Return what a kind of edit is called: as the words of a title are edited, or as the perturbation it is.

    >>> kind_title("add", "en"), kind_title("homoglyphs", "zh")
    ('Word added', '形近字母')
    """
    from explain.attack.edits import WORDINGS
    from explain.perturbations import perturbations

    if kind in WORDINGS:
        return translate(lang, f"attack.kind_{kind}")
    known = perturbations().get(kind)
    return known.title[lang] if known else kind


def edit_row(edit: AttackEdit, lang: str) -> tuple[str, str, str]:
    """Return what an edit is called, what it takes out and what it puts in.

    >>> from explain.attack.edits import AttackEdit
    >>> from explain.edits import TextEdit
    >>> edit_row(AttackEdit("add", (TextEdit("title", 0, 0, "", "red "),)), "en")
    ('Word added', '', 'red')
    >>> edit_row(AttackEdit("homoglyphs", (TextEdit("title", 1, 2, "a", "\u0430"),)), "en")[2]
    'а (U+0430)'
    """
    out, put = (
        " … ".join(filter(None, (visible(part).strip() for part in side)))
        for side in ([part.before for part in edit.parts], [part.after for part in edit.parts])
    )
    if edit.kind == "homoglyphs":  # which a reader cannot tell apart
        put = f"{put} (U+{ord(put):04X})"
    return kind_title(edit.kind, lang), out, put


def visible(text: str) -> str:
    """Name the signs that nobody sees by their code points.

    >>> visible("a\\u200b")
    'a⟨U+200B⟩'
    """
    return "".join(sign if sign.isprintable() else f"⟨U+{ord(sign):04X}⟩" for sign in text)


def edits_written(value: float, most: int) -> str:
    """Write a number of edits, one beyond ``most`` as more than that.

    >>> edits_written(2, 5), edits_written(6, 5)
    ('2', '> 5')
    """
    return f"> {most}" if value > most else f"{value:g}"


def median_written(row: Mapping[str, Any], most: int, lang: str) -> str:
    """Write the median of a row of :func:`queries.attacks.reading.resistance_figures` with its interval.

    >>> median_written({"median": 2, "low": 1, "high": 6}, 5, "en")
    '2 (1 to > 5)'
    """
    low, high = (edits_written(row[name], most) for name in ("low", "high"))
    return f"{edits_written(row['median'], most)} ({translate(lang, 'attack.span', low=low, high=high)})"


def plain_median(row: Mapping[str, Any], most: int, lang: str) -> str:
    """Say the median of a row of :func:`queries.attacks.reading.resistance_figures` within a sentence.

    >>> plain_median({"median": 1}, 5, "en"), plain_median({"median": 6}, 5, "en"), plain_median({"median": 2}, 5, "zh")
    ('one edit', 'more than 5 edits', '2 处')
    """
    count = row["median"]
    kind = "more" if count > most else "one" if count == 1 else "many"
    return translate(lang, f"attack.count_{kind}", count=count, most=most)


def share_written(row: Mapping[str, Any]) -> str:
    """Write the share that one edit moves with its interval.

    >>> share_written({"one_edit": 0.5, "one_edit_low": 0.25, "one_edit_high": 0.75})
    '50% (25%–75%)'
    """
    return f"{row['one_edit']:.0%} ({row['one_edit_low']:.0%}–{row['one_edit_high']:.0%})"


def remarks(hidden: Sequence[tuple[str, str]], not_tried: Sequence[Mapping[str, Any]], lang: str) -> list[str]:
    """Say of which directions nothing is said for their few shoppers, and where nothing could be tried, and why."""
    from explain.perturbations import NotApplicable

    said = [
        translate(lang, "attack.too_few", direction=translate(lang, f"attack.direction_{direction}"))
        for direction, _ in hidden
    ]
    for row in not_tried:
        direction = translate(lang, f"attack.direction_{row['direction']}")
        reason = NotApplicable(row["because"]).reason(lang)
        said.append(
            translate(lang, "attack.not_tried", count=f"{row['contexts']:,}", direction=direction, reason=reason)
        )
    return said
