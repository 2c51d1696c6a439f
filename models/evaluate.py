"""How good a ranker is on contexts later than all it learned from, beside what it must beat."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from functools import partial

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import torch

from models.baselines import BASELINES, Scorer, rows_by
from models.errors import TrainingDataMissing
from models.pairs import Reads, TrainingTables, context_texts, item_texts
from models.ranking_quality import outcome_grades, slates
from models.serving import Progress, Question, ServingRanker
from models.two_tower import HEADS
from queries.measure import measure

# candidates (context_id, item_id) -> the same rows with one column per feature, as of each context's moment
FeaturesOf = Callable[[pa.Table], pa.Table]
CHUNK = 200
RANKER = "ranker"


@dataclass(frozen=True)
class EvaluateSettings:
    """How to measure; each field says what it means in its ``help``."""

    contexts: int = field(
        default=1000, metadata={"help": "Contexts drawn to be ranked over the whole catalogue of their platform."}
    )
    slates: int = field(default=5000, metadata={"help": "Shown slates ranked again, at most."})
    ndcg_k: int = field(default=10, metadata={"help": "Places that nDCG looks at."})
    recall_k: int = field(default=20, metadata={"help": "Places that recall looks at."})
    seed: int = field(default=0, metadata={"help": "Seed of the draw."})


@dataclass(frozen=True)
class Figure:
    """A mean over contexts with its standard error, and how much the ranker is ahead of it in the same contexts."""

    mean: float
    error: float
    ahead: float = 0.0
    ahead_error: float = 0.0


@dataclass(frozen=True)
class EvaluationReport:
    """Figures by scorer and metric. ``surfaces``: everyone's nDCG over the catalogue by surface.

    ``catalogue``: over every item of the context's platform. ``slate``: the logged slate ranked again (``logged`` is
    the order it was shown in). ``calibration_error``: expected calibration error of the chance on
    shown pairs, None in a log that does not say what was shown.
    """

    target: str
    contexts: int
    shown_pairs: int
    catalogue: dict[str, dict[str, Figure]]
    slate: dict[str, dict[str, Figure]]
    surfaces: dict[str, dict[str, float]]
    calibration_error: float | None
    settings: EvaluateSettings = field(default_factory=EvaluateSettings)

    def to_dict(self) -> dict:
        """Return plain data for JSON."""
        return asdict(self)


def evaluate(
    ranker: ServingRanker,
    training: TrainingTables,
    test: TrainingTables,
    items: pa.Table,
    features_of: FeaturesOf,
    ablations: Mapping[str, tuple[ServingRanker, Reads]] | None = None,
    settings: EvaluateSettings | None = None,
    progress: Progress | None = None,
) -> EvaluationReport:
    """Measure a ranker on ``test``, whose pairs are the logged ones only (no sampled negatives).

    ``ablations``: rankers trained on text or behaviour alone, by name, with what they read. Grades: 1 clicked,
    2 carted, 3 bought; where the target is the purchase, only a purchase counts. A ranker whose target is relevance,
    which no log records, is measured by clicks.
    """
    settings = settings or EvaluateSettings()
    target = ranker.target if ranker.target in HEADS else "click"
    scorers: dict[str, Scorer] = {RANKER: ranker_scorer(ranker, items)}
    for name, (other, reads) in (ablations or {}).items():
        scorers[name] = ranker_scorer(other, items, reads)
    for name, baseline in BASELINES.items():
        scorers[name] = baseline(training, items, target)
    outcomes = outcome_grades(test.pairs, target)
    if not outcomes.num_rows:
        raise _nothing_acted_on(target)
    contexts = _drawn_contexts(test.contexts, outcomes, settings)
    catalogue = _measure_catalogue(scorers, contexts, items, outcomes, features_of, settings, progress)
    shown = _drawn_slates(test.pairs, settings)
    slate, calibration = {}, None
    # Without impressions every logged pair was acted on: there is no chance to be right or wrong about.
    if shown.num_rows:
        if progress:
            progress(f"ranking {shown.num_rows:,} shown items again", 1.0)
        asked = test.contexts.filter(pc.is_in(test.contexts["context_id"], shown["context_id"].combine_chunks()))
        scores = {name: scorer(asked, shown) for name, scorer in {**scorers, "logged": _as_logged}.items()}
        slate = _measure_slates(scores, shown, outcomes, settings)
        calibration = _calibration_error(ranker, shown, scores[RANKER], target)
    return EvaluationReport(
        target=target,
        contexts=contexts.num_rows,
        shown_pairs=shown.num_rows,
        catalogue=_figures(catalogue),
        slate=_figures(slate) if slate else {},
        surfaces=_by_surface(catalogue, contexts, settings),
        calibration_error=calibration,
        settings=settings,
    )


def evaluate_beside(
    ranker: ServingRanker,
    other: ServingRanker,
    test: TrainingTables,
    items: pa.Table,
    features_of: FeaturesOf,
    settings: EvaluateSettings | None = None,
    progress: Progress | None = None,
) -> tuple[int, dict[str, dict[str, Figure]]]:
    """Return how many contexts were drawn, and the figures over the catalogue of a ranker ("ranker") and another one.

    The contexts are those that :func:`evaluate` draws of the same ``test``; no baseline is measured.
    """
    settings = settings or EvaluateSettings()
    target = ranker.target if ranker.target in HEADS else "click"
    outcomes = outcome_grades(test.pairs, target)
    if not outcomes.num_rows:
        raise _nothing_acted_on(target)
    contexts = _drawn_contexts(test.contexts, outcomes, settings)
    scorers = {RANKER: ranker_scorer(ranker, items), "other": ranker_scorer(other, items)}
    values = _measure_catalogue(scorers, contexts, items, outcomes, features_of, settings, progress)
    return contexts.num_rows, _figures(values)


def _nothing_acted_on(target: str) -> TrainingDataMissing:
    return TrainingDataMissing(
        f"Nothing in the test span was acted on (target: {target}).", "Choose other dates or another target."
    )


def ranker_scorer(ranker: ServingRanker, items: pa.Table, reads: Reads = "all") -> Scorer:
    """Return a scorer that reads every item once and each context once per call.

    What the ranker would not retrieve for a context, because it cannot score everything, gets −∞.
    """
    index = ranker.index(item_texts(items, reads))
    item_ids = items["item_id"].combine_chunks()

    def score(contexts: pa.Table, candidates: pa.Table) -> np.ndarray:
        questions = index.ask(context_texts(contexts, items, reads))
        context = pc.index_in(candidates["context_id"], contexts["context_id"].combine_chunks()).to_numpy()
        item = pc.index_in(candidates["item_id"], item_ids).to_numpy()
        columns = [candidates[name].to_numpy().astype(np.float32) for name in ranker.feature_names]
        features = np.column_stack(columns) if columns else np.zeros((len(item), 0), np.float32)
        scores = np.zeros(len(item), np.float32)
        for place, rows in rows_by(context):
            answer = questions[place].score if index.scores_all else partial(_retrieved_first, questions[place])
            scores[rows] = answer(item[rows], features[rows])
        return scores

    return score


def _retrieved_first(question: Question, places: np.ndarray, features: np.ndarray) -> np.ndarray:
    """Return the scores of the places that the question retrieves, −∞ for the rest, which come after all of them."""
    retrieved = np.isin(places, question.candidates(np.sort(places))[0])
    scores = np.full(len(places), -np.inf, np.float32)
    scores[retrieved] = question.score(places[retrieved], features[retrieved])
    return scores


def _drawn_contexts(contexts: pa.Table, outcomes: pa.Table, settings: EvaluateSettings) -> pa.Table:
    answered = contexts.filter(pc.is_in(contexts["context_id"], outcomes["context_id"].combine_chunks()))
    size = min(settings.contexts, answered.num_rows)
    drawn = np.random.default_rng(settings.seed).choice(answered.num_rows, size, replace=False)
    return answered.take(pa.array(np.sort(drawn)))


def _drawn_slates(pairs: pa.Table, settings: EvaluateSettings) -> pa.Table:
    """Return the pairs that were shown at a known position, of at most ``settings.slates`` contexts."""
    shown = pairs.filter(pc.and_(pairs["shown"], pc.is_valid(pairs["position"])))
    contexts = shown["context_id"].unique()
    if len(contexts) <= settings.slates:
        return shown
    drawn = np.random.default_rng(settings.seed).choice(len(contexts), settings.slates, replace=False)
    return shown.filter(pc.is_in(shown["context_id"], contexts.take(pa.array(np.sort(drawn)))))


def whole_catalogue(contexts: pa.Table, items: pa.Table) -> pa.Table:
    """Return context_id, item_id: every item of each context's platform (every item where it has none)."""
    platforms = np.array(items["platform"].to_pylist(), dtype=object)
    item_ids = np.array(items["item_id"].to_pylist(), dtype=object)
    rows = [
        (context_id, item_ids if platform is None else item_ids[platforms == platform])
        for context_id, platform in zip(
            contexts["context_id"].to_pylist(), contexts["platform"].to_pylist(), strict=True
        )
    ]
    context_ids = np.repeat(np.array([context_id for context_id, _ in rows], dtype=object), [len(i) for _, i in rows])
    return pa.table(
        {
            "context_id": pa.array(context_ids, pa.string()),
            "item_id": pa.array(np.concatenate([i for _, i in rows]), pa.string()),
        }
    )


# One metric's values by scorer, then context.
_Values = dict[str, dict[str, dict[str, float]]]


def _measure_catalogue(
    scorers: Mapping[str, Scorer],
    contexts: pa.Table,
    items: pa.Table,
    outcomes: pa.Table,
    features_of: FeaturesOf,
    settings: EvaluateSettings,
    progress: Progress | None,
) -> _Values:
    found: _Values = {name: {} for name in scorers}
    for start in range(0, contexts.num_rows, CHUNK):
        if progress:
            progress(f"ranking the catalogue for context {start + 1}", start / contexts.num_rows)
        chunk = contexts.slice(start, CHUNK)
        candidates = features_of(whole_catalogue(chunk, items))
        answered = outcomes.filter(pc.is_in(outcomes["context_id"], chunk["context_id"].combine_chunks()))
        for name, scorer in scorers.items():
            ranked = slates(candidates, scorer(chunk, candidates))
            for metric, k in (("ndcg", settings.ndcg_k), ("recall", settings.recall_k)):
                _add(found[name], f"{metric}@{k}", measure(ranked, answered, [metric], k))
    return found


def _measure_slates(
    scores: Mapping[str, np.ndarray], shown: pa.Table, outcomes: pa.Table, settings: EvaluateSettings
) -> _Values:
    found: _Values = {}
    answered = outcomes.filter(pc.is_in(outcomes["context_id"], shown["context_id"].combine_chunks()))
    for name, values_of in scores.items():
        values = measure(slates(shown, values_of), answered, ["ndcg"], settings.ndcg_k)
        _add(found.setdefault(name, {}), f"ndcg@{settings.ndcg_k}", values)
    return found


def _as_logged(contexts: pa.Table, candidates: pa.Table) -> np.ndarray:
    return -np.asarray(candidates["position"].to_numpy(), dtype=float)


def _add(found: dict[str, dict[str, float]], metric: str, values: pa.Table) -> None:
    rows = zip(values["context_id"].to_pylist(), values["value"].to_pylist(), strict=True)
    found.setdefault(metric, {}).update({context: value for context, value in rows if value is not None})


def _figures(values: _Values) -> dict[str, dict[str, Figure]]:
    """Return mean and standard error by scorer and metric, and the ranker's lead in the same contexts."""
    figures: dict[str, dict[str, Figure]] = {}
    for name, metrics in values.items():
        figures[name] = {}
        for metric, by_context in metrics.items():
            own = values[RANKER][metric]
            shared = [context for context in by_context if context in own]
            ahead = np.array([own[context] - by_context[context] for context in shared])
            these = np.array([by_context[context] for context in shared])
            figures[name][metric] = Figure(
                *(round(float(value), 4) for value in (these.mean(), _error(these), ahead.mean(), _error(ahead)))
            )
    return figures


def _error(values: np.ndarray) -> float:
    return float(values.std() / np.sqrt(max(len(values), 1)))


def _by_surface(values: _Values, contexts: pa.Table, settings: EvaluateSettings) -> dict[str, dict[str, float]]:
    surfaces = dict(zip(contexts["context_id"].to_pylist(), contexts["surface"].to_pylist(), strict=True))
    found: dict[str, dict[str, float]] = {}
    for name, metrics in values.items():
        for surface in sorted({surface or "none" for surface in surfaces.values()}):
            chosen = [
                value
                for context, value in metrics[f"ndcg@{settings.ndcg_k}"].items()
                if (surfaces[context] or "none") == surface
            ]
            if chosen:
                found.setdefault(surface, {})[name] = round(float(np.mean(chosen)), 4)
    return found


def _calibration_error(ranker: ServingRanker, pairs: pa.Table, scores: np.ndarray, target: str) -> float:
    chance = ranker.probability(torch.from_numpy(scores)).numpy().astype(float)
    ranked = slates(pairs, scores).append_column("probability", pa.array(chance))
    happened = pairs.select(["context_id", "item_id"]).append_column("grade", pairs[target].cast(pa.float64()))
    return round(float(measure(ranked, happened, ["calibration_error"])["value"][0].as_py()), 4)
