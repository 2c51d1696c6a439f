"""What becomes of the slates of some contexts when they are perturbed: every text read once, every case scored once.

Contexts are put to the ranker together, perturbed or not: equal ones once, those of like length in one batch. A case in
which only one item changes scores that item alone; two cases that ask the same are scored once.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import pyarrow as pa
import torch

from explain.edits import TextEdit
from explain.logged_slates import platform_of
from explain.perturbations import NotApplicable, Perturbation, Perturbed, Situation
from explain.price import with_price
from explain.scene import pair_scores
from explain.shop import Shop
from explain.vocabulary import Vocabulary
from explain.what_if import Place
from explain.workers import side_by_side
from models.field import Field
from models.serving import Question
from queries.robustness.storing import PLACE

# Features [n, F] of each context's candidates (rows of contexts, places in the catalogue), in their order.
FeaturesOf = Callable[[list[dict[str, Any]], list[np.ndarray]], list[np.ndarray]]
PAIRS = 64  # item texts read in one batch


@dataclass(frozen=True)
class Case:
    """A perturbation to be tried, by strength and seed; ``item_id``: the item it looks at, None to draw one."""

    perturbation: Perturbation
    strength: float
    seed: int
    item_id: str | None = None


@dataclass(frozen=True)
class Asked:
    """A context as it was asked: its texts, its candidates' ``places`` [n] in the catalogue and their features [n, F].

    ``scores`` [n] are in logits, −∞ for what is a candidate only of a perturbed context; ``ranks`` [n] from 1.
    """

    row: dict[str, Any]
    fields: tuple[Field, ...]
    situation: Situation
    places: np.ndarray
    features: np.ndarray
    scores: np.ndarray
    ranks: np.ndarray
    question: Question = field(repr=False)


@dataclass(frozen=True)
class Answer:
    """What became of a case: why it did not apply, or what changed and the scores and ranks [n] after it.

    ``at``: the row of the item that was looked at, None where no single one was. After the change: ``fields`` are the
    context's, ``texts`` the item's (None: the catalogue's), ``features`` those of all candidates.
    """

    case: Case
    asked: Asked
    change: Perturbed | NotApplicable
    at: int | None = None
    fields: tuple[Field, ...] = ()
    texts: tuple[Field, ...] | None = None
    features: np.ndarray | None = None
    scores: np.ndarray = field(default_factory=lambda: np.zeros(0))
    ranks: np.ndarray = field(default_factory=lambda: np.zeros(0, int))

    def holds(self, k: int) -> bool:
        """Say whether the first ``k`` are the same items, with the same first."""
        before, after = self.asked.ranks, self.ranks
        return bool(((before <= k) == (after <= k)).all() and ((before == 1) == (after == 1)).all())


def perturbed_slates(
    shop: Shop,
    vocabulary: Vocabulary,
    rows: Sequence[dict[str, Any]],
    cases: Sequence[Case],
    features_of: FeaturesOf,
    k: int = 10,
) -> Generator[list[Answer]]:
    """Yield what becomes of each context (rows of :func:`queries.contexts.contexts`) in each case, in their order.

    Perturbations of an item look at one of the first ``k`` places, or of the 2·k after them, drawn by the case's seed.
    """
    reader = _Reader(shop)
    early = [[_early(vocabulary, row, case) for case in cases] for row in rows]
    for row, changes in zip(rows, early, strict=True):
        reader.wants(row["search"], row["history"])
        if any(case.perturbation.target == "behaviour" for case in cases):
            reader.wants(row["search"], [])  # a cold shopper has no history
        for change in changes:
            if isinstance(change, Perturbed):
                reader.wants(*_context_after(row, change))
    reader.read()
    places = [reader.places(row, changes) for row, changes in zip(rows, early, strict=True)]
    features = features_of(list(rows), places)

    def of(*each: Any) -> list[Answer]:
        return _of_context(reader, vocabulary, cases, k, *each)

    yield from side_by_side(of, rows, early, places, features)


def asked_slates(
    shop: Shop, vocabulary: Vocabulary, rows: Sequence[dict[str, Any]], features_of: FeaturesOf
) -> list[Asked]:
    """Return each context (rows as of :func:`perturbed_slates`) as it is asked, nothing perturbed."""
    reader = _Reader(shop)
    for row in rows:
        reader.wants(row["search"], row["history"])
    reader.read()
    places = [reader.places(row, ()) for row in rows]
    features = features_of(list(rows), places)
    return [_asked(reader, vocabulary, *each) for each in zip(rows, places, features, strict=True)]


class _Reader:
    """The contexts of a group, each different one put to the ranker once."""

    def __init__(self, shop: Shop) -> None:
        self.shop = shop
        self.questions: dict[tuple[Field, ...], Question] = {}
        self._wanted: dict[tuple[Field, ...], None] = {}
        self._eligible: dict[str | None, np.ndarray] = {}
        self._candidates: dict[tuple[int, str | None], np.ndarray] = {}

    def fields(self, search: str | None, history: Sequence[str]) -> tuple[Field, ...]:
        return self.shop.context_of(search, history)

    def wants(self, search: str | None, history: Sequence[str]) -> None:
        self._wanted[self.fields(search, history)] = None

    def read(self) -> None:
        contexts = list(self._wanted)
        self.questions.update(zip(contexts, self.shop.catalogue.index.ask(contexts), strict=True))

    def places(self, row: dict[str, Any], changes: Sequence[Perturbed | NotApplicable | None]) -> np.ndarray:
        """Return every place that is a candidate of the context, perturbed or not."""
        contexts = {self.fields(row["search"], row["history"]), self.fields(row["search"], [])} & set(self.questions)
        contexts |= {self.fields(*_context_after(row, each)) for each in changes if isinstance(each, Perturbed)}
        found = [self.candidates(self.questions[context], row) for context in contexts]
        return found[0] if all(each is found[0] for each in found) else np.unique(np.concatenate(found))

    def candidates(self, question: Question, row: dict[str, Any]) -> np.ndarray:
        """Return the places that a question has for candidates on the context's platform."""
        platform = row["platform"]
        if platform not in self._eligible:
            self._eligible[platform] = self.shop.catalogue.on_platform(platform_of(self.shop, row))
        key = (id(question), platform)
        if key not in self._candidates:
            self._candidates[key] = question.candidates(self._eligible[platform])[0]
        return self._candidates[key]

    def scores(
        self,
        question: Question,
        row: dict[str, Any],
        places: np.ndarray,
        features: np.ndarray,
        order: np.ndarray | None,
    ) -> np.ndarray:
        """Return the scores [n] of ``places``, −∞ for those that are no candidates of the question."""
        own = self.candidates(question, row)
        rows = np.arange(len(places)) if len(own) == len(places) else np.searchsorted(places, own)
        if order is not None:
            rows = order[np.isin(order, rows)]
        scores = np.full(len(places), -np.inf)
        scores[rows] = question.score(places[rows], features[rows])
        return scores


def _early(vocabulary: Vocabulary, row: dict[str, Any], case: Case) -> Perturbed | NotApplicable | None:
    """Perturb what needs neither candidates nor features; None for the others."""
    if case.perturbation.target not in ("search", "history"):
        return None
    return case.perturbation(_situation(vocabulary, row), case.strength, case.seed, row["context_id"])


def _situation(vocabulary: Vocabulary, row: dict[str, Any]) -> Situation:
    return Situation(row["search"], row.get("lang"), tuple(row["history"]), vocabulary)


def _context_after(row: dict[str, Any], change: Perturbed) -> tuple[str | None, Sequence[str]]:
    search = row["search"]
    history = row["history"] if change.history is None else change.history
    return (change.text("search", search) if search else search), history


def _of_context(
    reader: _Reader,
    vocabulary: Vocabulary,
    cases: Sequence[Case],
    k: int,
    row: dict[str, Any],
    early: Sequence[Perturbed | NotApplicable | None],
    places: np.ndarray,
    features: np.ndarray,
) -> list[Answer]:
    asked = _asked(reader, vocabulary, row, places, features)
    answers = [_changed(reader, asked, case, change, k) for case, change in zip(cases, early, strict=True)]
    return _scored(reader, asked, answers)


def _asked(
    reader: _Reader, vocabulary: Vocabulary, row: dict[str, Any], places: np.ndarray, features: np.ndarray
) -> Asked:
    fields = reader.fields(row["search"], row["history"])
    question = reader.questions[fields]
    scores = reader.scores(question, row, places, features, None)
    situation = replace(_situation(vocabulary, row), feature_names=reader.shop.ranker.feature_names, features=features)
    return Asked(row, fields, situation, places, features, scores, ranked(scores), question)


def _changed(reader: _Reader, asked: Asked, case: Case, change: Perturbed | NotApplicable | None, k: int) -> Answer:
    """Return the answer without its scores: what changes, and what is asked then."""
    at = None
    if change is None:
        situation = asked.situation
        if case.perturbation.target == "item":
            at = _looked_at(reader.shop, asked, case, k)
            if at is None:
                return Answer(case, asked, NotApplicable("no_item"))
            situation = _with_item(reader.shop, asked, at)
        change = case.perturbation(situation, case.strength, case.seed, asked.row["context_id"])
    if isinstance(change, NotApplicable):
        return Answer(case, asked, change, at)
    fields = reader.fields(*_context_after(asked.row, change))
    texts, features = None, asked.features if change.features is None else change.features
    if at is not None:
        texts = _item_after(reader.shop, asked, at, change)
        features = _features_after(reader.shop, asked, at, change)
    return Answer(case, asked, change, at, fields, texts, features)


def _looked_at(shop: Shop, asked: Asked, case: Case, k: int) -> int | None:
    """Return the row of the item a case names, or of one drawn by its seed; None where the slate has none there."""
    if case.item_id is not None:
        return row_of(shop, asked, case.item_id)
    first = case.perturbation.item_from == "first"
    low, high = (1, k) if first else (k + 1, 3 * k)
    high = min(high, int(np.isfinite(asked.scores).sum()))
    if high < low:
        return None
    key = [case.seed, *asked.row["context_id"].encode()]
    rank = int(np.random.default_rng(key).integers(low, high + 1))
    return int(np.flatnonzero(asked.ranks == rank)[0])


def _with_item(shop: Shop, asked: Asked, at: int) -> Situation:
    place = asked.places[at]
    texts = {each.name: each.text for each in shop.catalogue.texts[place]}
    return replace(asked.situation, item=shop.item(shop.catalogue.item_ids[place]), texts=texts, at=at)


def _item_after(shop: Shop, asked: Asked, at: int, change: Perturbed) -> tuple[Field, ...] | None:
    """Return the item's texts after the change, those left blank falling away; None where they stay."""
    if not any(isinstance(edit, TextEdit) for edit in change.edits):
        return None
    texts = (replace(each, text=change.text(each.name, each.text)) for each in shop.catalogue.texts[asked.places[at]])
    return tuple(each for each in texts if each.text.strip())


def _features_after(shop: Shop, asked: Asked, at: int, change: Perturbed) -> np.ndarray:
    """Return the features [n, F] after the change of one item: of its price, or of its features."""
    if change.features is not None or change.price is None:
        return asked.features if change.features is None else change.features
    item = shop.item(shop.catalogue.item_ids[asked.places[at]])
    features = asked.features.copy()
    features[at] = with_price(
        features[at], shop.ranker.feature_names, change.price, item["list_price"], shop.shelf_prices(item["item_id"])
    )
    return features


def _scored(reader: _Reader, asked: Asked, answers: Sequence[Answer]) -> list[Answer]:
    """Give every answer its scores and ranks; what asks the same is scored once."""
    known: dict[Any, np.ndarray] = {}
    texts = {(a.texts, _digest(a.features[a.at])): a for a in answers if a.texts is not None and a.features is not None}
    for key, score in zip(texts, _text_scores(reader.shop, asked, list(texts.values())), strict=True):
        known[key] = score
    found = []
    for answer in answers:
        if isinstance(answer.change, NotApplicable):
            found.append(answer)
            continue
        scores = _scores(reader, asked, answer, known)
        found.append(replace(answer, scores=scores, ranks=ranked(scores)))
    return found


def _text_scores(shop: Shop, asked: Asked, answers: Sequence[Answer]) -> list[np.ndarray]:
    """Return the score of each answer's changed item, those of like length read together."""
    order = sorted(range(len(answers)), key=lambda n: sum(len(each.text) for each in answers[n].texts or ()))
    scores: list[np.ndarray] = [np.zeros(1)] * len(answers)
    for start in range(0, len(order), PAIRS):
        batch = [answers[number] for number in order[start : start + PAIRS]]
        rows = np.stack([answer.features[answer.at] for answer in batch if answer.features is not None])
        found = pair_scores(shop, [asked.fields] * len(batch), [answer.texts or () for answer in batch], rows)
        for number, score in zip(order[start : start + PAIRS], found, strict=True):
            scores[number] = score
    return scores


def _scores(reader: _Reader, asked: Asked, answer: Answer, known: dict[Any, np.ndarray]) -> np.ndarray:
    change, features = answer.change, answer.features
    if isinstance(change, NotApplicable) or features is None:
        return asked.scores
    if answer.at is not None:
        key: Any = (answer.texts, _digest(features[answer.at]))
        if key not in known:  # the texts stay: what was read of them serves
            own = asked.places[answer.at : answer.at + 1]
            known[key] = asked.question.score(own, features[answer.at : answer.at + 1])[0]
        scores = asked.scores.copy()
        scores[answer.at] = known[key]
        return scores
    same = features is asked.features and change.order is None
    if same and answer.fields == asked.fields:
        return asked.scores
    key = (answer.fields, b"" if same else _digest(features), None if change.order is None else _digest(change.order))
    if key not in known:
        question = reader.questions[answer.fields]
        known[key] = reader.scores(question, asked.row, asked.places, features, change.order)
    return known[key]


def _digest(array: np.ndarray) -> bytes:
    return hashlib.blake2b(np.ascontiguousarray(array).view(np.uint8).data, digest_size=16).digest()


def ranked(scores: np.ndarray) -> np.ndarray:
    """Return each row's rank from 1: the highest score first, equal ones in their order.

    >>> ranked(np.array([0.1, 0.9, 0.9]))
    array([3, 1, 2])
    """
    ranks = np.empty(len(scores), dtype=np.int64)
    ranks[np.argsort(-scores, kind="stable")] = np.arange(1, len(scores) + 1)
    return ranks


def chances(shop: Shop, scores: np.ndarray) -> np.ndarray:
    """Return the ranker's chances [n], 0 to 1, of scores [n]."""
    found: np.ndarray = shop.ranker.probability(torch.from_numpy(scores.astype(np.float32))).numpy().astype(float)
    return found


def candidate(shop: Shop, asked: Asked, at: int) -> str:
    """Return the id of the candidate in row ``at``."""
    return str(shop.catalogue.item_ids[asked.places[at]])


def row_of(shop: Shop, asked: Asked, item_id: str) -> int | None:
    """Return the row of an item among the candidates; None where it is none. Raises :class:`UnknownName`."""
    found = np.flatnonzero(asked.places == shop.catalogue.place(item_id))
    return int(found[0]) if len(found) else None


def places_of(shop: Shop, named: Sequence[tuple[str, Answer]], k: int) -> pa.Table:
    """Return both slates of each answer as rows of :data:`queries.robustness.storing.PLACE`, under the names given.

    Within the first ``k`` of either slate, and the item looked at; answers that did not apply have none.
    """
    columns: dict[str, list[Any]] = {name: [] for name in PLACE.names}
    chance_of: dict[int, np.ndarray] = {}
    for name, answer in named:
        if isinstance(answer.change, NotApplicable):
            continue
        asked = answer.asked
        listed = (asked.ranks <= k) | (answer.ranks <= k)
        if answer.at is not None:
            listed[answer.at] = True
        listed &= np.isfinite(asked.scores) | np.isfinite(answer.scores)
        rows = np.flatnonzero(listed)
        if id(asked) not in chance_of:
            chance_of[id(asked)] = chances(shop, asked.scores)
        columns["test_id"].append(np.repeat(name, len(rows)))
        columns["item_id"].append(np.array([shop.catalogue.item_ids[place] for place in asked.places[rows]], object))
        for ranks, scores, suffix in ((answer.ranks, answer.scores, ""), (asked.ranks, asked.scores, "_before")):
            lost = ~np.isfinite(scores[rows])
            columns[f"rank{suffix}"].append(np.where(lost, np.nan, ranks[rows]))
            columns[f"score{suffix}"].append(np.where(lost, np.nan, scores[rows]))
        columns["chance_before"].append(np.where(np.isfinite(asked.scores[rows]), chance_of[id(asked)][rows], np.nan))
    return pa.table(
        {
            each.name: pa.array(np.concatenate(columns[each.name]), from_pandas=True).cast(each.type)
            if columns[each.name]
            else pa.array([], each.type)
            for each in PLACE
        }
    )


def both_slates(shop: Shop, answer: Answer, k: int = 10) -> tuple[tuple[Place, ...], tuple[Place, ...]]:
    """Return the first ``k`` places before and after, in order; each says where its item stood before."""
    asked = answer.asked

    def first(ranks: np.ndarray, scores: np.ndarray) -> tuple[Place, ...]:
        rows = [int(row) for row in np.argsort(ranks)[:k] if np.isfinite(scores[row])]
        return tuple(
            Place(
                item_id=candidate(shop, asked, row),
                title=shop.catalogue.titles[asked.places[row]],
                score=float(scores[row]),
                rank=int(ranks[row]),
                rank_before=int(asked.ranks[row]) if np.isfinite(asked.scores[row]) else None,
            )
            for row in rows
        )

    return first(asked.ranks, asked.scores), first(answer.ranks, answer.scores)
