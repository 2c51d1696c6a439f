"""Attacks: the fewest edits against hand and brute force, every one ranked again by itself; resistances, resumed."""

from __future__ import annotations

import random
from dataclasses import replace

import numpy as np
import pyarrow as pa
import pytest

from explain.attack.attack import attack
from explain.attack.candidate_edits import search_edits, title_edits, word_contributions
from explain.attack.edits import WORDINGS, all_fit, edited
from explain.attack.resistance import run_resistance
from explain.attack.settings import AttackSettings, NothingToAttack
from explain.attack.target import NotACandidate, Target
from explain.logged_slates import features_as_of
from explain.perturbations import perturbations
from explain.robustness.slates import asked_slates, candidate
from explain.shop import open_shop
from explain.vocabulary import Vocabulary
from models.catalogue import Catalogue
from models.rank import candidates_for
from queries.attacks.reading import resistances
from queries.contexts import contexts, items
from queries.errors import UnknownName, WhyrankError
from queries.point_in_time import CountedLog
from queries.workspace import open_workspace
from tests.explain.word_shop import (
    TITLES,
    WORTHS,
    WordRanker,
    fewest_edits,
    rank_of,
    target_of,
    word_shop,
    word_workspace,
)

TWO = AttackSettings(k=2)


@pytest.fixture(scope="module")
def words(tmp_path_factory):
    with word_workspace(tmp_path_factory.mktemp("words")) as ws:
        yield word_shop(ws)


@pytest.mark.parametrize(
    ("item_id", "edits", "added"),
    [
        ("g", 1, {"smart"}),  # 3 + 3 beats a's 5
        ("c", 2, {"gold", "steel"}),  # 3 + 2 is a's 5 and stands behind it; 3 + 2 + 1 ties with b
        ("f", 3, {"smart", "gold", "steel"}),
    ],
)
def test_the_smallest_lift_is_the_one_known_by_hand(words, item_id, edits, added):
    found = attack(target_of(words, item_id, "nothing"), "lift", TWO)
    assert len(found.edits) == edits
    assert added <= set(found.after.split(" "))
    assert found.rank_after == rank_of(item_id, {**TITLES, item_id: found.after}, "nothing", WORTHS) <= 2
    assert found.before == TITLES[item_id]


def test_what_cannot_be_lifted_is_an_answer(words):
    found = attack(target_of(words, "f", "nothing"), "lift", replace(TWO, most_edits=2))
    assert (found.found, found.after, found.rank_after) == (False, None, None)
    assert 0 < found.scored <= TWO.budget
    # "awful" weighs 100: it must go, whatever else is added.
    worst = attack(target_of(words, "h", "nothing"), "lift", replace(TWO, most_edits=1))
    assert not worst.found


def test_the_smallest_hide_is_the_one_known_by_hand(words):
    """With both words of the search g is second, with one of them third at least: two words must be spelt otherwise."""
    found = attack(target_of(words, "g", "gold steel"), "hide", AttackSettings(k=3))
    assert len(found.edits) == 2
    assert not {"gold", "steel"} & set(found.after.split(" "))
    assert found.rank_after == rank_of("g", TITLES, found.after, WORTHS) == 4
    one = attack(target_of(words, "g", "gold steel"), "hide", TWO)
    assert len(one.edits) == 1
    assert not attack(target_of(words, "b", "gold steel"), "hide", TWO).found  # b is first without any search
    assert attack(target_of(words, "b", None), "hide", TWO).because == "no_search"


@pytest.mark.parametrize("beam", [1, 4])
@pytest.mark.parametrize("seed", range(6))
def test_an_attack_never_beats_brute_force_and_a_beam_equals_it(tmp_path, seed, beam):
    drawn = random.Random(seed)
    worths = {word: drawn.choice([-2.0, -1.0, 0.5, 1.0, 2.0, 3.0]) for word in WORTHS}
    with word_workspace(tmp_path) as ws:
        shop = word_shop(ws, WordRanker(worths))
    settings = AttackSettings(k=2, words=3, draws=1, beam=beam, most_edits=3)
    for item_id in "cfh":
        for search, hide in (("nothing", False), ("gold smart", True)):
            target = target_of(shop, item_id, search)
            if (target.rank <= 2) != hide:
                continue
            pool = search_edits(target, 1, 0) if hide else title_edits(target, 2, 3, 1, 0)
            pool = [edit for edit in pool if edit.kind in (*WORDINGS, "keyboard_typos")]
            least = fewest_edits(item_id, pool, 3, 2, search, worths, hide)
            found = attack(target, None, settings)
            if found.found:
                assert least is not None
                assert len(found.edits) >= least
            if beam == 4:
                assert (len(found.edits) or None) == least


def test_no_edit_of_an_attack_can_be_left_out(words):
    found = attack(target_of(words, "f", "nothing"), "lift", TWO)
    for edit in found.edits:
        fewer = edited(found.before, [other for other in found.edits if other is not edit])
        assert rank_of("f", {**TITLES, "f": fewer}, "nothing", WORTHS) > 2


def test_the_budget_is_kept_to(words):
    for budget in (1, 7, 30):
        assert attack(target_of(words, "f", "nothing"), "lift", replace(TWO, budget=budget)).scored <= budget


def test_words_come_from_other_makers_of_the_shelf_and_are_no_brands(tmp_path):
    titles = {**TITLES, "i": "wide watch", "j": "makera watch", "k": "makera watch"}
    with word_workspace(tmp_path, titles) as ws:
        shop = word_shop(ws)
        pool = title_edits(target_of(shop, "j", "nothing"), 2, 24, 2, 0)
    put_in = {edit.parts[0].after.strip() for edit in pool if edit.kind in ("add", "replace")}
    assert put_in == {"smart", "gold", "steel"}  # "wide", "plain" and "awful" are one maker's
    assert not any(
        "makera" in part.before for edit in pool if edit.kind in ("replace", "remove") for part in edit.parts
    )


def test_one_gradient_orders_the_words(words):
    weights = word_contributions(target_of(words, "a", "gold"), "title")
    assert weights == pytest.approx({(0, 5): 3.0, (6, 10): 7.0, (11, 16): 0.0})
    first = search_edits(target_of(words, "a", "watch gold"), 1, 0)[0]
    assert {part.before + part.after for part in first.parts}
    assert all(part.start >= 6 or part.end >= 6 for part in first.parts)  # "gold" carries a, "watch" as much


def test_a_search_is_edited_only_as_perturbations_promise_to_leave_alone(words):
    kinds = {edit.kind for edit in search_edits(target_of(words, "a", "gold watch"), 2, 0)}
    assert {"keyboard_typos", "homoglyphs", "word_order"} <= kinds
    assert all(perturbations()[kind].expectation == "invariance" for kind in kinds)


@pytest.mark.parametrize("name", ["k", "most_edits", "budget", "beam", "words", "draws"])
def test_settings_that_find_nothing_are_refused(name):
    with pytest.raises(NothingToAttack, match=name):
        AttackSettings(**{name: 0})


def test_what_cannot_be_attacked_is_named(words):
    with pytest.raises(NothingToAttack, match="within the first 2 already"):
        attack(target_of(words, "a", "nothing"), "lift", TWO)
    with pytest.raises(NothingToAttack, match="beyond the first 2 already"):
        attack(target_of(words, "f", "nothing"), "hide", TWO)
    with pytest.raises(UnknownName, match="item"):
        target_of(words, "zzz", "nothing")


# On the sample shop, with its own ranker.


@pytest.fixture(scope="module")
def shop(demo_workspace):
    return open_shop(demo_workspace)


@pytest.fixture(scope="module")
def logged(demo_workspace, shop):
    """Targets of a logged search in each direction, with behaviour as of its moment."""
    with open_workspace(demo_workspace) as ws:
        row = next(row for row in contexts(ws, limit=20, seed=5).to_pylist() if row["search"])
        log = CountedLog(ws)

        def features_of(*asked):
            return features_as_of(log, shop, *asked)

        vocabulary = Vocabulary(shop.lexicon)
        [asked] = asked_slates(shop, vocabulary, [row], features_of)
        return {
            direction: Target(
                shop,
                vocabulary,
                asked,
                candidate(shop, asked, int(np.flatnonzero(asked.ranks == rank)[0])),
                features_of,
            )
            for direction, rank in (("lift", 14), ("hide", 8))
        }


def test_a_lift_is_true_in_a_catalogue_that_really_says_so(demo_workspace, shop, logged):
    target = logged["lift"]
    found = attack(target, "lift")
    with open_workspace(demo_workspace) as ws:
        table = items(ws).to_pylist()
    for row in table:
        if row["item_id"] == target.item_id:
            assert row["title"] == found.before
            row["title"] = found.after
    changed = Catalogue.build(shop.ranker, pa.Table.from_pylist(table))
    candidates = candidates_for(changed, target.asked.fields, target.asked.row["platform"])
    assert (candidates.places == target.asked.places).all()
    scores = candidates.question.score(candidates.places, target.asked.features)
    own = scores[target.at]
    assert 1 + (scores > own).sum() == found.rank_after <= 10 < found.rank_before
    assert found.answer.ranks[target.at] == found.rank_after


def test_a_hide_is_true_of_the_search_really_asked(shop, logged):
    target = logged["hide"]
    found = attack(target, "hide")
    fields = shop.context_of(found.after, target.asked.row["history"])
    candidates = candidates_for(shop.catalogue, fields, target.asked.row["platform"])
    scores = candidates.question.score(candidates.places, target.asked.features)
    assert 1 + (scores > scores[target.at]).sum() == found.rank_after > 10
    assert found.rank_before == 8


@pytest.mark.parametrize("direction", ["lift", "hide"])
def test_the_same_attack_is_found_again(logged, direction):
    settings = AttackSettings(budget=120)
    assert attack(logged[direction], direction, settings) == attack(logged[direction], direction, settings)


def test_an_item_that_is_no_candidate_is_refused(shop, logged):
    asked = logged["lift"].asked
    other = next(item for place, item in enumerate(shop.catalogue.item_ids) if place not in set(asked.places))
    with pytest.raises(NotACandidate, match="not among"):
        Target(shop, logged["lift"].vocabulary, asked, other, logged["lift"].features_of)


# Resistances.


def stored(ws) -> list[tuple]:
    return ws.cursor().execute("select context_id, direction, item_id, edits from attacks order by all").fetchall()


def test_a_stopped_resistance_goes_on_where_it_ended(tmp_path):
    with word_workspace(tmp_path / "a") as ws:
        shop = word_shop(ws)
        first = run_resistance(ws, shop, TWO, stop=lambda: True, group=2)
        assert (first.contexts, first.before, first.left) == (1, 0, 3)
        assert len(stored(ws)) == 2
        second = run_resistance(ws, shop, TWO, group=2)
        assert (second.contexts, second.before, second.left) == (3, 1, 0)
        assert run_resistance(ws, shop, TWO).contexts == 0
        in_parts = stored(ws)
        [found] = resistances(ws)
        assert (found.contexts, found.done, found.most_edits) == (4, 4, 5)
    with word_workspace(tmp_path / "b") as ws:
        run_resistance(ws, word_shop(ws), TWO)
        assert stored(ws) == in_parts


def test_items_are_drawn_from_their_bands_and_every_context_has_both_directions(tmp_path):
    with word_workspace(tmp_path, searches=12) as ws:
        run_resistance(ws, word_shop(ws), TWO)
        rows = ws.cursor().execute("select direction, because, rank_before from attacks").fetchall()
    assert {rank for direction, _, rank in rows if direction == "lift"} <= {3, 4}
    assert {rank for direction, because, rank in rows if direction == "hide" and because is None} <= {1, 2}
    assert [because for direction, because, _ in rows if direction == "hide"].count("no_search") == 1
    assert len(rows) == 26


def test_a_log_without_a_context_is_told(tmp_path):
    with word_workspace(tmp_path) as ws:
        shop = word_shop(ws)
        with pytest.raises(WhyrankError, match="no context"):
            run_resistance(ws, shop, TWO, start=ws.cursor().execute("select timestamp '2099-01-01'").fetchone()[0])


def test_all_edits_of_a_set_can_be_made(words):
    pool = title_edits(target_of(words, "g", "gold"), 2, 24, 2, 0)
    assert all(all_fit([edit]) for edit in pool)
    assert all(edited(TITLES["g"], [edit]) != TITLES["g"] for edit in pool if edit.kind != "move")
    assert len(set(pool)) == len(pool)
