"""Spelling repair: planted slips are mended, what the shop knows is never touched, the ranker reads the repair."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explain.attested import folded
from explain.perturbations import Perturbed, Situation, find_perturbation
from explain.repair import Repairer, with_repair
from explain.shop import open_shop
from explain.slips import deletes, slip_cost
from explain.vocabulary import Vocabulary
from explain.words import split_words
from queries.workspace import open_workspace


@pytest.fixture(scope="module")
def shop(demo_workspace):
    return open_shop(demo_workspace)


@pytest.fixture(scope="module")
def repairer(demo_workspace, shop):
    with open_workspace(demo_workspace) as ws:
        return Repairer.of(ws, shop)


MEANT = {
    "smsrt watch": "smart watch",
    "smart wacth": "smart watch",
    "智能手标": "智能手表",
    "Smart Watchh": "Smart Watch",
    "sm\u200bart watch": "smart watch",
    "ｓｍａｒｔ  watch": "smart watch",
    "智慧型手錶": "智慧型手表",
    "旅行厢": "旅行箱",
}


@pytest.mark.parametrize("typed", MEANT)
def test_planted_slips_are_mended(repairer, typed):
    assert repairer.repair(typed).read == MEANT[typed]
    assert repairer.repair(typed).changed


@pytest.mark.parametrize(
    "typed", ["", "   ", "iphone 15 pro", "1kg 大米", "小米 14", "xqzzt", "不含酒精", "无酒精", "𝔴atch"]
)
def test_what_is_near_to_nothing_stays(repairer, typed):
    assert repairer.repair(typed).read.split() == typed.split()


@settings(deadline=None, max_examples=150)
@given(data=st.data())
def test_no_attested_word_is_ever_changed(repairer, data):
    known = sorted(word for word in repairer._cost if len(word) > 1)
    noise = st.text("abcdexyz手表鞋标些 12", min_size=1, max_size=8)
    parts = data.draw(st.lists(st.one_of(st.sampled_from(known), noise), min_size=1, max_size=4))
    search = " ".join(parts)
    words = split_words(search, repairer.lexicon)
    attested = [
        search[w.start : w.end] for w in words if w.end - w.start > 1 and repairer.attested(search[w.start : w.end])
    ]
    read = folded(repairer.repair(search).read)
    at = 0
    for word in attested:
        assert folded(word) in read[at:], (search, read)
        at = read.index(folded(word), at) + len(folded(word))
    assert [c for c in read if c.isdigit()] == [c for c in folded(search) if c.isdigit()]


def test_usual_searches_stay_as_they_are(repairer):
    for search in repairer._searches:
        assert repairer.repair(search).read == search


def test_costs_are_finite_exactly_within_the_slips_of_damerau():
    """Against the unweighted distance, computed another way: breadth-first over single slips."""
    alphabet = "abc"
    words = ["".join(p) for n in (1, 2, 3) for p in product(alphabet, repeat=n)]

    def slips(word: str) -> set[str]:
        found = {word[:i] + word[i + 1 :] for i in range(len(word))}
        found |= {word[:i] + c + word[i:] for i in range(len(word) + 1) for c in alphabet}
        found |= {word[:i] + c + word[i + 1 :] for i in range(len(word)) for c in alphabet}
        return found | {word[:i] + word[i + 1] + word[i] + word[i + 2 :] for i in range(len(word) - 1)}

    for word in words:
        one = slips(word)
        for other in words:
            assert (slip_cost(word, other, 1) < np.inf) == (other == word or other in one), (word, other)
            if other in one:
                assert deletes(word, 1) & deletes(other, 1)
    assert slip_cost("wacth", "watch") < slip_cost("wpqch", "watch")


def test_the_ranker_reads_what_is_repaired_and_the_shop_stays(shop, repairer):
    mended = with_repair(shop, repairer)
    assert [row.score for row in mended.recommend("smsrt watch").rows] == [
        row.score for row in shop.recommend("smart watch").rows
    ]
    assert shop.repairer is None
    assert [field.text for field in mended.context("smsrt watch", None)] == ["smart watch"]


def test_most_keyboard_slips_are_undone_and_negations_are_not(demo_workspace, shop, repairer):
    with open_workspace(demo_workspace) as ws:
        vocabulary = Vocabulary.of(ws, shop)
    searches = [search for search in sorted(repairer._searches) if search.isascii() and len(search) > 6][:80]
    undone = []
    for name in ("keyboard_typos", "hidden_characters", "homoglyphs", "negation"):
        back = []
        for search in searches:
            change = find_perturbation(name)(Situation(search, "en", (), vocabulary), 0.3, 0, search)
            if isinstance(change, Perturbed):
                back.append(folded(repairer.repair(change.text("search", search)).read) == folded(search))
        undone.append(np.mean(back))
    assert undone[0] > 0.5
    assert min(undone[1:3]) > 0.9
    assert undone[3] == 0
