"""What a contrast, a margin, a match and a slate's value say, in plain sentences made only from what was measured."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from explain.contrast import Contrast, ContrastRow
from explain.logged_value import LoggedValue
from explain.margin import Margin
from explain.match import Match, MatchWord
from explain.reasons import WORTH_NAMING
from explain.slate_value import SlateValue
from explain.wording import drivers_listed, feature_title, feature_value, listed, quoted, signed, wording
from explain.words import says_something

NAMED = 3  # drivers told on either side
UNMET = 8  # words that met nothing, the others are counted


def contrast_answer(contrast: Contrast, lang: str = "en", a: str | None = None, b: str | None = None) -> str:
    """Say which of two items scores higher and what speaks for and against the first; ``a``, ``b``: their names.

    >>> from explain.contrast import contrast as compared
    >>> from explain.explanation import Contribution, Explanation
    >>> def told(score, price):
    ...     found = (Contribution("behaviour", "price", score, value=price),)
    ...     return Explanation("i", score, 0.0, 0.5, found, 0.0, 16, True, (), (), "r", 1, {})
    >>> print(contrast_answer(compared(told(0.5, 99.0), told(0.25, 120.0))))
    This item scores 0.25 above the other item. For it: Price: 99.00 against 120.00 (+0.25).
    """
    words = wording(lang)
    difference = contrast.score_difference
    template = "contrast_equal" if signed(difference) == "0.00" else f"contrast_{_side(difference)}"
    sentence = words[template].format(
        a=a or words["this_item"], b=b or words["other_item"], difference=f"{abs(difference):.2f}"
    )
    return joined([sentence, *_drivers(contrast, lang)], lang)


def margin_answer(margin: Margin, lang: str = "en", item: str | None = None) -> str:
    """Say at which place the item is, how far that is from the border of the first k, and what makes the distance."""
    words = wording(lang)
    rival = margin.rival
    kind = "inside" if margin.inside else "outside" if margin.is_candidate else "elsewhere"
    sentence = words[f"margin_{kind}" if rival else "margin_all"].format(
        item=item or words["this_item"],
        place=margin.place,
        candidates=f"{margin.candidates:,}",
        k=margin.k,
        lead=f"{abs(margin.lead or 0.0):.2f}",
        rival=quoted(rival.title, lang) if rival else "",
        rival_place=rival.rank if rival else 0,
    )
    if margin.contrast is None:
        return sentence
    if kind == "elsewhere":
        return joined([sentence, contrast_answer(margin.contrast, lang, words["it"], words["that_item"])], lang)
    return joined([sentence, *_drivers(margin.contrast, lang)], lang)


def match_answer(match: Match, lang: str = "en") -> str:
    """Say which words met most strongly, and which words of the context met nothing."""
    words = wording(lang)
    unmet = match.met_nothing()
    if len(unmet) == sum(word.count == 1 for word in match.words):
        return words["match_none"]
    found = [
        (words["match_pair"].format(word=one.name.strip(), other=other.name.strip()), value)
        for one, other, value in match.pairs(NAMED)
    ]
    sentences = [words["match_pairs"].format(pairs=drivers_listed(found, lang))]
    if unmet:
        names = [quoted(word.name, lang) for word in unmet[:UNMET]]
        rest = [words["others"].format(count=len(unmet) - UNMET)] if len(unmet) > UNMET else []
        sentences.append(words["match_unmet"].format(words=listed([*names, *rest], lang)))
    return joined(sentences, lang)


def value_answer(value: SlateValue, lang: str = "en") -> str:
    """Say where a slate's measure begins with nothing shown, where it ends, and what each part is worth."""
    words = wording(lang)
    kind, _, k = value.measure.partition("@")
    shown = _VALUES[kind]
    parts = [(words[f"part_{part}"], share) for part, share in value.by_part.items() if share]
    return words[f"value_{kind}"].format(
        k=k,
        candidates=value.candidates,
        base=shown(value.base),
        total=shown(value.total),
        parts=drivers_listed(sorted(parts, key=lambda part: -abs(part[1])), lang),
    )


def logged_answer(value: LoggedValue, lang: str = "en") -> str:
    """Say what reading everything does to the mean measure of logged contexts, and what each part is worth."""
    words = wording(lang)
    parts = [(words[f"part_{part}"], share) for part, share in value.by_part.items() if share]
    return words["value_logged"].format(
        k=value.measure.partition("@")[2],
        contexts=f"{len(value.values):,}",
        base=f"{value.base:.2f}",
        total=f"{value.total:.2f}",
        parts=drivers_listed(sorted(parts, key=lambda part: -abs(part[1])), lang),
    )


def row_name(row: ContrastRow, lang: str) -> str:
    """Say what a row of a contrast is of, and in which of the two items it stands."""
    words = wording(lang)
    if row.part == "behaviour":
        values = {"a": feature_value(row.name, row.value_a, lang), "b": feature_value(row.name, row.value_b, lang)}
        template = "values_same" if values["a"] == values["b"] else "values_differ"
        return words[template].format(title=feature_title(row.name, lang), **values)
    if row.part != "item":
        return words[row.part].format(name=row.name.strip())
    where = "only_there" if row.in_a is None else "only_here" if row.in_b is None else "in_both"
    field = words.get(f"{row.field}_field", row.field or "").lower()
    return words[where].format(name=row.name.strip(), field=field)


def worth_naming(contrast: Contrast) -> list[ContrastRow]:
    """Return the rows that a sentence may name: of some weight, and no mere signs."""
    rows = (row for row in contrast.rows if abs(row.difference) >= _least(contrast))
    return [row for row in rows if row.part == "behaviour" or says_something(row.name)]


def left_over(contrast: Contrast, lang: str) -> list[str]:
    """Say what of the difference no driver makes, where it is of weight: the bases', and what the sums miss."""
    words = wording(lang)
    found = []
    if abs(contrast.base_difference) >= max(_least(contrast), 0.005):
        found.append(words["contrast_base"].format(difference=signed(contrast.base_difference)))
    if not (contrast.a.converged and contrast.b.converged):
        found.append(words["gap"].format(gap=signed(contrast.gap_difference)))
    return found


def _least(contrast: Contrast) -> float:
    return WORTH_NAMING * sum(abs(row.difference) for row in contrast.rows)


def match_word(word: MatchWord, lang: str) -> str:
    """Return a word's characters, or how many were hidden as one."""
    return word.name.strip() if word.count == 1 else wording(lang)["others"].format(count=word.count)


# How a measure's own values are written.
_VALUES: dict[str, Callable[[float], str]] = {
    "place": lambda value: f"{-value:.0f}",
    "mean_score": signed,
    "ndcg": lambda value: f"{value:.2f}",
}


def _drivers(contrast: Contrast, lang: str) -> list[str]:
    """Say what speaks for and against the first item, what agrees with the difference of scores first."""
    words = wording(lang)
    sides: dict[str, list[tuple[str, float]]] = {"above": [], "below": []}
    for row in worth_naming(contrast):
        sides[_side(row.difference)].append((row_name(row, lang), row.difference))
    templates = {"above": words["for"], "below": words["against"]}
    order = sorted(sides, reverse=contrast.score_difference < 0)
    found = [templates[side].format(drivers=drivers_listed(sides[side][:NAMED], lang)) for side in order if sides[side]]
    return [*found, *left_over(contrast, lang)]


def _side(difference: float) -> str:
    return "above" if difference > 0 else "below"


def joined(sentences: Sequence[str], lang: str) -> str:
    """Set sentences one after the other."""
    return ("" if lang == "zh" else " ").join(sentences)
