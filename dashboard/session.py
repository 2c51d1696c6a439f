"""The single owner of what is kept between reruns: the language, the opened workspace, the loaded shop.

A value that a view depends on exists once, in the URL. The caches are bounded and shared by all browser sessions; what
is in them is read only, so threads may share it.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import pyarrow as pa
import streamlit as st

from dashboard.i18n import LANGUAGES, catalogue, translate
from dashboard.recent import Recent
from queries import overview as overview_queries
from queries.attacks import reading as attacks_read
from queries.comparing import Measurable
from queries.comparing import measurable as find_measurable
from queries.comparing.comparison import Comparison, compare
from queries.comparing.records import KeptReview, RankerReview, list_reviews, read_review
from queries.comparing.records import keep_review as keep_ranker_review
from queries.contexts import items
from queries.feedback import Feedback, feedback, give_feedback
from queries.figures import by_position, drill_down, heat_map, segment_figures
from queries.observe import Asked, measured_metrics
from queries.overview import Overview
from queries.patterns.change import change
from queries.patterns.choosing import Choice, choose, segments
from queries.patterns.segment_reasons import SegmentReasons
from queries.patterns.segment_reasons import segment_reasons as find_segment_reasons
from queries.profiles.people import People, chosen_items, gather
from queries.rankers import RankerEntry, list_rankers
from queries.reliability import reliability as find_reliability
from queries.robustness.reading import Audit
from queries.robustness.reading import audit_figures as read_audit_figures
from queries.robustness.reading import audits as read_audits
from queries.robustness.reading import worst_tests as worst_tests_of
from queries.segment import dimensions, kept_dimensions, segment_names
from queries.segments import Dimension
from queries.slates import slate_names
from queries.trust import trust_table
from queries.watch.accounts import flagged, judged
from queries.watch.checks import check
from queries.watch.daily import daily_counts, day_contexts
from queries.watch.drift import drift, drift_by, drift_shares, drifted_contexts
from queries.watch.last_check import LastCheck, keep_findings
from queries.watch.last_check import last_check as read_last_check
from queries.watch.quality import quality_between, weekly_quality, whole_quality
from queries.watch.thresholds import Thresholds, find_thresholds
from queries.watch.windows import Windows, windows
from queries.workspace import Workspace, open_workspace
from queries.worst import WorstSegments, worst_segments

T = TypeVar("T")
BEHIND = 12  # contexts listed behind a number of the Data page
ICON = Path(__file__).with_name("static") / "icon.png"

if TYPE_CHECKING:
    from dashboard.panels.compare_choice import CompareChoice
    from explain.attack.attack import Attack
    from explain.batch import BatchReport
    from explain.contrast import Contrast
    from explain.counterfactual import Counterfactuals, CounterfactualSettings
    from explain.explanation import Explanation
    from explain.margin import Margin
    from explain.match import Match, Side
    from explain.repair import Repairer
    from explain.robustness.slates import Answer, Case
    from explain.robustness.verdict import LineResult
    from explain.robustness.why_broke import WhyBroke
    from explain.settings import Settings
    from explain.shop import Shop, Slate
    from explain.similar import ShopperVectors
    from explain.slate_value import SlateValue
    from explain.trust.measures import Trust
    from explain.vocabulary import Vocabulary
    from explain.what_if import Changes, WhatIf
    from models.familiarity import Judgement


def lang() -> str:
    """Return the language the URL names, "en" or "zh"."""
    asked = st.query_params.get("lang", "en")
    return asked if asked in LANGUAGES.values() else "en"


def choose_language() -> None:
    """Draw the language switch: it shows what the URL says, and writes there."""
    names = {code: name for name, code in LANGUAGES.items()}
    st.session_state["language"] = names[lang()]
    st.segmented_control(
        t("app.language"),
        list(LANGUAGES),
        key="language",
        required=True,
        label_visibility="collapsed",
        on_change=lambda: st.query_params.update(lang=LANGUAGES[st.session_state["language"]]),
    )


def carried() -> dict[str, str]:
    """Return what a link from one page to another takes along."""
    return {"lang": lang()} if "lang" in st.query_params else {}


def t(key: str, /, **values: object) -> str:
    """Return a string of the interface in the language chosen."""
    return translate(lang(), key, **values)


def known(key: str, otherwise: str, **values: object) -> str:
    """Return the string of ``key`` where the catalogue has it, else ``otherwise``: for names that data bring along."""
    return t(key, **values) if key in catalogue(lang()) else otherwise


@st.cache_resource(max_entries=4, show_spinner=False)
def _opened(path: str) -> Workspace:
    return open_workspace(path)


def workspace() -> Workspace:
    """Return the workspace named by WHYRANK_WORKSPACE, opened for reading."""
    return _opened(os.environ.get("WHYRANK_WORKSPACE", ".whyrank"))


@st.cache_data(max_entries=8, show_spinner=False)
def _overview(path: str, snapshot: int) -> Overview:
    return overview_queries.overview(_opened(path))


def overview() -> Overview:
    """Return what the workspace holds; counted once per snapshot."""
    ws = workspace()
    return _overview(str(ws.path), ws.snapshot_id())


@st.cache_resource(max_entries=2, show_spinner=False)
def _people(path: str, snapshot: int) -> People:
    return gather(_opened(path))


def people() -> People:
    """Return everybody who shops here, gathered once per snapshot."""
    ws = workspace()
    return _people(str(ws.path), ws.snapshot_id())


@st.cache_data(max_entries=256, show_spinner=False)
def _answer(path: str, snapshot: int, name: str, arguments: tuple[Any, ...], _ask: Callable[[], Any]) -> Any:
    return _ask()


def answer(question: Callable[..., T], *arguments: Any) -> T:
    """Return what ``question(people, *arguments)`` answers, asked once per snapshot.

    Arguments are names and numbers; ``question`` is a function of a module, told from others by its name.
    """
    ws = workspace()
    name = f"{question.__module__}.{question.__qualname__}"
    found: T = _answer(str(ws.path), ws.snapshot_id(), name, arguments, lambda: question(people(), *arguments))
    return found


@st.cache_resource(max_entries=2, show_spinner=False)
def _shopper_vectors(path: str, snapshot: int, ranker_id: str, _shop: Shop) -> ShopperVectors | None:
    from explain.similar import has_vectors, shopper_vectors

    return shopper_vectors(_shop.catalogue, chosen_items(people())) if has_vectors(_shop.catalogue) else None


def shopper_vectors(asked: Shop) -> ShopperVectors | None:
    """Return everybody's vector by what they chose; None where the ranker makes no vectors of items."""
    ws = workspace()
    return _shopper_vectors(str(ws.path), ws.snapshot_id(), asked.ranker.identity, asked)


def rejected_rows(source: str, reason: str) -> pa.Table:
    """Return some rows of a source that were set aside for a reason."""
    return overview_queries.rejected_rows(workspace(), source, reason)


def rankers() -> list[RankerEntry]:
    """Return the workspace's rankers, newest first."""
    return list_rankers(workspace())


def ranker_name(ranker_id: str) -> str:
    """Return what a ranker of the workspace is called, the newest of its names; its id where it is gone."""
    return next((entry.name for entry in rankers() if entry.ranker_id == ranker_id), ranker_id)


@st.cache_data(max_entries=4, show_spinner=False)
def _method_trust(path: str, snapshot: int, ranker_id: str) -> list[dict[str, Any]]:
    return trust_table(_opened(path), ranker_id).to_pylist()


def method_trust() -> list[dict[str, Any]]:
    """Return the newest ranker's comparison of explanation methods, see :func:`queries.trust.trust_table`."""
    ws = workspace()
    return _method_trust(str(ws.path), ws.snapshot_id(), rankers()[0].ranker_id)


def is_simulated() -> bool:
    """Say whether any of the workspace's data is simulated."""
    return any(source.origin == "simulated" for source in overview().sources)


@st.cache_resource(max_entries=2, show_spinner=False)
def _shop(path: str, data_id: str, ranker_id: str) -> Shop:
    from explain.methods.shap_permutation import warm_up
    from explain.shop import open_shop  # torch and all it brings: only pages that ask a ranker wait for it

    threading.Thread(target=warm_up, daemon=True).start()  # while the catalogue is read and a context is chosen
    return open_shop(path, ranker_id)


def shop() -> Shop:
    """Return the newest ranker with the catalogue it reads, loaded once for the data there is."""
    ws = workspace()
    return _shop(str(ws.path), ws.data_id(), rankers()[0].ranker_id)


@st.cache_data(max_entries=256, show_spinner=False)
def _slate(_shop: Shop, ranker_id: str, data_id: str, search: str | None, user: str | None, k: int, at: str | None):  # type: ignore[no-untyped-def]
    return _shop.recommend(search, user, k, at)


def slate(asked: Shop, search: str | None, user_id: str | None, k: int, platform: str | None) -> Slate:
    """Return the slate of a context."""
    found: Slate = _slate(asked, asked.ranker.identity, asked.data_id, search, user_id, k, platform)
    return found


EXPLANATIONS_KEPT = 256


@st.cache_data(max_entries=EXPLANATIONS_KEPT, show_spinner=False)
def _explanation(  # type: ignore[no-untyped-def]
    _shop: Shop,
    ranker_id: str,
    data_id: str,
    search: str | None,
    user: str | None,
    item: str,
    settings: Settings,
    trust: bool,
):
    return _shop.explain(search, user, item, settings, trust)


@st.cache_resource(show_spinner=False)
def _explained() -> Recent:
    return Recent(EXPLANATIONS_KEPT)


def explanation(
    asked: Shop, search: str | None, user_id: str | None, item_id: str, settings: Settings, trust: bool = True
) -> Explanation:
    """Return the explanation of one item of a context, made as ``settings`` say, with ``trust`` measured."""
    key = (asked.ranker.identity, asked.data_id, search, user_id, item_id, settings)
    found: Explanation = _explanation(asked, *key, trust)
    _explained().add(key)
    return found


def is_explained(asked: Shop, search: str | None, user_id: str | None, item_id: str, settings: Settings) -> bool:
    """Say whether :func:`explanation` would answer at once."""
    return (asked.ranker.identity, asked.data_id, search, user_id, item_id, settings) in _explained()


@st.cache_data(max_entries=64, show_spinner=False)
def _closely(
    _shop: Shop, _of: Explanation, made: tuple[str, ...], search: str | None, user: str | None, item: str | None
) -> Trust:
    return _shop.measure_closely(_of, search, user)


def closely(asked: Shop, of: Explanation, search: str | None, user_id: str | None) -> Trust:
    """Return all that can be measured about an explanation ``of`` this context."""
    made = (asked.ranker.identity, asked.data_id, str(of.settings))
    found: Trust = _closely(asked, of, made, search, user_id, of.item_id)
    return found


def keep_feedback(given: Feedback) -> None:
    """Write what somebody said of an explanation into the workspace."""
    with open_workspace(workspace().path, "write") as ws:
        give_feedback(ws, given)


def feedback_of(item_id: str) -> pa.Table:
    """Return what was said of explanations of an item, the newest first."""
    return feedback(workspace(), item_id=item_id)


def all_feedback() -> pa.Table:
    """Return what was said of explanations, the newest first."""
    return feedback(workspace())


@st.cache_data(max_entries=64, show_spinner=False)
def _contrast(  # type: ignore[no-untyped-def]
    _shop: Shop, ranker_id: str, data_id: str, search: str | None, user: str | None, a: str, b: str, settings: Settings
):
    return _shop.contrast(search, user, a, b, settings)


def contrast(asked: Shop, search: str | None, user_id: str | None, a: str, b: str, settings: Settings) -> Contrast:
    """Return the contrast of two items of one context."""
    found: Contrast = _contrast(asked, asked.ranker.identity, asked.data_id, search, user_id, a, b, settings)
    return found


@st.cache_data(max_entries=64, show_spinner=False)
def _margin(  # type: ignore[no-untyped-def]
    _shop: Shop,
    ranker_id: str,
    data_id: str,
    search: str | None,
    user: str | None,
    item: str,
    k: int,
    at: str | None,
    settings: Settings,
):
    return _shop.margin(search, user, item, k, at, settings)


def margin(
    asked: Shop,
    search: str | None,
    user_id: str | None,
    item_id: str,
    k: int,
    platform: str | None,
    settings: Settings,
) -> Margin:
    """Return how far an item is from the border of the first k places."""
    known = (asked.ranker.identity, asked.data_id)
    found: Margin = _margin(asked, *known, search, user_id, item_id, k, platform, settings)
    return found


@st.cache_data(max_entries=64, show_spinner=False)
def _place_value(  # type: ignore[no-untyped-def]
    _shop: Shop, ranker_id: str, data_id: str, search: str | None, user: str | None, item: str, at: str | None, n: int
):
    from explain.slate_measures import place_of

    return _shop.slate_value(search, user, place_of(item), n, at)


def place_value(
    asked: Shop, search: str | None, user_id: str | None, item_id: str, platform: str | None, candidates: int
) -> SlateValue:
    """Return what each part is worth to the place of an item among the best ``candidates``."""
    known = (asked.ranker.identity, asked.data_id)
    found: SlateValue = _place_value(asked, *known, search, user_id, item_id, platform, candidates)
    return found


@st.cache_data(max_entries=64, show_spinner=False)
def _match(_shop: Shop, ranker_id: str, data_id: str, search: str | None, user: str | None, item: str, side: Side):  # type: ignore[no-untyped-def]
    return _shop.match(search, user, item, side)


def match(asked: Shop, search: str | None, user_id: str | None, item_id: str, side: Side) -> Match:
    """Return which words of the context met which of the item."""
    found: Match = _match(asked, asked.ranker.identity, asked.data_id, search, user_id, item_id, side)
    return found


def pattern_segments() -> dict[tuple[str, str], int]:
    """Return how many stored explanations there are by (dimension, segment); empty where none is stored."""
    ws = workspace()
    return _pattern_segments(str(ws.path), ws.snapshot_id())


@st.cache_data(max_entries=8, show_spinner=False)
def _pattern_segments(path: str, snapshot: int) -> dict[tuple[str, str], int]:
    rows = segments(choose(_opened(path))).to_pylist()
    return {(row["dimension"], row["segment"]): row["explanations"] for row in rows}


def stored(explanation_ids: Sequence[str]) -> dict[str, dict[str, Any]]:
    """Return what stored explanations are of, by their ids: search, user_id, item_id."""
    found = workspace().run("explanations/of_what", ids=list(explanation_ids)).to_pylist()
    return {row["explanation_id"]: row for row in found}


def pattern_change(a: Choice, b: Choice) -> pa.Table:
    """Return what changed from one choice of stored explanations to another."""
    return change(workspace(), a, b)


def explained_rankers() -> list[tuple[str, str]]:
    """Return (identity, name) of the rankers that explanations are stored of, the newest first."""
    found = set(workspace().run("explanations/rankers")["ranker_id"].to_pylist())
    return [(entry.ranker_id, entry.name) for entry in rankers() if entry.ranker_id in found]


def explained_span() -> tuple[datetime, datetime] | None:
    """Return the first and the last moment of a context that was explained, UTC; None where none was."""
    [row] = workspace().run("explanations/span").to_pylist()
    return None if row["first"] is None else (row["first"], row["last"])


@st.cache_resource(max_entries=4, show_spinner=False)
def _titles(path: str, data_id: str) -> Mapping[str, str]:
    rows = items(_opened(path)).select(["item_id", "title"]).to_pylist()
    return {row["item_id"]: row["title"] or row["item_id"] for row in rows}


def item_titles() -> Mapping[str, str]:
    """Return the title of every item by its id; the id itself where it has none."""
    ws = workspace()
    return _titles(str(ws.path), ws.data_id())


def explain_more(asked: Shop, contexts: int, progress: Callable[[str, float], None]) -> BatchReport:
    """Explain the slates of more logged contexts into the workspace; what is there already is not made again."""
    from explain.batch import BatchSettings, explain_all

    with open_workspace(workspace().path, "write") as ws:
        return explain_all(ws, asked, BatchSettings(contexts=contexts, group=5), progress=progress)


def audits() -> list[Audit]:
    """Return the audits of rankers there are, the newest first."""
    ws = workspace()
    return _audits(str(ws.path), ws.snapshot_id())


@st.cache_data(max_entries=4, show_spinner=False)
def _audits(path: str, snapshot: int) -> list[Audit]:
    return read_audits(_opened(path))


@st.cache_data(max_entries=8, show_spinner=False)
def _audit_results(path: str, snapshot: int, audit_id: str) -> list[LineResult]:
    from explain.robustness.suite import Suite
    from explain.robustness.verdict import judge

    [audit] = [each for each in _audits(path, snapshot) if each.audit_id == audit_id]
    return judge(_opened(path), audit, Suite.from_dict(audit.suite))


def audit_results(audit: Audit) -> list[LineResult]:
    """Return what became of every line of an audit's suite."""
    ws = workspace()
    return _audit_results(str(ws.path), ws.snapshot_id(), audit.audit_id)


@st.cache_data(max_entries=16, show_spinner=False)
def _audit_figures(path: str, snapshot: int, audit_id: str, dimension: str) -> pa.Table:
    return read_audit_figures(_opened(path), audit_id, dimension)


def audit_figures(audit_id: str, dimension: str) -> pa.Table:
    """Return the figures of an audit by segment of a dimension."""
    ws = workspace()
    return _audit_figures(str(ws.path), ws.snapshot_id(), audit_id, dimension)


@st.cache_data(max_entries=32, show_spinner=False)
def _worst_tests(path: str, snapshot: int, audit_id: str, perturbation: str | None, limit: int) -> list[dict[str, Any]]:
    from explain.robustness.suite import Suite
    from explain.robustness.verdict import promises

    [audit] = [each for each in _audits(path, snapshot) if each.audit_id == audit_id]
    return worst_tests_of(_opened(path), audit, promises(Suite.from_dict(audit.suite)), perturbation, limit=limit)


def worst_tests(audit_id: str, perturbation: str | None, limit: int) -> list[dict[str, Any]]:
    """Return the tests of an audit that broke their promise furthest."""
    ws = workspace()
    return _worst_tests(str(ws.path), ws.snapshot_id(), audit_id, perturbation, limit)


@st.cache_resource(max_entries=2, show_spinner=False)
def _vocabulary(path: str, ranker_id: str, data_id: str, _shop: Shop) -> Vocabulary:
    from explain.vocabulary import Vocabulary

    return Vocabulary.of(_opened(path), _shop)


def _words(asked: Shop) -> Vocabulary:
    """Return the words of a shop, mined once."""
    found: Vocabulary = _vocabulary(str(workspace().path), asked.ranker.identity, asked.data_id, asked)
    return found


@st.cache_resource(max_entries=8, show_spinner=False)
def _perturbed(_shop: Shop, ranker_id: str, data_id: str, name: str, strength: float, seed: int, of: tuple[Any, ...]):  # type: ignore[no-untyped-def]
    from explain.perturbations import find_perturbation
    from explain.robustness.asking import perturb_logged, perturb_now
    from explain.robustness.slates import Case

    case = Case(find_perturbation(name), strength, seed)
    if of[0] == "logged":
        return perturb_logged(workspace(), _shop, _words(_shop), case, *of[1:])
    return perturb_now(_shop, _words(_shop), case, *of[1:])


def perturb_now(
    asked: Shop, case: Case, search: str | None, user_id: str | None, platform: str | None, k: int
) -> Answer:
    """Return what becomes of the slate of a context as it is asked now."""
    of = ("now", search, user_id, platform, k)
    known = (asked.ranker.identity, asked.data_id, case.perturbation.name, case.strength, case.seed)
    found: Answer = _perturbed(asked, *known, of)
    return found


def perturb_logged(asked: Shop, case: Case, context_id: str, k: int) -> Answer:
    """Return what becomes of the slate of a logged context."""
    known = (asked.ranker.identity, asked.data_id, case.perturbation.name, case.strength, case.seed)
    found: Answer = _perturbed(asked, *known, ("logged", context_id, k))
    return found


@st.cache_resource(max_entries=8, show_spinner=False)
def _why_broke(_shop: Shop, ranker_id: str, data_id: str, of: tuple[Any, ...], k: int, _answer: Answer):  # type: ignore[no-untyped-def]
    from explain.robustness.why_broke import why_broke

    return why_broke(_shop, _answer, k)


def why_broke(asked: Shop, answer: Answer, k: int) -> WhyBroke:
    """Return the explanations of what fell and what rose in a perturbed slate."""
    case, row = answer.case, answer.asked.row
    asked_of = (row["context_id"], row["search"], row["user_id"])
    of = (case.perturbation.name, case.strength, case.seed, case.item_id, *asked_of)
    found: WhyBroke = _why_broke(asked, asked.ranker.identity, asked.data_id, (*of, row["platform"]), k, answer)
    return found


def shop_of(ranker_id: str) -> Shop:
    """Return a ranker of the workspace with the catalogue it reads; the newest where it is gone."""
    ws = workspace()
    known = {entry.ranker_id for entry in rankers()}
    return _shop(str(ws.path), ws.data_id(), ranker_id if ranker_id in known else rankers()[0].ranker_id)


@st.cache_data(max_entries=8, show_spinner=False)
def _told_apart(path: str, snapshot: int) -> tuple[dict[str, Dimension], dict[str, list[str]], dict[str, list[str]]]:
    ws = _opened(path)
    kept = set(kept_dimensions(ws))
    known = {name: each for name, each in dimensions(ws).items() if name in kept}
    return known, segment_names(ws) if kept else {}, _measured(path, snapshot)


def told_apart() -> tuple[dict[str, Dimension], dict[str, list[str]], dict[str, list[str]]]:
    """Return the dimensions that segments are kept of, the names of those segments, and the metrics measured."""
    ws = workspace()
    return _told_apart(str(ws.path), ws.snapshot_id())


@st.cache_data(max_entries=4, show_spinner=False)
def _measured(path: str, snapshot: int) -> dict[str, list[str]]:
    return measured_metrics(_opened(path))


def measured() -> dict[str, list[str]]:
    """Return the metrics that contexts have a figure of, by the id of what ranked."""
    ws = workspace()
    return _measured(str(ws.path), ws.snapshot_id())


@st.cache_data(max_entries=64, show_spinner=False)
def _worst(path: str, snapshot: int, asked: Asked) -> WorstSegments:
    return worst_segments(
        _opened(path), asked.metric, asked.ranker_id, filters=asked.filters, without_flagged=asked.without_flagged
    )


def worst(asked: Asked) -> WorstSegments:
    """Return the segments served worst, searched for once per snapshot."""
    ws = workspace()
    return _worst(str(ws.path), ws.snapshot_id(), asked)


@st.cache_data(max_entries=128, show_spinner=False)
def _figures(path: str, snapshot: int, asked: Asked, by: str, across: str | None) -> pa.Table:
    of = (asked.ranker_id, asked.filters, asked.without_flagged)
    if across is None:
        return segment_figures(_opened(path), asked.metric, by, *of)
    return heat_map(_opened(path), asked.metric, by, across, *of)


def figures(asked: Asked, by: str, across: str | None = None) -> pa.Table:
    """Return the figures of the segments of a dimension, or of each pair of segments of two."""
    ws = workspace()
    return _figures(str(ws.path), ws.snapshot_id(), asked, by, across)


@st.cache_data(max_entries=64, show_spinner=False)
def _positions(path: str, snapshot: int, asked: Asked) -> pa.Table:
    return by_position(_opened(path), asked.metric, asked.ranker_id, asked.filters, asked.without_flagged)


def positions(asked: Asked) -> pa.Table:
    """Return the figures of a metric of what was shown at each position."""
    ws = workspace()
    return _positions(str(ws.path), ws.snapshot_id(), asked)


@st.cache_data(max_entries=64, show_spinner=False)
def _behind(path: str, snapshot: int, asked: Asked, limit: int) -> pa.Table:
    return drill_down(_opened(path), asked.metric, asked.ranker_id, asked.filters, limit, asked.without_flagged)


def behind(asked: Asked, limit: int) -> pa.Table:
    """Return the contexts behind the figures, those with the lowest values first."""
    ws = workspace()
    return _behind(str(ws.path), ws.snapshot_id(), asked, limit)


@st.cache_data(max_entries=64, show_spinner=False)
def _counterfactuals(  # type: ignore[no-untyped-def]
    _shop: Shop,
    ranker_id: str,
    data_id: str,
    search: str | None,
    user: str | None,
    item: str,
    at: str | None,
    settings: CounterfactualSettings,
):
    return _shop.counterfactuals(search, user, item, at, settings)


def counterfactuals(
    asked: Shop,
    search: str | None,
    user_id: str | None,
    item_id: str,
    platform: str | None,
    settings: CounterfactualSettings,
) -> Counterfactuals:
    """Return the smallest changes found that move an item into the first k or out of them."""
    known = (asked.ranker.identity, asked.data_id)
    found: Counterfactuals = _counterfactuals(asked, *known, search, user_id, item_id, platform, settings)
    return found


@st.cache_data(max_entries=64, show_spinner=False)
def _what_if(  # type: ignore[no-untyped-def]
    _shop: Shop,
    ranker_id: str,
    data_id: str,
    search: str | None,
    user: str | None,
    item: str,
    changes: Changes,
    at: str | None,
    k: int,
    settings: Settings,
):
    return _shop.what_if(search, user, item, changes, at, k, settings)


def what_if(
    asked: Shop,
    search: str | None,
    user_id: str | None,
    item_id: str,
    changes: Changes,
    platform: str | None,
    k: int,
    settings: Settings,
) -> WhatIf:
    """Return both slates and both explanations of an item before and after changes."""
    known = (asked.ranker.identity, asked.data_id)
    found: WhatIf = _what_if(asked, *known, search, user_id, item_id, changes, platform, k, settings)
    return found


@st.cache_data(max_entries=64, show_spinner=False)
def _ranges(  # type: ignore[no-untyped-def]
    _shop: Shop, ranker_id: str, data_id: str, search: str | None, user: str | None, item: str, at: str | None
):
    from explain.scene import scene
    from explain.what_if import ranges

    return ranges(scene(_shop, search, user, item, at))


def ranges(
    asked: Shop, search: str | None, user_id: str | None, item_id: str, platform: str | None
) -> dict[str, tuple[float, float]]:
    """Return the smallest and largest value of every behaviour feature among the candidates of a context."""
    known = (asked.ranker.identity, asked.data_id)
    found: dict[str, tuple[float, float]] = _ranges(asked, *known, search, user_id, item_id, platform)
    return found


@st.cache_data(max_entries=8, show_spinner=False)
def _slates_named(path: str, snapshot: int) -> dict[str, str]:
    return slate_names(_opened(path))


def slates_named() -> dict[str, str]:
    """Return the names of what ranked by ranker_id."""
    ws = workspace()
    return _slates_named(str(ws.path), ws.snapshot_id())


@st.cache_data(max_entries=8, show_spinner=False)
def _last_check(path: str, snapshot: int) -> LastCheck | None:
    return read_last_check(_opened(path))


def last_check() -> LastCheck | None:
    """Return what the last check found, None where nothing was checked yet."""
    ws = workspace()
    return _last_check(str(ws.path), ws.snapshot_id())


def check_now() -> None:
    """Hold the workspace to its thresholds and keep what was found, as `whyrank check` does."""
    path = workspace().path
    with open_workspace(path, "write") as ws:
        keep_findings(ws, check(ws, find_thresholds(path)))


def watched_windows() -> Windows:
    """Return the two windows that the workspace's thresholds compare."""
    ws = workspace()
    limits: Thresholds = find_thresholds(ws.path)
    return windows(ws, limits.current_days, limits.reference_days)


@st.cache_data(max_entries=8, show_spinner=False)
def _drifted(path: str, data_id: str, over: Windows) -> list[dict[str, Any]]:
    return drift(_opened(path), over).to_pylist()


def drifted(over: Windows) -> list[dict[str, Any]]:
    """Return how far each watched column drifted, the furthest first."""
    ws = workspace()
    return _drifted(str(ws.path), ws.data_id(), over)


@st.cache_data(max_entries=64, show_spinner=False)
def _drift_shares(path: str, data_id: str, column: str, over: Windows) -> list[dict[str, Any]]:
    return drift_shares(_opened(path), column, over).to_pylist()


def column_shares(column: str, over: Windows) -> list[dict[str, Any]]:
    """Return the bins of a watched column in both windows."""
    ws = workspace()
    return _drift_shares(str(ws.path), ws.data_id(), column, over)


@st.cache_data(max_entries=64, show_spinner=False)
def _drift_by(path: str, snapshot: int, column: str, dimension: str, over: Windows) -> list[dict[str, Any]]:
    return drift_by(_opened(path), column, dimension, over).to_pylist()


def drifted_by(column: str, dimension: str, over: Windows) -> list[dict[str, Any]]:
    """Return in which segments of a dimension a column drifted."""
    ws = workspace()
    return _drift_by(str(ws.path), ws.snapshot_id(), column, dimension, over)


@st.cache_data(max_entries=64, show_spinner=False)
def _behind_drift(path: str, data_id: str, column: str, place: str, over: Windows) -> list[dict[str, Any]]:
    return drifted_contexts(_opened(path), column, place, over, BEHIND).to_pylist()


def behind_drift(column: str, place: str, over: Windows) -> list[dict[str, Any]]:
    """Return contexts of the current window behind a bin of a column."""
    ws = workspace()
    return _behind_drift(str(ws.path), ws.data_id(), column, place, over)


@st.cache_data(max_entries=8, show_spinner=False)
def _days(path: str, data_id: str) -> list[dict[str, Any]]:
    return daily_counts(_opened(path)).to_pylist()


def days() -> list[dict[str, Any]]:
    """Return the counts of every day beside what is usual."""
    ws = workspace()
    return _days(str(ws.path), ws.data_id())


def behind_day(series: str, brand: str | None, day: str) -> list[dict[str, Any]]:
    """Return contexts of one day of a series."""
    return day_contexts(workspace(), series, brand, day, BEHIND).to_pylist()


@st.cache_data(max_entries=8, show_spinner=False)
def _odd(path: str, snapshot: int) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    ws = _opened(path)
    return judged(ws), flagged(ws).to_pylist()


def odd_accounts() -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Return how many accounts were judged and flagged, and the flagged ones with their reasons."""
    ws = workspace()
    return _odd(str(ws.path), ws.snapshot_id())


@st.cache_data(max_entries=64, show_spinner=False)
def _over_time(
    path: str, snapshot: int, metric: str, ranker_id: str, without_flagged: bool, over: Windows
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    ws = _opened(path)
    weeks = weekly_quality(ws, metric, ranker_id, without_flagged).to_pylist()
    return weeks, quality_between(ws, metric, over, ranker_id, without_flagged).to_pylist()


def over_time(
    metric: str, ranker_id: str, without_flagged: bool, over: Windows
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Return the figures of a metric by week, and in both windows."""
    ws = workspace()
    return _over_time(str(ws.path), ws.snapshot_id(), metric, ranker_id, without_flagged, over)


@st.cache_data(max_entries=64, show_spinner=False)
def _whole(path: str, snapshot: int, metric: str, without_flagged: bool) -> dict[str, Any]:
    return dict(whole_quality(_opened(path), metric, without_flagged=without_flagged).to_pylist()[0])


def whole(metric: str, without_flagged: bool) -> dict[str, Any]:
    """Return the figure of a metric of what was shown over everything, with or without the flagged accounts."""
    ws = workspace()
    return _whole(str(ws.path), ws.snapshot_id(), metric, without_flagged)


@st.cache_data(max_entries=32, show_spinner=False)
def _segment_reasons(path: str, snapshot: int, ranker_id: str, dimension: str, segment: str) -> SegmentReasons:
    return find_segment_reasons(_opened(path), dimension, segment, Choice(ranker_id=ranker_id))


def segment_reasons(dimension: str, segment: str) -> SegmentReasons:
    """Return what drives the newest ranker in a segment beside the rest, over the explanations that are stored."""
    ws = workspace()
    return _segment_reasons(str(ws.path), ws.snapshot_id(), rankers()[0].ranker_id, dimension, segment)


@st.cache_data(max_entries=16, show_spinner=False)
def _reliability(path: str, snapshot: int, ranker_id: str) -> pa.Table:
    return find_reliability(_opened(path), ranker_id)


def reliability(ranker_id: str) -> pa.Table:
    """Return the reliability curve of a ranker's chances, no rows where it has none."""
    ws = workspace()
    return _reliability(str(ws.path), ws.snapshot_id(), ranker_id)


@st.cache_data(max_entries=8, show_spinner=False)
def _measurable(path: str, snapshot: int) -> tuple[Measurable, dict[str, str]]:
    return find_measurable(_opened(path)), _slates_named(path, snapshot)


def measurable() -> tuple[Measurable, dict[str, str]]:
    """Return what was measured of whose slates, and the names of those."""
    ws = workspace()
    return _measurable(str(ws.path), ws.snapshot_id())


@st.cache_data(max_entries=32, show_spinner=False)
def _comparison(path: str, snapshot: int, choice: CompareChoice) -> Comparison:
    return compare(_opened(path), choice.a, choice.b, choice.metric, choice.k, choice.by, choice.within)


def comparison(choice: CompareChoice) -> Comparison:
    """Return two rankers beside each other, compared once per snapshot."""
    ws = workspace()
    return _comparison(str(ws.path), ws.snapshot_id(), choice)


@st.cache_data(max_entries=16, show_spinner=False)
def _explained_losers(path: str, data_id: str, _found: Comparison, of: tuple[str, ...]) -> dict[str, Any]:
    from explain.losers import explain_losers

    known = {entry.ranker_id for entry in rankers()}

    def shop_of(ranker_id: str) -> Shop | None:
        own = ranker_id.partition(":")[0]
        return _shop(path, data_id, own) if own in known else None

    return explain_losers(_opened(path), _found, shop_of)


def explained_losers(found: Comparison) -> dict[str, Any]:
    """Return what both rankers say of the item that each of the biggest losses turned on, as plain data."""
    ws = workspace()
    of = (found.a, found.b, *(f"{loser.context_id} {loser.turned_on.item_id}" for loser in found.losers))
    told: dict[str, Any] = _explained_losers(str(ws.path), ws.data_id(), found, of)
    return told


def keep_review(review: RankerReview) -> str:
    """Write a review of a ranker with its pages into the workspace, and return its id."""
    from dashboard.review_html import to_html

    with open_workspace(workspace().path, "write") as ws:
        return keep_ranker_review(ws, review, {code: to_html(review, code) for code in LANGUAGES.values()})


def reviews() -> list[dict[str, Any]]:
    """Return the reviews of rankers that were kept, the newest first."""
    return list_reviews(workspace())


def review(review_id: str) -> KeptReview:
    """Return a review of a ranker as it was kept."""
    return read_review(workspace(), review_id)


@st.cache_data(max_entries=256, show_spinner=False)
def _judgement(_shop: Shop, ranker_id: str, data_id: str, _slate: Slate, of: tuple[Any, ...]) -> Judgement | None:
    from explain.familiarity import judge

    return judge(_shop, _slate)


def judgement(asked: Shop, of: Slate) -> Judgement | None:
    """Return whether the context of a slate is like those the ranker was trained on; None where nobody learned it."""
    known = (of.search, of.user_id, of.platform, len(of.rows))
    found: Judgement | None = _judgement(asked, asked.ranker.identity, asked.data_id, of, known)
    return found


@st.cache_data(max_entries=4, show_spinner=False)
def _resistances(path: str, snapshot: int) -> list[attacks_read.Resistance]:
    return attacks_read.resistances(_opened(path))


def resistances() -> list[attacks_read.Resistance]:
    """Return how well rankers resisted attacks, the newest first."""
    ws = workspace()
    return _resistances(str(ws.path), ws.snapshot_id())


@st.cache_data(max_entries=32, show_spinner=False)
def _resistance_figures(
    path: str, snapshot: int, resistance: attacks_read.Resistance, dimension: str | None
) -> tuple[list[dict[str, Any]], list[tuple[str, str]], list[dict[str, Any]]]:
    ws = _opened(path)
    figures = attacks_read.resistance_figures(ws, resistance, dimension).to_pylist()
    hidden = attacks_read.hidden_segments(ws, resistance, dimension)
    return figures, hidden, attacks_read.not_tried(ws, resistance.resistance_id).to_pylist()


def resistance_figures(
    resistance: attacks_read.Resistance, dimension: str | None = None
) -> tuple[list[dict[str, Any]], list[tuple[str, str]], list[dict[str, Any]]]:
    """Return the figures of a resistance, what is hidden for its few shoppers, and where nothing could be tried."""
    ws = workspace()
    found: tuple[list[dict[str, Any]], list[tuple[str, str]], list[dict[str, Any]]] = _resistance_figures(
        str(ws.path), ws.snapshot_id(), resistance, dimension
    )
    return found


@st.cache_data(max_entries=16, show_spinner=False)
def _attack_cases(path: str, snapshot: int, resistance_id: str) -> list[dict[str, Any]]:
    return attacks_read.cases(_opened(path), resistance_id)


def attack_cases(resistance_id: str) -> list[dict[str, Any]]:
    """Return attacks that were found when a resistance was measured, the fewest edits first."""
    ws = workspace()
    found: list[dict[str, Any]] = _attack_cases(str(ws.path), ws.snapshot_id(), resistance_id)
    return found


@st.cache_resource(max_entries=16, show_spinner=False)
def _attacked(_shop: Shop, ranker_id: str, data_id: str, of: tuple[Any, ...], k: int):  # type: ignore[no-untyped-def]
    from explain.attack.attack import attack
    from explain.attack.settings import AttackSettings
    from explain.attack.target import target_now

    return attack(target_now(_shop, _words(_shop), *of), None, AttackSettings(k=k))


def attack_now(
    asked: Shop, search: str | None, user_id: str | None, item_id: str, platform: str | None, k: int
) -> Attack:
    """Return the fewest edits that move an item of a context as it is asked now."""
    of = (search, user_id, item_id, platform)
    found: Attack = _attacked(asked, asked.ranker.identity, asked.data_id, of, k)
    return found


@st.cache_resource(max_entries=16, show_spinner=False)
def _attacked_again(  # type: ignore[no-untyped-def]
    _shop: Shop, ranker_id: str, data_id: str, resistance_id: str, of: tuple[str, ...], k: int, _case: dict[str, Any]
):
    from explain.attack.attack import replay
    from explain.attack.settings import AttackSettings
    from explain.attack.target import target_logged

    target = target_logged(workspace(), _shop, _words(_shop), _case["context_id"], _case["item_id"])
    return replay(target, _case["direction"], _case["spans"], AttackSettings(k=k), _case["scored"])


def attack_again(asked: Shop, resistance: attacks_read.Resistance, case: dict[str, Any]) -> Attack:
    """Return an attack that was found when a resistance was measured, its slate ranked again."""
    of = (case["context_id"], case["direction"])
    known = (asked.ranker.identity, asked.data_id, resistance.resistance_id)
    found: Attack = _attacked_again(asked, *known, of, int(resistance.settings["k"]), case)
    return found


@st.cache_resource(max_entries=2, show_spinner=False)
def _repairer(path: str, ranker_id: str, data_id: str, _shop: Shop) -> Repairer:
    from explain.repair import Repairer

    return Repairer.of(_opened(path), _shop)


def repairer(asked: Shop) -> Repairer:
    """Return what repairs spelling by the words of a shop, learned once for the data there is."""
    found: Repairer = _repairer(str(workspace().path), asked.ranker.identity, asked.data_id, asked)
    return found
