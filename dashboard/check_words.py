"""Findings of a check in words, for the Overview and the command line, and the pages that lead behind them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dashboard.i18n import translate
from dashboard.metric_words import metric_title, written
from dashboard.segment_words import conditions
from queries.observe import LOGGED
from queries.segments import Dimension
from queries.watch.checks import Finding
from queries.watched import WATCHED

SHARES = ("traffic", "rows", "figures", "explanations", "ranker")


def title(found: Finding, lang: str, slates: Mapping[str, str], known: Mapping[str, Dimension]) -> str:
    """Return what was checked, as a noun. ``slates``: names by ranker_id. ``known``: the dimensions there are.

    >>> title(Finding("drift.most_psi", 0.25, "fails", 0.7, subject={"column": "device"}), "en", {}, {})
    'Drift of “Device” (PSI)'
    >>> title(Finding("traffic.most_flagged", 0.01, "unknown", because="nobody_looked"), "zh", {}, {})
    '异常账号的流量'
    """
    name = found.key.replace(".", "_")
    if found.subject is None and found.value is None:
        return translate(lang, f"check.general_{name}")
    return translate(lang, f"check.{name}", **_places(found.subject or {}, lang, slates, known))


def _places(
    subject: Mapping[str, Any], lang: str, slates: Mapping[str, str], known: Mapping[str, Dimension]
) -> dict[str, str]:
    places = {name: f"{value:,}" if isinstance(value, int) else str(value) for name, value in subject.items()}
    if "column" in subject:
        places["column"] = WATCHED[subject["column"]].title[lang]
    if "metric" in subject:
        places["metric"] = metric_title(subject["metric"], lang)
        logged = translate(lang, "segments.logged")
        places["slates"] = logged if subject["slates"] == LOGGED else slates.get(subject["slates"], subject["slates"])
        places["segment"] = translate(lang, "check.no_segment")
    if "segments" in subject and set(subject["dimensions"]) <= set(known):
        places["segment"] = conditions(known, subject["dimensions"], subject["segments"], lang)
    return places


def value(found: Finding, lang: str) -> str:
    """Return the number that was measured, or why there is none.

    >>> value(Finding("traffic.most_flagged", 0.01, "fails", 0.028), "en")
    '2.8%'
    >>> value(Finding("days.most_unlike", 0, "unknown", because="too_short"), "en")
    'the log is too short'
    """
    if found.value is None:
        return translate(lang, f"check.because_{found.because}")
    return _number(found, found.value)


def limit(found: Finding, lang: str) -> str:
    """Return the limit, and on which side of it all is well.

    >>> limit(Finding("quality.minimum", 0.5, "passes", 0.6), "en")
    'at least 0.500'
    """
    least = found.key.startswith("quality.") and not found.key.endswith("most_lost")
    return translate(lang, "check.at_least" if least else "check.at_most", limit=_number(found, found.limit))


def headline(findings: Sequence[Finding], lang: str) -> str:
    """Return in a sentence whether all is well.

    >>> headline([Finding("days.most_unlike", 0, "fails", 2.0)], "en")
    'One thing needs a look.'
    """
    counts = {
        outcome: sum(found.outcome == outcome for found in findings) for outcome in ("fails", "unknown", "passes")
    }
    if counts["fails"] == 1:
        return translate(lang, "check.one_fails")
    if counts["fails"]:
        return translate(lang, "check.some_fail", count=counts["fails"])
    if counts["unknown"]:
        return translate(lang, "check.some_unknown", passed=counts["passes"], unknown=counts["unknown"])
    return translate(lang, "check.all_well", count=counts["passes"])


def place(found: Finding) -> tuple[str, dict[str, str | list[str]]] | None:
    """Return the page that leads behind a number with its parameters, None where there is none.

    >>> place(Finding("drift.most_psi", 0.25, "fails", 0.7, subject={"column": "device"}))
    ('data', {'view': 'drift', 'column': 'device'})
    """
    subject = found.subject or {}
    section = found.key.partition(".")[0]
    if section == "quality" and subject:
        return "data", {"view": "quality", "metric": subject["metric"], "slates": subject["slates"]}
    if section == "segments" and subject:
        only = [f"{a}={b}" for a, b in zip(subject.get("dimensions", ()), subject.get("segments", ()), strict=True)]
        asked = {"metric": subject["metric"], "slates": subject["slates"]}
        return "segments", {**asked, "only": only, "look": "contexts"} if only else asked
    views = {"drift": "drift", "days": "days", "traffic": "accounts", "rows": "sources"}
    if section in views:
        column = {"column": subject["column"]} if "column" in subject else {}
        return "data", {"view": views[section], **column}
    return ("patterns", {}) if section == "explanations" else None


def _number(found: Finding, number: float) -> str:
    section = found.key.partition(".")[0]
    if section in SHARES:
        return f"{number:.1%}"
    return f"{number:,.0f}" if section == "days" else written(number)
