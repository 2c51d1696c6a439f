"""Why among the first k, or why not: on the sample shop, at the border, on either side of it and off the slate."""

from __future__ import annotations

from pathlib import Path

import pytest

from explain.answers import margin_answer
from explain.shop import Shop, open_shop
from explain.wording import LANGUAGES
from queries.errors import UnknownName, WhyrankError

SEARCH = "智能手表"


@pytest.fixture(scope="module")
def shop(demo_workspace: Path) -> Shop:
    return open_shop(demo_workspace)


@pytest.fixture(scope="module")
def rows(shop: Shop):
    return shop.recommend(SEARCH, k=2000).rows


def test_outside_the_item_lacks_what_the_kth_is_ahead(shop, rows):
    found = shop.margin(SEARCH, None, rows[6].item_id, k=4)
    assert (found.place, found.inside, found.rival, found.kth) == (7, False, rows[3], rows[3])
    assert found.lead == pytest.approx(rows[6].score - rows[3].score, abs=1e-4)
    assert found.lead == found.to_kth < 0
    assert found.chance_lead == pytest.approx(rows[6].probability - rows[3].probability, abs=1e-4)


def test_inside_the_item_is_ahead_of_the_first_that_is_left_out(shop, rows):
    found = shop.margin(SEARCH, None, rows[1].item_id, k=4)
    assert (found.place, found.inside, found.rival) == (2, True, rows[4])
    assert found.lead == pytest.approx(rows[1].score - rows[4].score, abs=1e-4)
    assert found.to_kth == pytest.approx(rows[1].score - rows[3].score, abs=1e-4)
    assert found.lead > found.to_kth > 0


def test_the_item_at_the_border_is_nothing_from_itself(shop, rows):
    found = shop.margin(SEARCH, None, rows[3].item_id, k=4)
    assert found.inside
    assert found.to_kth == pytest.approx(0.0, abs=1e-4)
    assert found.rival == rows[4]


def test_the_contrast_is_with_the_rival_and_adds_up(shop, rows):
    found = shop.margin(SEARCH, None, rows[6].item_id, k=4)
    assert (found.contrast.a.item_id, found.contrast.b.item_id) == (rows[6].item_id, rows[3].item_id)
    rest = found.contrast.base_difference + found.contrast.gap_difference
    assert sum(row.difference for row in found.contrast.rows) + rest == pytest.approx(found.lead, abs=1e-4)
    assert [row.rank for row in found.around] == list(range(1, 11))


def test_where_everything_fits_there_is_no_rival(shop, rows):
    found = shop.margin(SEARCH, None, rows[6].item_id, k=len(rows))
    assert found.inside
    assert (found.rival, found.contrast, found.lead) == (None, None, None)
    assert "7" in margin_answer(found)


def test_an_item_that_is_sold_elsewhere_is_told_where_its_score_would_stand(shop, rows):
    own = next(row for row in rows if shop.item(row.item_id)["platform"] == shop.platforms[0])
    found = shop.margin(SEARCH, None, own.item_id, k=5, platform=shop.platforms[1])
    here = shop.recommend(SEARCH, k=2000, platform=shop.platforms[1]).rows
    assert not found.is_candidate
    assert not found.inside
    assert found.place == 1 + sum(row.score > own.score for row in here)
    assert f"place {found.place}" in margin_answer(found)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("place", [2, 7])
def test_the_answer_says_place_border_and_distance(shop, rows, lang, place):
    found = shop.margin(SEARCH, None, rows[place - 1].item_id, k=4)
    text = margin_answer(found, lang)
    assert f"{abs(found.lead):.2f}" in text
    assert found.rival.title in text
    assert str(place) in text
    assert "4" in text


def test_no_place_and_no_item_are_refused(shop, rows):
    with pytest.raises(WhyrankError, match="no place 0"):
        shop.margin(SEARCH, None, rows[0].item_id, k=0)
    with pytest.raises(UnknownName, match="no item"):
        shop.margin(SEARCH, None, "nothing", k=3)


def test_a_slate_is_valued_with_the_items_that_its_measure_needs(shop, rows):
    from explain.slate_measures import place_of

    found = shop.slate_value(SEARCH, None, place_of(rows[30].item_id), candidates=10)
    assert found.candidates == 11
    assert found.total == -11
    assert found.by_part["history"] == 0.0
    assert sum(found.by_part.values()) == pytest.approx(found.total - found.base)


def test_a_match_is_of_the_items_own_words(shop, rows):
    found = shop.match(SEARCH, None, rows[0].item_id)
    assert [word.name for word in found.words] == ["智能", "手表"]
    assert found.score == pytest.approx(rows[0].score, abs=1e-4)
    assert all(word.name in str(shop.item(rows[0].item_id)) for word in found.item_words if word.count == 1)
