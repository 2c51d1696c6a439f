"""What would move it, and what if: on the sample shop, against the slate itself and a catalogue really changed."""

from __future__ import annotations

import itertools
from dataclasses import replace

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from explain.counterfactual import CounterfactualSettings, NothingToLookFor, counterfactuals
from explain.edits import PriceEdit, WordEdit, edited_fields
from explain.methods import gradient_times_input
from explain.possible_edits import item_edits
from explain.scene import scene, scene_of
from explain.settings import Settings
from explain.shop import open_shop
from explain.what_if import Changes, ImpossibleChange, changes_of, ranges, what_if
from explain.words import split_words
from models.catalogue import Catalogue
from models.field import Field
from models.rank import candidates_for, rank
from queries.contexts import items
from queries.errors import UnknownName
from queries.workspace import open_workspace

WATCH = "智能手表"
QUICK = Settings(words=gradient_times_input.METHOD.name)


@pytest.fixture(scope="module")
def shop(demo_workspace):
    return open_shop(demo_workspace)


@pytest.fixture(scope="module")
def slate(shop):
    return shop.recommend(WATCH, k=40).rows


def test_a_scene_ranks_as_the_slate_does(shop, slate):
    for row in (slate[0], slate[9], slate[25]):
        found = scene(shop, WATCH, None, row.item_id)
        assert found.rank == row.rank
        assert found.scores_with([()])[0] == pytest.approx(row.score, abs=1e-4)
        assert found.reranked(()) == row.rank
    assert scene(shop, WATCH, None, slate[0].item_id).threshold(10) == pytest.approx(slate[10].score, abs=1e-5)


def test_the_price_as_it_is_moves_no_feature_and_another_moves_what_follows(shop, slate):
    names = shop.ranker.feature_names
    user = next(iter(shop.shoppers))
    for row in slate[:15]:
        found = scene(shop, WATCH, user, row.item_id)
        now = float(found.features[names.index("price")])
        assert np.allclose(found.at_price(now), found.features, atol=1e-4, equal_nan=True)
        dearer = found.at_price(2 * now)
        moved = {name for name, a, b in zip(names, dearer, found.features, strict=True) if a != b and a == a}
        assert {"price", "discount"} <= moved <= {"price", "price_percentile", "discount", "price_gap"}


@given(st.text(min_size=1, max_size=40), st.data())
def test_removing_a_word_leaves_all_others(text, data):
    words = [w for w in split_words(text) if w.kind in ("han", "word", "number")]
    if not words:
        return
    gone = data.draw(st.sampled_from(words))
    edit = WordEdit("title", gone.start, gone.end, text[gone.start : gone.end], "", 1.0)
    left = "".join(field.text for field in edited_fields([Field("item", "title", text)], [edit]))
    assert "".join(left.split()) == "".join((text[: gone.start] + text[gone.end :]).split())


def test_edits_use_only_what_the_catalogue_has_seen(shop, slate):
    found = scene(shop, WATCH, None, slate[14].item_id)
    titles = " ".join(str(row["title"]) + str(row["attributes"]) for row in shop.shelf(found.item_id)).casefold()
    edits = item_edits(found, 10, 8)
    assert all(edit.after.casefold() in titles for edit in edits if isinstance(edit, WordEdit))
    assert not {edit.after.casefold() for edit in edits if isinstance(edit, WordEdit)} & set(shop.brands)
    prices = [edit for edit in edits if isinstance(edit, PriceEdit)]
    assert prices
    assert all(found.shelf_prices.min() <= edit.after <= found.shelf_prices.max() for edit in prices)
    assert all(0 <= edit.plausibility <= 1 for edit in edits)


@pytest.mark.parametrize("place", [2, 14])
def test_what_is_found_reaches_the_goal_and_nothing_smaller_does(shop, slate, place):
    found = scene(shop, WATCH, None, slate[place].item_id)
    answer = counterfactuals(found, CounterfactualSettings(k=10))
    assert answer.goal == ("out" if place < 10 else "in")
    assert answer.found
    sizes = [len(one.edits) for one in answer.found]
    assert sizes == sorted(sizes)
    for one in answer.found:
        assert (one.rank <= 10) == (answer.goal == "in")
        for size in range(len(one.edits)):
            for smaller in itertools.combinations(one.edits, size):
                assert (found.reranked(smaller) <= 10) != (answer.goal == "in")


def test_a_catalogue_really_changed_ranks_as_was_foretold(shop, slate, demo_workspace):
    """The independent check: write the new title into the catalogue and rank from the start."""
    found = scene(shop, WATCH, None, slate[14].item_id)
    answer = counterfactuals(found, CounterfactualSettings(k=10))
    one = next(one for one in answer.found if all(e.kind == "word" and e.field == "title" for e in one.edits))
    with open_workspace(demo_workspace) as ws:
        table = items(ws)
    place = table["item_id"].to_pylist().index(found.item_id)
    titles = table["title"].to_pylist()
    titles[place] = edited_fields(found.item, one.edits)[0].text
    changed = Catalogue.build(
        shop.ranker, table.set_column(table.column_names.index("title"), "title", pa.array(titles))
    )
    candidates = candidates_for(changed, found.context)
    features = shop.features(None, [changed.item_ids[p] for p in candidates.places])
    ranked = rank(shop.ranker, changed, candidates, features, 40)
    assert [item.item_id for item in ranked].index(found.item_id) + 1 == one.rank


def test_another_search_is_found_too(shop, slate):
    found = scene(shop, WATCH, None, slate[14].item_id)
    answer = counterfactuals(found, CounterfactualSettings(of="search", most_edits=1))
    assert answer.found
    for one in answer.found:
        search = edited_fields(found.context, one.edits)[0].text
        ranked = shop.recommend(search, k=one.rank).rows
        assert ranked[-1].item_id == found.item_id


def test_a_search_of_one_word_is_replaced_but_not_taken_away(shop, slate):
    """Without a search and a shopper there is nothing to rank for; a shopper alone is enough."""
    found = scene(shop, "手表", None, slate[14].item_id)
    settings = CounterfactualSettings(of="search", most_edits=1, replacements=2, wanted=50)
    assert counterfactuals(found, settings).tried == 2
    user = next(iter(shop.shoppers))
    assert counterfactuals(scene(shop, "手表", user, found.item_id), settings).tried == 3


@pytest.mark.parametrize("of", ["item", "search"])
def test_what_was_found_can_be_tried_as_changes(shop, slate, of):
    found = scene(shop, WATCH, None, slate[14].item_id)
    for one in counterfactuals(found, CounterfactualSettings(of=of)).found:
        changes = changes_of(found.item, found.context, one.edits)
        assert (changes.search is None) == (of == "item")
        assert shop.what_if(WATCH, None, found.item_id, changes, settings=QUICK).rank == (15, one.rank)
    assert changes_of(found.item, found.context, ()).nothing


@pytest.mark.parametrize("name", ["k", "most_edits", "beam", "wanted"])
def test_looking_for_nothing_is_refused(name):
    with pytest.raises(NothingToLookFor, match=name):
        CounterfactualSettings(**{name: 0})


def test_where_nothing_suffices_the_closest_is_told(shop):
    worst = shop.recommend(WATCH, k=500, platform="northgate").rows[-1]
    answer = counterfactuals(
        scene(shop, WATCH, None, worst.item_id, "northgate"), CounterfactualSettings(k=1, most_edits=1)
    )
    assert answer.found == ()
    assert 1 < answer.closest.rank <= answer.rank
    assert answer.tried > 0


def test_no_change_changes_nothing(shop, slate):
    same = what_if(scene(shop, WATCH, None, slate[3].item_id), Changes(), settings=QUICK)
    assert same.rank == (4, 4)
    assert [place.item_id for place in same.after] == [row.item_id for row in slate[:10]]
    assert all(place.rank == place.rank_before for place in same.after)
    assert same.explanation_after == same.explanation_before


def test_changes_do_what_they_say(shop, slate):
    before = scene(shop, WATCH, None, slate[3].item_id)
    price = float(before.features[shop.ranker.feature_names.index("price")])
    found = what_if(before, Changes(price=price * 3, features={"rating": None}), settings=QUICK)
    values = {c.name: c.value for c in found.explanation_after.features}
    assert values["price"] == pytest.approx(price * 3, rel=1e-5)
    assert values["rating"] is None
    other = what_if(before, Changes(search="running shoes", texts={"title": "trail running shoes"}), settings=QUICK)
    assert {f.text for f in other.explanation_after.fields} >= {"running shoes", "trail running shoes"}
    others = shop.recommend("running shoes", k=5).rows
    assert [p.item_id for p in other.after if p.item_id != before.item_id][:3] == [r.item_id for r in others][:3]
    history = what_if(before, Changes(history=(slate[0].item_id,)), settings=QUICK)
    assert slate[0].title in {f.text for f in history.explanation_after.fields if f.part == "history"}


def test_an_item_off_the_platform_is_looked_at_all_the_same(shop, slate):
    item = shop.recommend("smart watch", k=1, platform="northgate").rows[0].item_id
    found = scene(shop, WATCH, None, item, "yunshi")
    assert len(found.places) == len(shop.catalogue.on_platform("yunshi")) + 1
    assert 1 <= found.rank <= len(found.places)


@pytest.mark.parametrize(
    ("changes", "error", "told"),
    [
        (Changes(price=-1.0), ImpossibleChange, "above 0"),
        (Changes(price=float("nan")), ImpossibleChange, "above 0"),
        (Changes(texts={"title": "  "}), ImpossibleChange, "title"),
        (Changes(texts={"titel": "x"}), UnknownName, "Did you mean 'title'"),
        (Changes(features={"pryce": 1.0}), UnknownName, "Did you mean 'price"),
        (Changes(search=""), ImpossibleChange, "neither a search nor a shopper"),
        (Changes(history=("nothing",)), UnknownName, "item"),
    ],
)
def test_impossible_changes_are_named(shop, slate, changes, error, told):
    with pytest.raises(error, match=told):
        what_if(scene(shop, WATCH, None, slate[0].item_id), changes)


def test_ranges_are_those_of_the_slate(shop, slate):
    found = scene(shop, WATCH, None, slate[0].item_id)
    low, high = ranges(found)["price"]
    assert 0 < low < high
    assert replace(found, scores=found.scores).rank == 1
    assert scene_of(shop, found.context, None, found.item_id, None).rank == 1
