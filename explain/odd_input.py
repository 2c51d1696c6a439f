"""What is odd about what a ranker is asked, told in a few sentences."""

from __future__ import annotations

from explain.wording import feature_title, feature_value, listed, quoted, wording
from models.familiarity import Beyond, Familiarity, Judgement

MOST_FEATURES = 3


def odd_notes(judgement: Judgement, lang: str = "en") -> tuple[str, ...]:
    """Return what is odd, a sentence each, and how far the warning can be relied on; nothing where nothing is odd.

    >>> seen = Judgement({"far": 30.0}, {"far": 15.0}, 0.01, (("smart watch", 30.0),))
    >>> print(*odd_notes(seen), sep="\\n")
    The search is far from all that the model knows: 2.0 times the usual limit. The nearest it knows: “smart watch”.
    Take the slate and its reasons with care. About 1% of ordinary contexts are flagged as well.
    >>> odd_notes(Judgement({"far": 3.0}, {"far": 15.0}, 0.01))
    ()
    """
    words = wording(lang)
    if not judgement.odd:
        return ()
    notes = []
    if "far" in judgement.odd:
        times = judgement.values["far"] / max(judgement.marks["far"], 1e-9)
        notes.append(words["odd_far"].format(times=f"{times:.1f}"))
    if "surprising" in judgement.odd:
        notes.append(words["odd_surprising"])
    if ("far" in judgement.odd or "surprising" in judgement.odd) and judgement.nearest:
        near = listed((quoted(search, lang) for search, _ in judgement.nearest), lang)
        notes[-1] += words["odd_nearest"].format(searches=near)
    if "beyond" in judgement.odd:
        furthest = [each for each in judgement.beyond if each.deviations > judgement.marks["beyond"]][:MOST_FEATURES]
        notes.append(words["odd_beyond"].format(features=listed((_told(each, lang) for each in furthest), lang)))
    notes.append(words["odd_alarms"].format(share=_share(judgement.false_alarms)))
    return tuple(notes)


def alarms_told(familiarity: Familiarity, lang: str = "en") -> str:
    """Return how the marks were set, and how often they were passed afterwards, in a sentence."""
    after = familiarity.figures.get("achieved", {}).get("all")
    if after is None:
        return wording(lang)["odd_unmeasured"].format(share=_share(familiarity.false_alarms))
    return wording(lang)["odd_measured"].format(
        share=_share(familiarity.false_alarms),
        marked=f"{familiarity.figures['marked_on']:,}",
        flagged=f"{after['flagged']:.2%}",
        contexts=f"{after['contexts']:,}",
    )


def _told(beyond: Beyond, lang: str) -> str:
    return wording(lang)["odd_feature"].format(
        title=feature_title(beyond.feature, lang),
        value=feature_value(beyond.feature, beyond.value, lang),
        low=feature_value(beyond.feature, beyond.low, lang),
        high=feature_value(beyond.feature, beyond.high, lang),
    )


def _share(value: float) -> str:
    return f"{value * 100:.2g}%"
