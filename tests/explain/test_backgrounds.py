"""Backgrounds: what is drawn, that it is drawn again alike, what is said of it, and that it is kept."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import numpy as np
import pytest

from explain.backgrounds import FEWEST_ROWS, KINDS, MOST_ROWS, by_segment, draw
from explain.batch import BatchSettings, explain_all
from explain.settings import Settings
from explain.shop import Shop, open_shop
from queries.backgrounds import background_rows
from queries.errors import UnknownName
from queries.features import FEATURES
from queries.shoppers import Shopper
from queries.workspace import open_workspace

SEARCH = "智能手表"
GROUPS = {feature.name: feature.group for feature in FEATURES}


@pytest.fixture(scope="module")
def shop(demo_workspace) -> Shop:
    return open_shop(demo_workspace)


@pytest.fixture(scope="module")
def asked(shop) -> tuple[str, list[str]]:
    user_id = next(iter(shop.shoppers))
    items = [row.item_id for row in shop.recommend(SEARCH, user_id, k=3).rows]
    return user_id, [*items, next(i for i, row in shop._rows.items() if row["category"] == "fashion > dresses")]


def columns(shop: Shop, group: str) -> list[int]:
    return [place for place, name in enumerate(shop.ranker.feature_names) if GROUPS[name] == group]


@pytest.mark.parametrize("kind", list(KINDS))
def test_a_draw_repeats_and_says_what_it_is(shop, asked, kind):
    once, again = draw(shop, kind, *asked), draw(shop, kind, *asked)
    assert len(once) == len(asked[1])
    for one, other in zip(once, again, strict=True):
        assert one.identity == other.identity
        assert one.name == kind
        assert FEWEST_ROWS <= len(one.rows) <= MOST_ROWS
        assert one.rows.shape[1] == len(shop.ranker.feature_names)
        assert all(str(len(one.rows)) in said for said in one.drawn_from.values())
        assert one.drawn_from["en"] != one.drawn_from["zh"]


def test_the_segment_is_other_shoppers_with_this_item(shop, asked):
    user_id, items = asked
    mine = shop.shoppers[user_id]
    peers = [u for u, s in shop.shoppers.items() if (s.lang, s.platform) == (mine.lang, mine.platform) and u != user_id]
    theirs = {shop.features(peer, items[:1])[0].tobytes() for peer in peers}
    background = draw(shop, "segment", user_id, items)[0]
    assert {row.numpy().tobytes() for row in background.rows} <= theirs
    own = shop.features(user_id, items[:1])[0]
    item = columns(shop, "item")
    assert np.array_equal(background.rows[:, item].numpy(), np.tile(own[item], (len(background.rows), 1)), True)
    assert f"of {len(peers)} other shoppers" in background.drawn_from["en"]


def test_the_category_is_this_shopper_with_other_items(shop, asked):
    user_id, items = asked
    first, second, _, dress = draw(shop, "category", user_id, items)
    assert first is second
    assert dress.identity != first.identity
    category = shop.item(items[0])["category"]
    same = [item_id for item_id, row in shop._rows.items() if row["category"] == category]
    rows = {row.tobytes() for row in shop.features(user_id, same)}
    assert {row.numpy().tobytes() for row in first.rows} <= rows
    shopper = columns(shop, "shopper")
    own = shop.features(user_id, items[:1])[0]
    known = [place for place in shopper if shop.ranker.feature_names[place] not in ("spend_90d", "usual_price")]
    assert np.array_equal(first.rows[:, known].numpy(), np.tile(own[known], (len(first.rows), 1)), True)
    assert category in first.drawn_from["en"]


def test_too_few_rows_fall_back_to_the_typical_ones_and_say_so(shop, asked, monkeypatch):
    typical = draw(shop, "typical", *asked)[0]
    for user_id, kind, reason in ((None, "segment", "shoppers"), (asked[0], "category", "items")):
        monkeypatch.setattr(shop, "shelf", lambda item_id: [shop.item(item_id)] * (FEWEST_ROWS - 1))
        background = draw(shop, kind, user_id, asked[1])[0]
        assert background.name == "typical"
        assert background.identity == typical.identity
        assert f"fewer than {FEWEST_ROWS}" in background.drawn_from["en"]
        assert reason in background.drawn_from["en"]


def test_segments_hold_only_what_is_known():
    def shopper(user_id, lang, platform):
        return Shopper(user_id, platform, lang, actions=0, searches=0)

    found = by_segment([shopper("b", "zh", None), shopper("a", "zh", None), shopper("c", None, None)])
    assert found == {("zh", None): ("a", "b")}


@pytest.mark.parametrize("kind", list(KINDS))
def test_explanations_compare_with_the_background_they_name(shop, asked, kind):
    user_id, items = asked
    settings = Settings(words="gradient_times_input", background=kind)
    together = shop.explain_slate(SEARCH, user_id, items, settings)
    for item_id, background, explanation in zip(items, draw(shop, kind, user_id, items), together, strict=True):
        assert explanation.item_id == item_id
        assert explanation.settings["compared_with"] == background.to_dict()
        texts = shop.catalogue.texts[shop.catalogue.place(item_id)]
        towers = shop.ranker.encode([shop.context(SEARCH, user_id)], [texts])
        masked = shop.ranker.vectors([shop.ranker.embed(t.masked_ids(shop.ranker.mask_id)) for t in towers], towers)
        base = shop.ranker.score_vectors(masked, background.rows.unsqueeze(0)).mean()
        assert explanation.base == pytest.approx(float(base), abs=1e-4)
        alone = shop.explain(SEARCH, user_id, item_id, settings)
        mine = [c.contribution for c in explanation.contributions]
        assert [c.contribution for c in alone.contributions] == pytest.approx(mine, abs=1e-4)


def test_few_features_differ_within_a_category_so_that_exact_values_can_be_had(shop, asked):
    user_id, items = asked
    rows = draw(shop, "category", user_id, items)[0].rows.numpy()
    own = shop.features(user_id, items[:1])[0]
    differ = ~((rows == own) | (np.isnan(rows) & np.isnan(own))).all(axis=0)
    assert not differ[columns(shop, "shopper")].all()


def test_an_unknown_background_is_named(shop, asked):
    with pytest.raises(UnknownName, match="Did you mean 'category'"):
        shop.explain(SEARCH, asked[0], asked[1][0], Settings(background="categories"))


def test_stored_explanations_keep_the_rows_they_compare_with(demo_workspace, tmp_path):
    from shutil import copytree

    folder = copytree(demo_workspace, tmp_path / "workspace")
    shop = open_shop(folder)
    settings = Settings(words="gradient_times_input", background="category")
    with open_workspace(folder, "write") as ws:
        report = explain_all(ws, shop, BatchSettings(contexts=3, k=2), settings, start=datetime(2020, 1, 1))
        assert report.explanations == 6
        cursor = ws.cursor()
        stored = cursor.execute(
            "select user_id, item_id, settings->'compared_with'->>'identity', base from explanations"
        ).fetchall()
        assert len(stored) == 6
        for user_id, item_id, identity, _ in stored:
            background = draw(shop, "category", user_id, [item_id])[0]
            assert background.identity == identity
            kept = background_rows(ws, identity, shop.ranker.feature_names)
            assert np.array_equal(kept, background.rows.numpy(), equal_nan=True)
        counted = "select count(*) from backgrounds"
        before = cursor.execute(counted).fetchall()
        explain_all(
            ws, shop, BatchSettings(contexts=3, k=2), replace(settings, words="occlusion", words_parameters=None)
        )
        assert cursor.execute(counted).fetchall() == before
        with pytest.raises(UnknownName):
            background_rows(ws, "nothing", shop.ranker.feature_names)


def test_a_contrast_compares_both_items_with_the_same_rows(shop, asked):
    user_id, items = asked
    for kind in KINDS:
        settings = Settings(words="gradient_times_input", background=kind)
        found = shop.contrast(SEARCH, user_id, items[0], items[3], settings)
        first, second = (each.settings["compared_with"]["identity"] for each in (found.a, found.b))
        assert first == second == draw(shop, kind, user_id, items[:1])[0].identity


def test_a_ranker_of_texts_only_compares_with_nobody(shop, asked, monkeypatch):
    monkeypatch.setattr(shop.ranker, "feature_names", ())
    for kind in KINDS:
        assert draw(shop, kind, *asked) == [None] * len(asked[1])
