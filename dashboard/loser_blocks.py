"""A losing context as HTML made of escaped text: both slates, and what each ranker says, side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from dashboard.comparison_words import searched, titles
from dashboard.i18n import translate
from dashboard.metric_words import written
from dashboard.tables import Cell, Column, Html, bar, table
from queries.comparing.comparison import Comparison
from queries.comparing.losers import Loser, TwoPlaces

if TYPE_CHECKING:
    from explain.contrast import ContrastRow
    from explain.explanation import Explanation

DRIVERS = 8


def slates(found: Comparison, loser: Loser, lang: str) -> str:
    """Return both slates of a context side by side; what counts there is marked, what the loss turned on is bold."""
    a, b = titles(found, lang)
    return f'<div class="two">{_slate(loser, "a", a, found.k, lang)}{_slate(loser, "b", b, found.k, lang)}</div>'


def _slate(loser: Loser, side: str, title: str, k: int, lang: str) -> str:
    ranked = sorted((rank, place) for place in loser.places if (rank := _rank(place, side)) and rank <= k)
    columns = [Column(translate(lang, "compare.place"), number=True), Column(title), Column("")]
    rows: list[list[Cell]] = [
        [str(rank), Html(escape(place.title or place.item_id)), Html(_marks(place, side, lang))]
        for rank, place in ranked
    ]
    turned_on = loser.turned_on.item_id
    strong = next((number for number, (_, place) in enumerate(ranked) if place.item_id == turned_on), None)
    return f"<div>{table(columns, rows, strong)}</div>"


def _rank(place: TwoPlaces, side: str) -> int | None:
    return place.rank_a if side == "a" else place.rank_b


def _marks(place: TwoPlaces, side: str, lang: str) -> str:
    """Return the grade of an item and, in the slate of b, how far it moved."""
    grade = translate(lang, "compare.grade", grade=f"{place.grade:g}") if place.grade else ""
    badge = f'<span class="badge">{escape(grade)}</span> ' if grade else ""
    if side == "a" or place.rank_b is None or place.rank_a == place.rank_b:
        return badge
    rise = None if place.rank_a is None else place.rank_a - place.rank_b
    way = "new" if rise is None else "up" if rise > 0 else "down"
    text = "+" if rise is None else f"↑{rise}" if rise > 0 else f"↓{-rise}"
    return f'{badge}<span class="move {way}">{text}</span>'


def turned_on(loser: Loser, lang: str) -> str:
    """Say which item the loss turned on, and how far it fell, as escaped text."""
    place = loser.turned_on
    key = "compare.fell_out" if place.rank_b is None else "compare.fell"
    item = f"“{place.title or place.item_id}”"
    return escape(translate(lang, key, item=item, rank_a=place.rank_a or "–", rank_b=place.rank_b or "–"))


def explanations(found: Comparison, loser: Loser, told: Mapping[str, Any], lang: str) -> str:
    """Return what each ranker says of the item that the loss turned on, and the drivers of both in one table."""
    from explain.explanation import Explanation  # with explanations comes torch, which a page waits for where it must

    read = {side: Explanation.from_dict(told[side]) if told.get(side) else None for side in ("a", "b")}
    item = loser.turned_on.title
    sides = "".join(
        f"<div><h4>{escape(title)}</h4>{_one(each, title, item, lang)}</div>"
        for title, each in zip(titles(found, lang), read.values(), strict=True)
    )
    return f'<div class="two">{sides}</div>{_drivers(found, read["a"], read["b"], lang)}'


def _one(explanation: Explanation | None, title: str, item: str | None, lang: str) -> str:
    if explanation is None:
        return f'<p class="small">{escape(translate(lang, "compare.no_explanation", name=title))}</p>'
    from explain.markup import highlighted_fields
    from explain.reasons import reason
    from explain.wording import wording

    words = wording(lang)
    labelled: dict[str, list[str]] = {}
    for part, name, marked in highlighted_fields(explanation, lang):
        labelled.setdefault(words.get(f"{name}_field", words[f"part_{part}"]), []).append(f"<p>{marked}</p>")
    texts = "".join(
        f'<div class="label">{escape(label)}</div><div>{"".join(of)}</div>' for label, of in labelled.items()
    )
    return f'<p>{escape(reason(explanation, lang, item))}</p><div class="texts">{texts}</div>'


def _drivers(found: Comparison, a: Explanation | None, b: Explanation | None, lang: str) -> str:
    """Return the strongest drivers of either explanation with the shares in both, bars to each one's largest."""
    if a is None and b is None:
        return ""
    from explain.contrast import lined_up
    from explain.wording import signed

    rows = lined_up(a or b, b or a).rows  # type: ignore[arg-type]  # one of them is there
    most = [max((abs(share or 0.0) for share in of), default=0.0) or 1.0 for of in _shares(rows, a, b)]
    shares = list(zip(rows, *_shares(rows, a, b), strict=True))
    shares.sort(key=lambda each: -max(abs(each[1] or 0.0) / most[0], abs(each[2] or 0.0) / most[1]))
    names = titles(found, lang)
    present = [number for number, each in enumerate((a, b)) if each is not None]
    columns = [Column(translate(lang, "compare.driver"))]
    for number in present:
        columns += [Column(names[number], number=True), Column("")]
    cells: list[list[Cell]] = []
    for row, *both in shares[:DRIVERS]:
        line: list[Cell] = [_driver(row, lang)]
        for number in present:
            share = both[number]
            line += ["–" if share is None else signed(share), bar(share or 0.0, most[number])]
        cells.append(line)
    note = f'<p class="small">{escape(translate(lang, "compare.scores_apart"))}</p>' if len(present) == 2 else ""
    return table(columns, cells) + note


def _driver(row: ContrastRow, lang: str) -> str:
    """Say what a driver is: a word with the text it stands in, or a feature with its value, the same for both."""
    from explain.explanation import Contribution
    from explain.wording import driver_name, quoted, wording

    if row.part == "item":
        return f"{quoted(row.name, lang)} · {wording(lang).get(f'{row.field}_field', row.field or '')}"
    value = row.value_a if row.value_a is not None else row.value_b
    return driver_name(Contribution(row.part, row.name, 0.0, value=value), lang)


def _shares(rows: Sequence[ContrastRow], a: object, b: object) -> tuple[list[float | None], list[float | None]]:
    return [row.in_a if a else None for row in rows], [row.in_b if b else None for row in rows]


def why_link(loser: Loser, lang: str) -> str:
    """Return a link to the Why page on this context; a rare search is not written into it."""
    known = {"search": loser.search, "user": loser.user_id, "item": loser.turned_on.item_id, "lang": lang}
    query = urlencode({name: value for name, value in known.items() if value})
    text = escape(translate(lang, "compare.why"))
    return f'<a href="why?{escape(query, quote=True)}" target="_self">{text}</a>'


def loser_title(place: int, loser: Loser, lang: str) -> str:
    """Return a losing context in a line: its search and what it is worth with either ranker."""
    values = {"before": written(loser.value_a), "after": written(loser.value_b)}
    return translate(lang, "compare.loser", place=place, search=searched(loser, lang), **values)
