"""One explanation as one HTML file that opens offline: reason, highlighted texts, waterfall and features."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from explain.explanation import PARTS, Contribution, Explanation
from explain.how import how_made
from explain.markup import AGAINST, FOR, STYLE, highlighted_fields
from explain.reading import reading_notes
from explain.reasons import reason
from explain.trust.telling import headline, told
from explain.wording import driver_name, feature_title, feature_value, signed, wording

BARS = 14

_PAGE = """<!doctype html>
<html lang="{lang}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>{title}</title><style>
:root{{color-scheme:light dark;--line:rgba(128,128,128,.3)}}
body{{font:16px/1.55 system-ui,"Noto Sans CJK SC","PingFang SC","Microsoft YaHei",sans-serif;max-width:52rem;
margin:2rem auto;padding:0 1rem;background:Canvas;color:CanvasText}}
h1{{font-size:1.4rem}}h2{{font-size:1.05rem;margin-top:1.8rem}}
table{{border-collapse:collapse;width:100%}}td,th{{padding:.25rem .5rem;border-bottom:1px solid var(--line);
text-align:left;vertical-align:middle}}td.number{{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}}
.track{{position:relative;height:1rem;min-width:9rem}}.bar{{position:absolute;top:0;height:100%;border-radius:2px}}
.small{{opacity:.75;font-size:.85rem}}.badge{{border:1px solid var(--line);border-radius:1rem;padding:.05rem .6rem}}
{style}</style></head><body>
<h1>{title} {badge}</h1>
{care}<p>{reason}</p>
<p class="small">{figures}</p>
{trust}
<h2>{words_title}</h2><table>{fields}</table><p class="small">{legend}</p>{notes}
<h2>{waterfall_title}</h2><table>{waterfall}</table>
<h2>{features_title}</h2>{features}
<p class="small">{made_with}</p>
</body></html>
"""


def to_html(
    explanation: Explanation,
    lang: str = "en",
    item: str | None = None,
    simulated: bool = False,
    care: Sequence[str] = (),
) -> str:
    """Return the page as text.

    ``item``: what to call the item; ``simulated`` says so beside the title; ``care``: what to be told before all else,
    such as that the context is odd (:mod:`explain.odd_input`).
    """
    words = wording(lang)
    figures = (
        f"{words['score']} {signed(explanation.score)} · {words['base']} {signed(explanation.base)} · "
        f"{words['probability']} {explanation.probability:.1%} · {words['completeness_gap']} "
        f"{explanation.completeness_gap:+.4f} ({explanation.relative_gap:.2%})"
    )
    badge = f'<span class="badge small">{escape(words["simulated"])}</span>' if simulated else ""
    made_with = words["made_with"].format(model=explanation.ranker_identity, data=explanation.snapshot_id)
    made_with = f"{how_made(explanation, lang)} {made_with}".strip()
    return _PAGE.format(
        lang="zh-CN" if lang == "zh" else "en",
        title=escape(words["title"]),
        badge=badge,
        style=STYLE,
        care="".join(f"<p><strong>{escape(each)}</strong></p>\n" for each in care[:1])
        + "".join(f"<p>{escape(each)}</p>\n" for each in care[1:]),
        reason=escape(reason(explanation, lang, item)),
        figures=escape(figures),
        trust=_trust(explanation, lang),
        words_title=escape(words["words"]),
        fields="".join(
            _field_row(part, name, html, lang) for part, name, html in highlighted_fields(explanation, lang)
        ),
        legend=escape(words["legend"]),
        notes="".join(f'<p class="small">{escape(note)}</p>' for note in reading_notes(explanation, lang)),
        waterfall_title=escape(words["waterfall"]),
        waterfall=_waterfall(explanation, lang),
        features_title=escape(words["features"]),
        features=_features(explanation, lang),
        made_with=escape(made_with),
    )


def _trust(explanation: Explanation, lang: str) -> str:
    """Return the verdict and its reasons, to be opened; nothing where nothing was measured."""
    if explanation.trust is None:
        return ""
    verdict = explanation.trust.verdict
    reasons = "".join(f"<li>{escape(told(reason, lang))}</li>" for reason in verdict.reasons)
    return f"<details><summary>{escape(headline(verdict, lang))}</summary><ul class=small>{reasons}</ul></details>"


def _field_row(part: str, name: str, html: str, lang: str) -> str:
    words = wording(lang)
    label = words.get(f"{name}_field", words[f"part_{part}"])
    return f"<tr><th scope=row class=small>{escape(label)}</th><td>{html}</td></tr>"


def _features(explanation: Explanation, lang: str) -> str:
    if not explanation.features:
        return f"<p class=small>{escape(wording(lang)['texts_only'])}</p>"
    return f"<table>{''.join(_feature_row(c, lang) for c in explanation.features)}</table>"


def _feature_row(contribution: Contribution, lang: str) -> str:
    return (
        f"<tr><td>{escape(feature_title(contribution.name, lang))}</td>"
        f"<td class=number>{escape(feature_value(contribution.name, contribution.value, lang))}</td>"
        f"<td class=number>{signed(contribution.contribution)}</td></tr>"
    )


def waterfall_steps(explanation: Explanation, lang: str, bars: int = BARS) -> list[tuple[str, float]]:
    """Return (label, contribution) of the strongest drivers, then what the others of each part add up to.

    Together with the completeness gap the steps lead from base to score.
    """
    words = wording(lang)
    shown = explanation.top(bars)
    steps = [(driver_name(c, lang), c.contribution) for c in shown]
    chosen = {id(c) for c in shown}
    for part in PARTS:
        rest = [c.contribution for c in explanation.contributions if c.part == part and id(c) not in chosen]
        if rest:
            steps.append((f"{words[f'part_{part}']}: {words['others'].format(count=len(rest))}", sum(rest)))
    if abs(explanation.completeness_gap) >= 0.005:
        steps.append((words["completeness_gap"], explanation.completeness_gap))
    return steps


def _waterfall(explanation: Explanation, lang: str) -> str:
    words = wording(lang)
    steps = waterfall_steps(explanation, lang)
    levels = [explanation.base]
    for _, contribution in steps:
        levels.append(levels[-1] + contribution)
    low, high = min(levels), max(levels)
    width = (high - low) or 1.0
    rows = [_total_row(words["base"], explanation.base)]
    for (label, contribution), start in zip(steps, levels, strict=False):
        left = (min(start, start + contribution) - low) / width
        colour = FOR if contribution > 0 else AGAINST
        rows.append(
            f"<tr><td>{escape(label)}</td><td><div class=track><div class=bar style='left:{left:.2%};"
            f"width:{abs(contribution) / width:.2%};background:rgb({colour})'></div></div></td>"
            f"<td class=number>{signed(contribution)}</td></tr>"
        )
    rows.append(_total_row(words["score"], explanation.score))
    return "".join(rows)


def _total_row(label: str, value: float) -> str:
    return f"<tr><th scope=row>{escape(label)}</th><td></td><td class=number><b>{signed(value)}</b></td></tr>"
