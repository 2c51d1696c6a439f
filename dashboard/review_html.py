"""A review as one HTML file that opens offline: what was decided, and everything it was made from."""

from __future__ import annotations

from html import escape

from dashboard import comparison_tables, loser_blocks
from dashboard.comparison_words import DECISION_KEYS, answer, churn_answer, segments_answer, titles
from dashboard.i18n import translate
from dashboard.metric_words import metric_title, written
from dashboard.styles import PAGE_STYLE
from dashboard.tables import Column, table
from queries.comparing.comparison import Comparison
from queries.comparing.losers import Loser
from queries.comparing.records import RankerReview

_PAGE = """<!doctype html>
<html lang="{lang}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>{title}</title>{page_style}<style>
:root{{color-scheme:light dark}}
body{{font:16px/1.55 system-ui,"Noto Sans CJK SC","PingFang SC","Microsoft YaHei",sans-serif;max-width:64rem;
margin:2rem auto;padding:0 1rem;background:Canvas;color:CanvasText}}
h1{{font-size:1.4rem}}h2{{font-size:1.15rem;margin-top:2rem}}h3{{font-size:1rem;margin-top:1.6rem}}
.findings{{white-space:pre-wrap;border-left:3px solid rgba(128,128,128,.4);padding-left:1rem}}
{style}</style></head><body>
{body}
</body></html>
"""


def to_html(review: RankerReview, lang: str) -> str:
    """Return the page as text, every text of shop, shopper and reviewer escaped; the same review has the same page."""
    from explain.markup import STYLE  # brings torch, which a page waits for only where it must

    found = review.comparison
    a, b = titles(found, lang)
    when = f"{review.made_at:%Y-%m-%d %H:%M:%S}"
    decision = translate(lang, DECISION_KEYS[review.decision])
    badge = f'<span class="badge">{escape(translate(lang, "compare.simulated"))}</span>' if review.simulated else ""
    title = translate(lang, "compare.record", review=review.review_id, when=when)
    record = translate(lang, "compare.record_lead", decision=decision, a=a, b=b, reviewer=review.reviewer)
    parts = [
        f"<h1>{escape(title)} {badge}</h1>",
        f'<p class="lead">{escape(record)}</p>',
        _section("compare.findings", lang),
        f'<div class="findings">{escape(review.findings)}</div>',
        _section("compare.quality", lang),
        *_quality(found, lang),
        _section("compare.change", lang),
        _paragraph(churn_answer(found, lang)),
        comparison_tables.churn_table(found, lang),
        comparison_tables.depths(found, lang) if found.depths else "",
        comparison_tables.churn_segments(found, lang) if found.churn_segments else "",
        _section("compare.losers", lang),
        *(_loser(review, place, loser, lang) for place, loser in enumerate(found.losers, start=1)),
        _section("compare.how", lang),
        comparison_tables.definition(found, lang),
    ]
    return _PAGE.format(
        lang="zh-CN" if lang == "zh" else "en",
        title=escape(title),
        page_style=PAGE_STYLE,
        style=STYLE,
        body="\n".join(part for part in parts if part),
    )


def _section(key: str, lang: str) -> str:
    return f"<h2>{escape(translate(lang, key))}</h2>"


def _paragraph(sentence: str | None) -> str:
    return f"<p>{escape(sentence)}</p>" if sentence else ""


def _quality(found: Comparison, lang: str) -> list[str]:
    """Return the answer, its figures in a table, and those of the segments."""
    parts = [_paragraph(answer(found, lang))]
    if found.quality["state"] != "shown":
        return parts
    columns = [
        Column(metric_title(found.metric, lang)),
        Column(translate(lang, "compare.difference"), number=True),
        Column("95 %", number=True),
        Column("p", number=True),
        Column(translate(lang, "compare.effect"), number=True),
        Column(translate(lang, "compare.detectable"), number=True),
    ]
    names = (translate(lang, "compare.mean"), translate(lang, "compare.net_wins"))
    rows = [
        [
            name,
            written(row["difference"], signed=True),
            f"{written(row['low'], signed=True)} – {written(row['high'], signed=True)}",
            written(row["p"]),
            written(row["effect"], signed=True),
            written(row["least_detectable"]),
        ]
        for name, row in zip(names, (found.quality, found.signs), strict=True)
    ]
    parts.append(table(columns, rows))
    if found.segments:
        parts += [f"<h3>{escape(found.titles[''][lang])}</h3>", _paragraph(segments_answer(found, lang))]
        parts += [comparison_tables.quality_table(found, lang), _small(translate(lang, "compare.legend"))]
    return parts


def _small(sentence: str) -> str:
    return f'<p class="small">{escape(sentence)}</p>'


def _loser(review: RankerReview, place: int, loser: Loser, lang: str) -> str:
    found = review.comparison
    told = review.explanations.get(loser.context_id)
    return "\n".join(
        [
            f"<h3>{escape(loser_blocks.loser_title(place, loser, lang))}</h3>",
            loser_blocks.slates(found, loser, lang),
            f'<p class="small">{loser_blocks.turned_on(loser, lang)}</p>',
            loser_blocks.explanations(found, loser, told, lang) if told else "",
        ]
    )
