"""What a comparison of two rankers says, in sentences: made only from its figures, in either language."""

from __future__ import annotations

from typing import Any

from dashboard.i18n import translate
from dashboard.metric_words import metric_title, written
from dashboard.text import share
from queries.comparing import pool_of
from queries.comparing.comparison import Comparison
from queries.comparing.losers import Loser
from queries.slates import FLOOR, LOGGED

DECISION_KEYS = {
    "ship": "compare.ship",
    "ship with conditions": "compare.ship_with_conditions",
    "do not ship": "compare.do_not_ship",
}
_ANSWERS = {
    "better": "compare.answer_better",
    "worse": "compare.answer_worse",
    "not told apart": "compare.answer_same",
    "too little": "compare.answer_little",
}
_FLOORS = {"bm25": "compare.bm25", "popularity": "compare.popularity", "popularity-purchase": "compare.popularity"}
_POOLS = {"catalogue": "compare.pool_catalogue", "judged": "compare.pool_judged"}


def slate_title(ranker_id: str, name: str, lang: str) -> str:
    """Return what a ranking is called: ``name`` is that of :func:`queries.slates.slate_names`.

    >>> slate_title("logged", "logged", "en"), slate_title("7d430e8f50e8:catalogue", "mine:catalogue", "en")
    ('what was shown', 'mine, over the whole catalogue')
    """
    if ranker_id == LOGGED:
        return translate(lang, "compare.logged")
    own = name.partition(":")[0]
    if ranker_id.startswith(FLOOR) and own in _FLOORS:
        own = translate(lang, _FLOORS[own])
    pool = _POOLS.get(pool_of(ranker_id))
    return translate(lang, "compare.of_pool", name=own, pool=translate(lang, pool)) if pool else own


def titles(found: Comparison, lang: str) -> tuple[str, str]:
    """Return what a and b are called."""
    return slate_title(found.a, found.name_a, lang), slate_title(found.b, found.name_b, lang)


def answer(found: Comparison, lang: str) -> str:
    """Say whether b is better than a, by how much, how surely and in how many contexts."""
    a, b = titles(found, lang)
    row = found.quality
    detectable = written(row["least_detectable"])
    said = translate(lang, _ANSWERS[found.outcome], a=a, b=b, detectable=detectable)
    if found.b == LOGGED or found.b.startswith(FLOOR):
        said = said[:1].upper() + said[1:]  # a ranker's own name is written as it is
    if row["state"] != "shown":
        return said
    return said + translate(
        lang,
        "compare.numbers",
        metric=metric_title(found.metric, lang),
        **{name: written(row[name]) for name in ("mean_a", "mean_b")},
        **{name: written(row[name], signed=True) for name in ("difference", "low", "high")},
        **{name: f"{row[name]:,}" for name in ("contexts", "shoppers", "wins", "losses", "ties")},
    )


def churn_answer(found: Comparison, lang: str) -> str | None:
    """Say how much of the slates changes; None where too few are behind it."""
    if found.churn["rbo"]["state"] != "shown":
        return None
    mean = {name: row["mean"] for name, row in found.churn.items()}
    return translate(
        lang,
        "compare.churn",
        k=found.k,
        rbo=written(mean["rbo"]),
        overlap=share(mean["overlap"], 1),
        same_top=share(mean["same_top"], 1),
    )


def segments_answer(found: Comparison, lang: str) -> str | None:
    """Say in which segments b is worse; None where none can be told of."""
    shown = [row for row in found.segments if row["state"] == "shown"]
    if not shown:
        return None
    worse = [row for row in shown if row["significant"] and not is_better(found, row)]
    if not worse:
        return translate(lang, "compare.worse_nowhere", dimension=found.titles[""][lang])
    named = (f"{found.titles[row['segment']][lang]} ({written(row['difference'], signed=True)})" for row in worse)
    return translate(lang, "compare.worse_in", segments=("、" if lang == "zh" else ", ").join(named))


def is_better(found: Comparison, row: dict[str, Any]) -> bool:
    """Whether the difference of a row is to the better."""
    return bool((row["difference"] > 0) == (found.direction != "lower"))


def searched(loser: Loser, lang: str) -> str:
    """Return what a context is called: its search, unless that is a rare one or there was none."""
    if loser.search is None:
        key = "compare.rare" if loser.rare else "compare.no_search"
        return translate(lang, key, surface=loser.surface or "–")
    return f"“{loser.search}”"


def findings(found: Comparison, lang: str) -> str:
    """Return what was measured, a line each, for the reviewer to go on from."""
    lines = [answer(found, lang), segments_answer(found, lang), churn_answer(found, lang)]
    if found.losers:
        worst = found.losers[0]
        difference = written(worst.difference, signed=True)
        lines.append(translate(lang, "compare.worst_loser", search=searched(worst, lang), difference=difference))
    return "\n".join(line for line in lines if line)
