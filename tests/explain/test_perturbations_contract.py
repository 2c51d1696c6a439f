"""The contract of every perturbation, each promise with a broken twin that it must reject."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from explain.edits import PriceEdit, TextEdit
from explain.lexicon import Lexicon
from explain.perturbations import NotApplicable, Perturbation, Perturbed, Situation, find_perturbation, perturbations
from explain.perturbations.perturbation import REASONS
from explain.quantities import measured
from explain.vocabulary import Vocabulary
from queries.errors import UnknownName
from queries.features import FEATURE_NAMES, FEATURES

STRENGTHS = (0.0, 0.3, 0.6, 1.0)
SEEDS = range(5)
EVERY = list(perturbations().values())
SEARCHES = (
    "xiaomi smart watch 47mm",
    "小米 智能手表",
    "大米 2斤 有机",
    "apple phone case 1.5kg not black",
    "iPhone 15 Pro 256GB 手机壳",
    "無線藍牙耳機",
    "running shoes",
    "x",
    "é́ 手机 👍🏽 case",
)
VOCABULARY = Vocabulary(
    lexicon=Lexicon.of(["小米", "Apple", "Xiaomi"]),
    synonyms={"shoes": ("sneakers", "trainers"), "手表": ("腕表",), "case": ("cover",)},
    translations={"小米": ("xiaomi",), "xiaomi": ("小米",)},
    brands={"小米": "小米", "xiaomi": "Xiaomi", "apple": "Apple", "华为": "华为", "sony": "Sony"},
    brands_of={"watches": ("小米", "华为"), "electronics": ("xiaomi", "apple", "sony")},
    categories_of={"小米": ("watches",), "华为": ("watches",), "xiaomi": ("electronics",), "apple": ("electronics",)},
)


def situations() -> Iterator[Situation]:
    random = np.random.default_rng(3)
    features = random.lognormal(1.0, 1.0, (12, len(FEATURE_NAMES))).astype(np.float32)
    features[3, 2] = np.nan
    for number, search in enumerate((*SEARCHES, None)):
        yield Situation(
            search=search,
            lang=None,
            history=tuple(f"i{place}" for place in range(number % 6)),
            vocabulary=VOCABULARY,
            item={"price": 250.0, "list_price": 300.0},
            texts={
                "title": "Mi Watch S1 47mm 智能手表",
                "brand": "小米",
                "category": "手表",
                "attributes": "颜色: 黑色; 重量: 52g",
            },
            feature_names=FEATURE_NAMES if number % 4 < 3 else (),
            features=features if number % 4 < 3 else np.zeros((12, 0), np.float32),
            at=number,
        )


def answers(perturbation: Perturbation, strength: float) -> Iterator[tuple[Situation, Perturbed]]:
    for number, situation in enumerate(situations()):
        for seed in SEEDS:
            answer = perturbation(situation, strength, seed, f"c{number}")
            if isinstance(answer, Perturbed):
                yield situation, answer


def texts(situation: Situation) -> dict[str, str]:
    return {"search": situation.search or "", **situation.texts}


def amount(situation: Situation, answer: Perturbed) -> float:
    """How much changed: characters taken and put, items of the history, features of candidates, price, places."""
    found = 0.0
    for edit in answer.edits:
        if isinstance(edit, TextEdit):
            found += max(len(edit.before), len(edit.after))
        else:
            found += abs(edit.after / edit.before - 1)
    if answer.history is not None:
        kept = zip(answer.history, situation.history, strict=False)
        found += len(situation.history) - sum(a == b for a, b in kept)
    if answer.features is not None:
        moved = np.abs(np.nan_to_num(answer.features) - np.nan_to_num(situation.features))
        found += float(np.log1p(moved).sum())
    if answer.order is not None:
        found += float((answer.order != np.arange(len(answer.order))).sum())
    return found


def same(a: Perturbed | NotApplicable, b: Perturbed | NotApplicable) -> bool:
    if isinstance(a, NotApplicable) or isinstance(b, NotApplicable):
        return a == b
    arrays = [(a.features, b.features), (a.order, b.order)]
    plain = (a.edits, a.history, a.touched) == (b.edits, b.history, b.touched)
    return plain and all((x is None) == (y is None) and (x is None or np.array_equal(x, y, True)) for x, y in arrays)


def is_deterministic(perturbation: Perturbation) -> None:
    answers = [
        [perturbation(situation, s, seed, "c") for situation in situations() for s in STRENGTHS for seed in SEEDS]
        for _ in range(2)
    ]
    assert all(same(a, b) for a, b in zip(*answers, strict=True))


def changes_nothing_at_0(perturbation: Perturbation) -> None:
    assert all(answer.nothing for _, answer in answers(perturbation, 0.0))


def says_where(perturbation: Perturbation) -> None:
    """Every edit stands where it says, changes something and overlaps no other; features that changed are named."""
    for strength in STRENGTHS:
        for situation, answer in answers(perturbation, strength):
            before = texts(situation)
            end: dict[str, int] = {}
            for edit in answer.edits:
                if isinstance(edit, PriceEdit):
                    assert edit.before == situation.feature("price")
                    assert edit.after > 0
                    continue
                assert before[edit.field][edit.start : edit.end] == edit.before != edit.after
                assert edit.start >= end.get(edit.field, 0)
                end[edit.field] = edit.end
                assert answer.text(edit.field, before[edit.field]) != before[edit.field]
            if answer.features is not None:
                assert answer.features.shape == situation.features.shape
                differ = ~np.isclose(answer.features, situation.features, rtol=0, atol=0, equal_nan=True)
                found = {FEATURE_NAMES[column] for column in np.flatnonzero(differ.any(axis=0))}
                assert found == set(answer.touched) != set()
            if answer.order is not None:
                assert sorted(answer.order) == list(range(len(situation.features)))


def touches_its_target(perturbation: Perturbation) -> None:
    for situation, answer in answers(perturbation, 1.0):
        fields = {edit.field for edit in answer.edits if isinstance(edit, TextEdit)}
        if perturbation.target == "search":
            assert fields <= {"search"}
            assert answer.history is answer.features is answer.order is None
        elif perturbation.target == "history":
            assert not answer.edits
            assert answer.features is answer.order is None
            assert set(answer.history or ()) <= set(situation.history)
        elif perturbation.target == "item":
            assert "search" not in fields
            assert answer.history is answer.order is None
            if answer.features is not None:  # its own alone
                others = np.arange(len(situation.features)) != situation.at
                assert np.array_equal(answer.features[others], situation.features[others], equal_nan=True)
        else:
            assert not answer.edits


def grows_with_strength(perturbation: Perturbation) -> None:
    means = []
    for strength in STRENGTHS:
        found = [amount(situation, answer) for situation, answer in answers(perturbation, strength)]
        means.append(np.mean(found))
    assert all(b >= a - 1e-9 for a, b in itertools.pairwise(means))
    assert means[-1] > 0


def keeps_what_is_measured(perturbation: Perturbation) -> None:
    """What leaves the answer as it is leaves every number of the search as it is, in whatever unit."""
    if perturbation.expectation != "invariance":
        return
    for strength in STRENGTHS:
        for situation, answer in answers(perturbation, strength):
            search = situation.search or ""
            assert measured(answer.text("search", search)) == measured(search)


def leaves_its_input(perturbation: Perturbation) -> None:
    for situation in situations():
        before = situation.features.copy()
        perturbation(situation, 1.0, 0)
        assert np.array_equal(before, situation.features, equal_nan=True)


CONTRACT = (
    is_deterministic,
    changes_nothing_at_0,
    says_where,
    touches_its_target,
    grows_with_strength,
    keeps_what_is_measured,
    leaves_its_input,
)
NEVER_APPLICABLE = ("missing_description", "missing_image")  # no ranker of ours reads them, and they say so


@pytest.mark.parametrize("promise", CONTRACT, ids=lambda promise: promise.__name__)
@pytest.mark.parametrize("perturbation", EVERY, ids=lambda each: each.name)
def test_contract(perturbation: Perturbation, promise: Callable[[Perturbation], None]):
    if perturbation.name in NEVER_APPLICABLE:
        assert not list(answers(perturbation, 1.0))
        return
    promise(perturbation)


@pytest.mark.parametrize("perturbation", EVERY, ids=lambda each: each.name)
def test_it_says_what_it_is(perturbation: Perturbation):
    assert set(perturbation.title) == set(perturbation.meaning) == {"en", "zh"}
    assert (perturbation.direction != 0) == (perturbation.expectation == "monotone")
    empty = Situation(search=None, lang=None, history=(), vocabulary=Vocabulary())
    answer = perturbation(empty, 1.0, 0)
    assert isinstance(answer, NotApplicable)
    assert answer.reason("zh")
    assert answer.because in REASONS


def test_the_docs_say_what_each_changes():
    told = (Path(__file__).resolve().parents[2] / "docs" / "robustness.md").read_text("utf-8")
    for perturbation in EVERY:
        assert f"| `{perturbation.name}` | {perturbation.target} |" in told
        assert perturbation.meaning["en"] in told


def test_every_seed_draws_anew():
    """Over the searches, some perturbation that draws answers other seeds otherwise."""
    for name in ("keyboard_typos", "punctuation", "noisy_behaviour", "stop_words"):
        perturbation = find_perturbation(name)
        situation = next(situations())
        found = [perturbation(situation, 1.0, seed, "c") for seed in range(8)]
        assert not all(same(found[0], other) for other in found[1:]), name


TYPOS = find_perturbation("keyboard_typos")


def _unseeded(situation, strength, random):
    return TYPOS.perturb(situation, strength, np.random.default_rng())


def _at_once(situation, strength, random):
    return TYPOS.perturb(situation, max(strength, 0.1), random)


def _misplaced(situation, strength, random):
    found = TYPOS.perturb(situation, strength, random)
    moved = tuple(replace(e, start=e.start - 1, end=e.end - 1) for e in getattr(found, "edits", ()))
    return found if isinstance(found, NotApplicable) else replace(found, edits=moved)


def _elsewhere(situation, strength, random):
    found = TYPOS.perturb(situation, strength, random)
    return replace(found, history=()) if isinstance(found, Perturbed) and strength else found


def _weaker(situation, strength, random):
    return TYPOS.perturb(situation, (1.0 - strength) if strength else 0.0, random)


def _counting(situation, strength, random):
    text = situation.search or ""
    places = [place for place, sign in enumerate(text) if sign.isdigit()][: int(np.ceil(strength))]
    edits = [TextEdit("search", place, place + 1, text[place], "7") for place in places if text[place] != "7"]
    return Perturbed(edits=tuple(edits)) if edits or not strength else NotApplicable("no_number")


def _writing(situation, strength, random):
    if situation.features.size and strength:
        situation.features[:] = 0
    return TYPOS.perturb(situation, strength, random)


TWINS = dict(zip(CONTRACT, (_unseeded, _at_once, _misplaced, _elsewhere, _weaker, _counting, _writing), strict=True))


@pytest.mark.parametrize("promise", CONTRACT, ids=lambda promise: promise.__name__)
def test_a_broken_twin_is_rejected(promise: Callable[[Perturbation], None]):
    with pytest.raises(AssertionError):
        promise(replace(TYPOS, perturb=TWINS[promise]))


def test_slips_are_of_every_kind():
    """Over many seeds a word loses a letter, gains one, has one hit beside and two swapped; never its first."""
    situation = Situation("watch", None, (), Vocabulary())
    found = {TYPOS(situation, 1.0, seed).text("search", "watch") for seed in range(200)}
    assert "wacth" in found
    assert {len(text) for text in found} == {4, 5, 6}
    assert all(text[0] == "w" for text in found)


@pytest.mark.parametrize(
    ("name", "search", "expected"),
    [
        ("units", "大米 2斤", {"大米 20两", "大米 1公斤", "大米 1000克"}),
        ("units", "1 kg rice", {"1000 g rice"}),
        ("abbreviation", "15 inch laptop", {"15 inches laptop"}),
        ("width", "S3", {"Ｓ３"}),
        ("traditional", "智能手表", {"智能手錶"}),
        ("case", "Watch", {"WATCH"}),
        ("word_order", "red dress", {"dress red"}),
        ("synonyms", "running shoes", {"running sneakers", "running trainers"}),
        ("translations", "小米 手表", {"xiaomi 手表"}),
        ("brand_swap", "小米 手表", {"华为 手表"}),
        ("number_change", "iphone 15", {"iphone 30", "iphone 8", "iphone 45", "iphone 22"}),
        ("negation", "black phone", {"not black phone"}),
        ("homoglyphs", "ace", {"асе"}),
    ],
)
def test_what_becomes_of_a_search(name: str, search: str, expected: set[str]):
    perturbation = find_perturbation(name)
    situation = Situation(search, None, (), VOCABULARY)
    assert {perturbation(situation, 1.0, seed).text("search", search) for seed in range(40)} == expected


def test_an_outage_takes_its_days_from_the_counts():
    """15 of 30 days: 7-day counts are gone, 30-day counts halved, 90-day sums lose a sixth."""
    names = ("clicks_7d", "clicks_30d", "spend_90d", "session_brand_clicks", "days_since_event", "price")
    situation = Situation(None, None, (), Vocabulary(), feature_names=names, features=np.full((1, 6), 12, np.float32))
    found = find_perturbation("stale_behaviour")(situation, 0.5, 0)
    assert isinstance(found, Perturbed)
    assert found.features is not None
    np.testing.assert_allclose(found.features[0], [0, 6, 10, 0, 27, 12])


def test_a_stranger_has_what_the_features_say_of_strangers():
    situation = next(situations())
    found = find_perturbation("cold_shopper")(situation, 1.0, 0)
    assert isinstance(found, Perturbed)
    assert found.features is not None
    for column, feature in enumerate(FEATURES):
        if feature.group == "item":
            assert feature.name not in found.touched
        else:
            expected = 0.0 if feature.absent == "0" else np.nan
            np.testing.assert_array_equal(found.features[:, column], expected)


def test_an_unknown_name_is_refused_with_the_nearest():
    with pytest.raises(UnknownName, match="keyboard_typos"):
        find_perturbation("keyboard_typo")
