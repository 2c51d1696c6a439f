"""Every language says everything, and nothing that is said is missing or left over."""

from __future__ import annotations

import ast
import dataclasses
import re
import string
from pathlib import Path
from typing import get_args

import pytest

from dashboard.data_views import VIEWS as DATA_VIEWS
from dashboard.group_looks import LOOKS as GROUP_LOOKS
from dashboard.group_looks.journeys import KINDS as STEPS_OF_A_VISIT
from dashboard.i18n import LANGUAGES, catalogue
from dashboard.panels.audit_choice import MEASURES
from dashboard.panels.profile_contexts import KINDS as MOMENTS
from dashboard.panels.resistance import COLOURS
from dashboard.panels.segment_looks import LOOKS
from dashboard.pattern_views import VIEWS as PATTERN_VIEWS
from dashboard.shopper_views import VIEWS as SHOPPER_VIEWS
from dashboard.text import reason_key
from dashboard.why_views import VIEWS
from explain.attack.edits import WORDINGS
from explain.attack.settings import DIRECTIONS
from explain.counterfactual import Of
from explain.methods import methods
from explain.methods.method import AddsUp
from explain.perturbations.perturbation import Expectation
from explain.perturbations.perturbation import Target as PerturbationTarget
from explain.settings import PLAYERS
from explain.trust.method_figures import METRICS
from explain.trust.tiny_changes import TINY_CHANGES
from models.baselines import BASELINES
from models.card import GROUP_TITLES
from models.cross_encoder import Target
from models.serving import FoundBy
from queries.explanations.reading import STATES
from queries.feedback import REASONS as REASONS_GIVEN
from queries.feedback import VERDICTS
from queries.overview import TABLES
from queries.patterns.choosing import ALL, DIMENSIONS
from queries.patterns.ledger import ORDERS
from queries.profiles.groups import STEPS, AffinityOf, CohortOf, Grain, GroupBy
from queries.profiles.shopper import Leaning
from queries.watch.accounts import FEATURES
from queries.watch.checks import CHECKS, Because, Outcome
from queries.watch.drift import BANDS

PARAMETERS = {
    field.name
    for players in PLAYERS
    for method in methods(players).values()
    for field in dataclasses.fields(method.parameters)
}
ROOT = Path(__file__).resolve().parents[2]
DASHBOARD = Path(__file__).resolve().parents[2] / "dashboard"
OTHERS = [code for code in LANGUAGES.values() if code != "en"]


def section(title: str) -> str:
    """Return one section of docs/import.md."""
    text = (ROOT / "docs" / "import.md").read_text("utf-8")
    return text.partition(f"## {title}\n")[2].partition("\n## ")[0]


# docs/import.md names every reason, which a test of the import holds it to: `reason` in the first column of a table.
REASONS = [
    reason
    for line in section("Why a row is rejected").splitlines()
    if line.startswith("|")
    for reason in re.findall(r"`([^`]+)`", line.split("|")[1])
]
# What f-strings such as t(f"part.{c.part}") can become.
COMPUTED = {
    "reason": [reason_key(reason) for reason in REASONS],
    "part": ["search", "history", "item", "behaviour"],
    "field": ["search", "title", "brand", "category", "attributes"],
    "origin": [f"{name}{kind}" for name in ("simulated", "recorded", "generated") for kind in ("", "_help")]
    + ["unknown"],
    "table": list(TABLES),
    "overview": ["items", "shoppers", "searches", "impressions", "events", "rejects"],
    "ranker": [
        *(f"scorer_{name}" for name in (*BASELINES, "ranker", "text", "behaviour", "logged")),
        *(f"metric_{name}{kind}" for name in ("ndcg", "recall") for kind in ("", "_help")),
        *("catalogue", "slate"),
        *(f"robust_{name}" for name in (*GROUP_TITLES, "before", "after", "difference")),
        *(f"robust_said_{group}" for group in ("trained", "held_out")),
    ],
    "view": list(VIEWS),
    "segments": [
        *(f"{name}{kind}" for name in ("metric", "by", "across", "slates") for kind in ("", "_help")),
        *(f"look_{name}" for name in LOOKS),
        *("rare", "no_search", "pairs", "predicted", "happened"),
    ],
    "patterns": [
        *(f"show_{name}" for name in PATTERN_VIEWS),
        *(f"by_{name}" for name in (ALL, *DIMENSIONS)),
        *(f"order_{name}" for name in ORDERS),
        *("strongest_for", "strongest_against", "search_yes", "search_no"),
        *(f"state_{state.replace(' ', '_')}" for state in STATES),
        *(f"verdict_{level}" for level in ("reliable", "care", "unreliable")),
        *(f"words_{words}_shopper_{shopper}" for words in ("for", "against") for shopper in ("for", "against")),
    ],
    "method": [
        *("words", "behaviour", "background"),
        *(f"adds_up_{kind}" for kind in get_args(AddsUp)),
        *(f"{players}_parameters" for players in PLAYERS),
        *(f"{name}{kind}" for name in PARAMETERS for kind in ("", "_help")),
    ],
    "methods": [
        *(f"{name}{kind}" for name in METRICS if name != "beats_random" for kind in ("", "_help")),
        *(f"over_{players}" for players in PLAYERS),
    ],
    "robustness": [
        *(f"measure_{measure}" for measure in MEASURES),
        *(f"view_{view}" for view in ("audit", "attack", "bench")),
        *(f"{kind}{promise}" for promise in get_args(Expectation) for kind in ("", "promise_")),
        *(f"target_{target}" for target in get_args(PerturbationTarget)),
        *("fell", "rose_item"),
    ],
    "attack": [
        *(f"{kind}_{count}" for kind in (*DIRECTIONS, "gone") for count in ("one", "many")),
        *(f"{kind}_{direction}" for kind in ("none", "direction") for direction in DIRECTIONS),
        *(f"kind_{kind}" for kind in WORDINGS),
        *(f"median_{direction}" for direction in DIRECTIONS),
        *(f"part_{part}" for part in COLOURS),
        *(f"source_{source}" for source in ("sample", "own")),
        *(f"count_{kind}" for kind in ("one", "many", "more")),
        *("before", "after", "edit", "taken_out", "put_in", "items", "shoppers", "candidates", "candidates_help"),
        *(f"{name}{kind}" for name in ("median", "one_edit", "not_found") for kind in ("", "_help")),
    ],
    "trust": [
        *(f"change_{name}" for name in TINY_CHANGES),
        *(f"baseline_{name}" for name in ("unknown_words", "half_background", "random")),
    ],
    "feedback": [*(verdict.replace(" ", "_") for verdict in VERDICTS), *REASONS_GIVEN, "verdict", "about", "comment"],
    "move": [
        *("change", "place", "cost", "usual", "common", "uncommon", "rare", "before", "after", "difference"),
        *(f"{kind}_{of}" for kind in ("of", "limits") for of in get_args(Of)),
    ],
    "what_if": ["other", "this", "way", "way_help", "rows", "rows_help", "in_this", "in_other"],
    "contrast": ["other", "this", "way", "way_help", "rows", "rows_help", "in_this", "in_other"],
    "shoppers": [
        *(f"{kind}_{name}" for kind in ("show", "how") for name in SHOPPER_VIEWS),
        *(f"kind_{name}" for name in MOMENTS),
        *(f"surface_{name}" for name in ("home", "search", "session")),
        *(f"price_{name}" for name in get_args(Leaning)),
        *get_args(AffinityOf),
    ],
    "groups": [
        *(f"look_{name}" for name in GROUP_LOOKS),
        *(f"{letter}_{score}" for letter in "rf" for score in (1, 2, 3)),
        *(f"spend_{band}" for band in range(6)),
        *(f"value_{kind}" for kind in ("none", "more", "less")),
        *(f"of_{name}" for name in get_args(CohortOf)),
        *(f"{kind}{name}" for kind in ("", "age_", "back_after_") for name in get_args(Grain)),
        *(f"step_{name}" for name in STEPS),
        *(f"kind_{name}" for name in STEPS_OF_A_VISIT),
        *(f"by_{name}" for name in get_args(GroupBy)),
    ],
    "reviews": [*(f"band_{band}" for band in range(1, 6)), *(f"lang_{code}" for code in LANGUAGES.values())],
    "data": [
        *(f"show_{name}" for name in DATA_VIEWS),
        *(f"band_{band}" for band in BANDS),
        *(f"feature_{name}" for name in FEATURES),
        *(f"series_{name}" for name in ("searches", "impressions", "click", "cart", "purchase", "return")),
    ],
    "check": [
        *(f"{general}{key.replace('.', '_')}" for key in CHECKS for general in ("", "general_")),
        *(f"because_{reason}" for reason in get_args(Because)),
        *(f"outcome_{outcome}" for outcome in get_args(Outcome)),
    ],
    "why": [
        *("chance", "chance_unknown"),
        *(f"target_{head}" for head in get_args(Target)),
        *(f"found_by_{way}" for way in get_args(FoundBy)),
        *(f"legend_{kind}" for kind in ("for", "against", "unseen")),
    ],
}


def places(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def used_keys() -> set[str]:
    keys = {f"{section}.{name}" for section, names in COMPUTED.items() for name in names}
    known = set(catalogue("en"))
    for path in DASHBOARD.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("t", "known"):
                keys |= {c.value for c in ast.walk(node.args[0]) if isinstance(c, ast.Constant) and _is_key(c.value)}
            elif isinstance(node, ast.Constant) and node.value in known:
                keys.add(node.value)
    return keys


def _is_key(text: object) -> bool:
    return isinstance(text, str) and re.fullmatch(r"[a-z_]+\.[a-z_]+[a-z]", text) is not None


@pytest.mark.parametrize("lang", OTHERS)
def test_languages_have_the_same_keys_in_the_same_order(lang):
    assert list(catalogue(lang)) == list(catalogue("en"))


@pytest.mark.parametrize("lang", OTHERS)
def test_languages_have_the_same_places(lang):
    assert {key: places(text) for key, text in catalogue(lang).items()} == {
        key: places(text) for key, text in catalogue("en").items()
    }


def test_every_key_used_exists_and_every_key_is_used():
    used = used_keys()
    assert used - set(catalogue("en")) == set()
    assert set(catalogue("en")) - used == set()


@pytest.mark.parametrize("lang", OTHERS)
def test_every_text_is_translated(lang):
    same = {key for key, text in catalogue(lang).items() if text == catalogue("en")[key]}
    assert same <= {"ranker.metric_ndcg", "methods.agreement", "shoppers.rfm", "groups.m"}
