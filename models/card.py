"""The ranker's card: what it was trained on, how, how good it is and what it must not be used for.

``card.json`` holds the facts, one section per command that learned them; ``README.md`` beside it is written from them.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from models.files import replace_file

CARD, README = "card.json", "README.md"

LIMITS = (
    "It has seen one shop only; another shop's items, prices and shoppers need a ranker of their own.",
    "Shoppers and items without any record are ranked by text and by the training mean of what is absent.",
    "A chance is calibrated over the positions as shown in the validation span, not for one position.",
    "Behaviour features describe the past; they are associations the ranker found, not causes.",
)

GROUP_TITLES = {
    "trained": "perturbed, trained on",
    "held_out": "perturbed, held out",
    "other": "items and behaviour perturbed",
    "must_change": "must change the slate",
}
ROBUSTNESS_TITLES = {"failed": "tests failed", "overlap": "overlap of the first places", "ndcg_loss": "nDCG lost"}
METRIC_TITLES = {"ndcg": "nDCG", "recall": "recall"}
SCORER_TITLES = {
    "ranker": "**this ranker**",
    "text": "text only (trained so)",
    "behaviour": "behaviour only (trained so)",
    "bm25": "BM25 (jieba words), then popularity",
    "popularity": "popularity, 30 days",
    "personal_frequency": "personal frequency, then popularity",
    "item_to_item": "item-to-item cosine, then popularity",
    "random": "random",
    "logged": "as it was shown",
}


def read_card(folder: str | Path) -> dict[str, Any]:
    """Return the card's sections; an empty dict where the ranker has no card yet."""
    path = Path(folder) / CARD
    return json.loads(path.read_text("utf-8")) if path.is_file() else {}


def update_card(folder: str | Path, **sections: Any) -> dict[str, Any]:
    """Add or replace sections of the card, write ``card.json`` and ``README.md``, and return the whole card.

    Sections with a place in the README: ``data``, ``pretraining``, ``training``, ``evaluation``, ``robustness``,
    ``completeness``.
    ``limits`` are those of a ranker trained here, unless the card has others.
    """
    path = Path(folder)
    card = {"limits": list(LIMITS), **read_card(path), **sections}
    text = json.dumps(card, ensure_ascii=False, indent=2, default=str)
    replace_file(path / CARD, lambda file: file.write_text(text + "\n", "utf-8"))
    replace_file(path / README, lambda file: file.write_text(readme(card), "utf-8"))
    return card


def learned_until(card: Mapping[str, Any]) -> datetime | None:
    """Return the day from which on nothing was learned from, weights or calibration; None where the card does not say.

    >>> learned_until({"data": {"training_until": "2025-05-05", "validation_until": "2025-05-12"}})
    datetime.datetime(2025, 5, 12, 0, 0)
    """
    data = card.get("data", {})
    day = data.get("validation_until") or data.get("training_until")
    return datetime.fromisoformat(day) if day else None


def readme(card: Mapping[str, Any]) -> str:
    """Return the card as Markdown.

    >>> print(readme({"data": {"origin": "simulated"}, "limits": ["One shop."]}).splitlines()[2])
    **The data behind this ranker are simulated.**
    """
    lines = ["# Ranker card", ""]
    data = card.get("data", {})
    if "simulated" in str(data.get("origin", "")):
        lines += ["**The data behind this ranker are simulated.**", ""]
    if "evaluation" in card:
        lines += _quality(card["evaluation"], "training" in card)
    if "robustness" in card:
        lines += _robustness(card["robustness"])
    if "completeness" in card:
        lines += _completeness(card["completeness"])
    for name, title in (("data", "Data"), ("training", "Fine-tuning"), ("pretraining", "Pretraining")):
        if name in card:
            lines += [f"## {title}", "", *_facts(card[name])]
    lines += ["## Limits", "", *(f"- {limit}" for limit in card.get("limits", ())), ""]
    return "\n".join(lines)


def _quality(evaluation: Mapping[str, Any], trained_here: bool) -> list[str]:
    known = "later than all training data" if trained_here else "(nobody here knows whether it learned from them)"
    lines = [
        "## Quality",
        "",
        f"Measured on {evaluation['contexts']:,} contexts {known}, mean ± standard error; "
        "*ahead* is the ranker's lead in the same contexts.",
        "",
    ]
    for part, title in (("catalogue", "Over the whole catalogue of the platform"), ("slate", "The logged slate again")):
        if evaluation.get(part):
            lines += [f"### {title}", "", *_table(evaluation[part]), ""]
    if evaluation.get("surfaces"):
        surfaces = evaluation["surfaces"]
        names = list(evaluation["catalogue"])
        lines += ["### nDCG over the catalogue, by surface", ""]
        lines += [f"| | {' | '.join(surfaces)} |", "|---" * (len(surfaces) + 1) + "|"]
        for name in names:
            values = " | ".join(f"{surfaces[surface].get(name, float('nan')):.3f}" for surface in surfaces)
            lines.append(f"| {SCORER_TITLES.get(name, name)} | {values} |")
        lines.append("")
    if evaluation["calibration_error"] is not None:
        lines += [f"Expected calibration error of the chance: {evaluation['calibration_error']:.4f}.", ""]
    return lines


def _robustness(robustness: Mapping[str, Any]) -> list[str]:
    """Return what became of clean and of perturbed contexts, before and after."""
    clean = robustness["clean"]
    lines = [
        "## Clean and perturbed",
        "",
        f"Beside the ranker before it ({robustness['before']['name']}, {robustness['before']['identity']}), on the "
        f"same contexts and draws, with 95 % intervals of the difference: over {clean['contexts']:,} clean contexts, "
        "over seeds for perturbed ones.",
        "",
        "| | | before | after | difference |",
        "|---|---|---|---|---|",
        _compared("clean", clean["metric"], clean, 4),
    ]
    for group, values in robustness["perturbed"].items():
        for measure, title in ROBUSTNESS_TITLES.items():
            if measure in values:
                lines.append(_compared(GROUP_TITLES.get(group, group), title, values[measure], 3))
    told = [
        f"{GROUP_TITLES.get(group, group)}: {', '.join(values['perturbations'])}"
        for group, values in robustness["perturbed"].items()
    ]
    return [*lines, "", "; ".join(told) + ".", ""]


def _completeness(found: Mapping[str, Mapping[str, float]]) -> list[str]:
    """Return by how much the integrated gradients of each ranker miss their sum at a fixed number of steps."""
    lines = [
        "## How exact its explanations are",
        "",
        "Integrated gradients before any doubling of steps: what their sum misses, as a share of the scores' range.",
        "",
        "| | pairs | steps | median | 95th percentile |",
        "|---|---|---|---|---|",
    ]
    for name, each in found.items():
        shares = f"{each['median']:.4%} | {each['p95']:.4%}"
        lines.append(f"| {name.replace('_', ' ')} | {each['pairs']} | {each['steps']} | {shares} |")
    return [*lines, ""]


def _compared(group: str, measure: str, values: Mapping[str, float], digits: int) -> str:
    before, after = (f"{values[name]:.{digits}f}" for name in ("before", "after"))
    difference, low, high = (f"{values[name]:+.{digits}f}" for name in ("difference", "low", "high"))
    return f"| {group} | {measure} | {before} | {after} | {difference} ({low} to {high}) |"


def _table(figures: Mapping[str, Mapping[str, Mapping[str, float]]]) -> list[str]:
    metrics = list(next(iter(figures.values())))
    heads = [f"{METRIC_TITLES.get(metric.split('@')[0], metric)}@{metric.split('@')[1]}" for metric in metrics]
    lines = ["| | " + " | ".join(f"{head} | ahead" for head in heads) + " |", "|---" * (2 * len(metrics) + 1) + "|"]
    for name, values in sorted(figures.items(), key=lambda row: -row[1][metrics[0]]["mean"]):
        cells = []
        for metric in metrics:
            figure = values[metric]
            cells.append(f"{figure['mean']:.3f} ± {figure['error']:.3f}")
            cells.append("" if name == "ranker" else f"{figure['ahead']:+.3f} ± {figure['ahead_error']:.3f}")
        lines.append(f"| {SCORER_TITLES.get(name, name)} | {' | '.join(cells)} |")
    return lines


def _facts(section: Mapping[str, Any]) -> list[str]:
    lines = []
    for name, value in section.items():
        shown = json.dumps(value, ensure_ascii=False) if isinstance(value, Mapping | list | tuple) else value
        lines.append(f"- {name.replace('_', ' ')}: {shown}")
    return [*lines, ""]
