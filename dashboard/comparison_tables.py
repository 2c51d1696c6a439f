"""The figures of a comparison as HTML made of escaped text: the same on the page and in the page taken along."""

from __future__ import annotations

from html import escape

from dashboard.comparison_words import is_better, titles
from dashboard.definition_table import definition_table
from dashboard.i18n import translate
from dashboard.metric_words import metric_title, written
from dashboard.tables import Cell, Column, Html, table
from queries.comparing.churn import MEASURES
from queries.comparing.comparison import Comparison, Row


def quality_table(found: Comparison, lang: str) -> str:
    """Return the segments with their differences, drawn and written."""
    rows = found.segments
    most = max((abs(row[end]) for row in rows if row["state"] == "shown" for end in ("low", "high")), default=1.0)
    columns = [
        Column(translate(lang, "compare.segment")),
        Column(translate(lang, "compare.contexts"), number=True, extra=True),
        Column(translate(lang, "compare.interval")),
        Column(translate(lang, "compare.difference"), number=True, help=translate(lang, "compare.difference_help")),
        Column("q", number=True, help=translate(lang, "compare.q_help")),
        Column(translate(lang, "compare.wins"), number=True, extra=True),
        Column(translate(lang, "compare.effect"), number=True, help=translate(lang, "compare.effect_help")),
        Column(
            translate(lang, "compare.detectable"),
            number=True,
            help=translate(lang, "compare.detectable_help"),
        ),
    ]
    return table(columns, [_quality_cells(found, row, most, lang) for row in rows])


def _quality_cells(found: Comparison, row: Row, most: float, lang: str) -> list[Cell]:
    name = found.titles[row["segment"]][lang]
    if row["state"] != "shown":
        return [name, *_silent(row, lang), *["–"] * 5]
    colour = ("better" if is_better(found, row) else "worse") if row["significant"] else "unsure"
    return [
        name,
        f"{row['contexts']:,}",
        interval(row["low"], row["difference"], row["high"], most, colour),
        written(row["difference"], signed=True) + ("*" if row["significant"] else ""),
        written(row["q"]),
        f"{row['wins']:,} / {row['losses']:,} / {row['ties']:,}",
        written(row["effect"], signed=True),
        written(row["least_detectable"]),
    ]


def _silent(row: Row, lang: str) -> tuple[str, str]:
    """Return the size of a group and why nothing is said of it."""
    if row["state"] == "hidden":
        return "–", translate(lang, "compare.hidden")
    return f"{row['contexts']:,}", translate(lang, "compare.few")


def interval(low: float, mean: float, high: float, most: float, colour: str) -> Html:
    """Return a line from low to high with a dot at the mean, around a middle stroke at 0; ``most`` is half its width.

    >>> interval(-0.5, 0.0, 0.5, 1.0, "unsure").code
    '<div class="span unsure"><i style="left:25.0%;width:50.0%"></i><b style="left:50.0%"></b></div>'
    """
    left, middle, right = (50 + 50 * min(max(value / (most or 1.0), -1), 1) for value in (low, mean, high))
    line = f'<i style="left:{left:.1f}%;width:{right - left:.1f}%"></i><b style="left:{middle:.1f}%"></b>'
    return Html(f'<div class="span {colour}">{line}</div>')


def churn_table(found: Comparison, lang: str) -> str:
    """Return the measures of churn with their intervals."""
    columns = [
        Column(translate(lang, "compare.measure")),
        Column(translate(lang, "compare.mean"), number=True),
        Column(translate(lang, "compare.interval"), number=True),
    ]
    names = {
        "rbo": "compare.measure_rbo",
        "overlap": "compare.measure_overlap",
        "same_top": "compare.measure_same_top",
        "same_order": "compare.measure_same_order",
    }
    rows = [(translate(lang, names[name], k=found.k), found.churn[name]) for name in MEASURES]
    return table(columns, [[title, *_mean(row, lang)] for title, row in rows])


def churn_segments(found: Comparison, lang: str) -> str:
    """Return the rank-biased overlap of each segment."""
    columns = [
        Column(translate(lang, "compare.segment")),
        Column(translate(lang, "compare.mean"), number=True),
        Column(translate(lang, "compare.interval"), number=True),
    ]
    return table(columns, [[found.titles[row["segment"]][lang], *_mean(row, lang)] for row in found.churn_segments])


def _mean(row: Row, lang: str) -> list[Cell]:
    if row["state"] != "shown":
        return [translate(lang, "compare.hidden" if row["state"] == "hidden" else "compare.few"), "–"]
    return [written(row["mean"]), f"{written(row['low'])} – {written(row['high'])}"]


def depths(found: Comparison, lang: str) -> str:
    """Return for each depth the share of the places down to it that both have, as bars."""
    columns = [
        Column(translate(lang, "compare.depth"), number=True),
        Column(translate(lang, "compare.shared")),
        Column("", number=True),
    ]
    rows: list[list[Cell]] = [
        [
            str(row["depth"]),
            Html(f'<div class="share"><i style="width:{100 * row["overlap"]:.1f}%"></i></div>'),
            f"{row['overlap']:.0%}",
        ]
        for row in found.depths
    ]
    return table(columns, rows)


def definition(found: Comparison, lang: str) -> str:
    """Return what the metric's definition states, with its version, and the identities of the rankers and the data."""
    metric = metric_title(found.metric, lang)
    stated = definition_table(found.definition, found.version, found.grading, lang)
    identities = [
        *((title, own) for title, own in zip(titles(found, lang), (found.a, found.b), strict=True)),
        (
            translate(lang, "compare.data"),
            translate(lang, "compare.data_text", data=found.data_id, snapshot=found.snapshot_id),
        ),
    ]
    title = translate(lang, "compare.definition", metric=metric)
    meaning = found.definition.get(f"meaning_{lang}", "")
    return (
        f"<p><b>{escape(title)}</b> {escape(meaning)}</p>{stated}"
        f"<p><b>{escape(translate(lang, 'compare.identity'))}</b></p>{table([Column(''), Column('')], identities)}"
    )
