"""Reviews: stars as pandas counts them, words as SciPy tests them, and the complaints that were planted."""

from __future__ import annotations

import random

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from scipy import stats

from explain.aspects import aspects_of_reviews, words_of_reviews
from queries.privacy import MIN_SHOPPERS
from queries.profiles.reviews import aspects, category_stars, least_liked, open_reviews, treatment
from queries.workspace import open_workspace
from tests.queries.random_log import Log, Row, insert
from tests.queries.small_shop import item

GOOD, BAD = ("fine laces", "nice colour", "soft lining"), ("sole fell off", "late parcel")
BANDS = [0, 3, 3.5, 4, 4.5, 6]


def written(seed: int = 0, shoppers: int = 150) -> Log:
    """Return shoes whose worst reviews speak of the sole, and lamps that few review."""
    rng = random.Random(seed)
    items = [item(f"s{n}", "A", "shoes", 10.0, "EUR", "") for n in range(3)] + [item("l", "A", "lamps", 9.0, "EUR", "")]
    items.append(item("t", "A", "tea", 3.0, "EUR", ""))
    reviews: list[Row] = []
    for n in range(shoppers):
        unhappy = rng.random() < 0.3
        said = f"{rng.choice(GOOD)}, {rng.choice(BAD)}" if unhappy else rng.choice(GOOD)
        reviews.append(
            {"item_id": f"s{n % 3}", "rating": float(rng.choice((1, 2) if unhappy else (4, 5))), "text": said}
        )
        reviews.append(
            {"item_id": "t", "rating": float(rng.choice((3, 4, 5))), "text": rng.choice(("warm", "late parcel"))}
        )
    reviews += [{"item_id": "l", "rating": 1.0, "text": "dark"} for _ in range(5)]
    rows = [
        row | {"review_id": f"r{n}", "user_id": f"u{n % shoppers}", "lang": "en", "source": "hand"}
        for n, row in enumerate(reviews)
    ]
    return Log(items, [], [], [], [], rows)


@pytest.fixture(scope="module")
def log() -> Log:
    return written()


@pytest.fixture(scope="module")
def reviews(log, tmp_path_factory):
    with open_workspace(tmp_path_factory.mktemp("reviews") / "ws", "write") as ws:
        ws.commit(lambda con: insert(con, log))
        yield open_reviews(ws)


def frame(log: Log) -> pd.DataFrame:
    return pd.DataFrame(log.reviews).merge(pd.DataFrame(log.items)[["item_id", "category"]], on="item_id")


def test_stars_by_category_are_the_mean_and_small_categories_stay_hidden(reviews, log):
    table = frame(log)
    rows = {row["category"]: row for row in category_stars(reviews).to_pylist()}
    assert rows["lamps"]["state"] == "hidden"
    assert rows["lamps"]["stars"] is None
    shown = [name for name, row in rows.items() if row["state"] == "shown"]
    assert shown != ["shoes", "tea"]  # the total less both would be the lamps
    for name in shown:
        own = table[table["category"] == name]
        assert rows[name]["stars"] == pytest.approx(own["rating"].mean())
        assert rows[name]["unhappy"] == pytest.approx((own["rating"] <= 2).mean())
        assert rows[name]["shoppers"] == own["user_id"].nunique()


def test_words_are_tested_as_scipy_tests_them(reviews, log):
    found = aspects_of_reviews(reviews)
    rows = {(row["category"], " ".join(row["words"])): row for row in found.words.to_pylist()}
    sole = rows["shoes", "sole fell off"]
    table = frame(log)
    shoes = table[table["category"] == "shoes"]
    has = shoes["text"].str.contains("sole")
    expected = stats.ttest_ind(shoes[has]["rating"], shoes[~has]["rating"], equal_var=False)
    assert sole["reviews"] == has.sum()
    assert sole["stars"] == pytest.approx(shoes[has]["rating"].mean())
    assert sole["rest_stars"] == pytest.approx(shoes[~has]["rating"].mean())
    assert np.log10(sole["p"]) == pytest.approx(np.log10(expected.pvalue), rel=0.03)
    assert sole["significant"]
    assert "sole" in sole["example"]
    q = stats.false_discovery_control(found.words["p"].to_numpy())
    np.testing.assert_allclose(found.words["q"].to_numpy(), q, rtol=1e-9)


def test_a_category_lists_what_is_typical_of_it_alone(reviews):
    words = {(row["category"], word) for row in aspects_of_reviews(reviews).words.to_pylist() for word in row["words"]}
    assert ("shoes", "sole") in words
    assert ("shoes", "parcel") not in words  # as usual of tea
    assert ("", "parcel") in words
    assert all("dark" not in word for _, word in words)  # of five shoppers


def test_complaints_stand_beside_the_items_they_are_of(reviews):
    complaints = {row["item_id"]: row["words"] for row in aspects_of_reviews(reviews).complaints.to_pylist()}
    assert ["sole", "fell", "off"] in complaints["s0"]
    assert "t" not in complaints or ["sole", "fell", "off"] not in complaints["t"]


def test_shuffled_stars_make_nothing_significant(tmp_path):
    log = written(seed=5)
    stars = [row["rating"] for row in log.reviews]
    random.Random(1).shuffle(stars)
    for row, rating in zip(log.reviews, stars, strict=True):
        row["rating"] = rating
    with open_workspace(tmp_path / "ws", "write") as ws:
        ws.commit(lambda con: insert(con, log))
        found = aspects_of_reviews(open_reviews(ws))
    assert found.words.num_rows
    assert not any(found.words["significant"].to_pylist())


def test_items_few_people_reviewed_are_not_listed(reviews):
    rows = least_liked(reviews).to_pylist()
    assert "l" not in {row["item_id"] for row in rows}
    assert [row["stars"] for row in rows] == sorted(row["stars"] for row in rows)
    assert all(row["shoppers"] >= MIN_SHOPPERS for row in rows)


def test_words_of_both_languages_are_counted_once_per_review():
    texts = pa.table({"review_id": ["a", "b"], "said": ["Loud, LOUD! 12 db", "电池不耐用，电池发烫"]})
    words = words_of_reviews(texts).to_pylist()
    assert [row["word"] for row in words if row["review_id"] == "a"] == ["loud"]
    assert [row["word"] for row in words if row["review_id"] == "b"].count("电池") == 1


def test_without_reviews_stars_or_words_nothing_is_claimed(tmp_path):
    with open_workspace(tmp_path / "ws", "write") as ws:
        ws.commit(lambda con: insert(con, Log([], [], [], [], [], [{"review_id": "r", "text": "没有星级"}])))
        found = open_reviews(ws)
        assert (found.total, found.rated, found.written) == (1, 0, 1)
        assert category_stars(found).num_rows == treatment(found).num_rows == least_liked(found).num_rows == 0
        words = words_of_reviews(pa.table({"review_id": ["r"], "said": ["没有星级"]}))
        assert aspects(found, words, ["r"]).words.num_rows == 0


def test_the_sample_shop_tells_what_was_planted(demo_workspace):
    """Stars follow a hidden quality that also moves clicks: what is liked less is clicked less, wherever it stands."""
    with open_workspace(demo_workspace) as ws:
        found = open_reviews(ws)
        told = aspects_of_reviews(found)
        rows = treatment(found).to_pylist()
        table = ws.cursor().execute("select item_id, avg(rating) as stars, count(*) as n from reviews group by 1").df()
        shown = ws.cursor().execute("select item_id, count(*) as shown from impressions group by 1").df()
    worse = {" ".join(row["words"]) for row in told.words.to_pylist() if row["significant"] and row["difference"] < 0}
    assert any("sole" in words for words in worse)
    assert any("没电" in words for words in worse)
    clicks = [row["click_rate"] for row in rows]
    assert clicks == sorted(clicks)
    table = table[table["n"] >= 5].merge(shown, on="item_id", how="left").fillna({"shown": 0})
    table["band"] = pd.cut(table["stars"], BANDS, right=False, labels=False) + 1
    expected = table.groupby("band")["shown"].mean() / table["shown"].mean()
    assert {row["band"]: row["exposure"] for row in rows} == pytest.approx(expected.to_dict())
