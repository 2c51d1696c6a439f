"""The words of the shop: complete tables, varied searches, titles that read like a catalogue."""

from __future__ import annotations

import re

import pytest

from sample_data.searching import INTENTS
from sample_data.vocabulary import CATEGORIES, FOLDER, other_names, shelves

HAN = re.compile("[\u4e00-\u9fff]")
KINDS = [(lang, shelf, kind) for lang in ("en", "zh") for shelf in shelves(lang) for kind in shelf.kinds]


def test_every_category_file_is_a_category():
    assert {path.stem for path in FOLDER.glob("*.toml")} == {*CATEGORIES, "other_names", "reviews"}


@pytest.mark.parametrize(
    ("lang", "shelf", "kind"), KINDS, ids=[f"{lang}-{kind.name.replace(' ', '-')}" for lang, _, kind in KINDS]
)
def test_phrases_speak_of_what_is_sold(lang, shelf, kind):
    values = {value for values in kind.attributes.values() for value in values}
    values |= {value for line in kind.lines for only in line.only.values() for value in only}
    for _, value in (*kind.needs, *kind.avoid):
        assert value in values
    known = {"brand", "model", *kind.attributes}
    for pattern in (*kind.titles, *kind.about):
        assert set(re.findall("{(.*?)}", pattern)) <= known
    assert all(set(line.only) <= set(kind.attributes) for line in kind.lines)
    assert all(not HAN.search(word) for word in kind.abroad) == (lang == "zh")
    assert kind.needs
    assert kind.avoid


def test_names_in_the_other_script_are_brands_of_the_shop():
    brands = {line.brand for _, _, kind in KINDS for line in kind.lines}
    assert set(other_names()["names"]) <= brands


def test_titles_are_unique_filled_and_short(shop):
    titles = shop.items.title
    assert titles.is_unique
    assert not shop.items[["title", "description", "attributes"]].map(lambda text: "{" in text).any().any()
    assert titles[shop.items.lang == "en"].str.split().str.len().max() <= 25
    assert titles[shop.items.lang == "zh"].str.len().max() <= 50
    assert titles[shop.items.lang == "zh"].str.contains(HAN).all()
    assert not titles[shop.items.lang == "en"].str.contains(HAN).any()


def test_every_way_of_searching_is_used_on_both_platforms(shop):
    rows = shop.searches.merge(shop.search_truth, on="search_id")
    counts = rows.groupby(["platform", "intent"]).size().unstack()
    assert set(counts.columns) == set(INTENTS)
    assert counts.min().min() > 100
    assert shop.searches.text.nunique() > 5000


def test_searches_cross_languages(shop):
    rows = shop.searches.merge(shop.search_truth, on="search_id")
    mixed = rows[rows.intent == "mixed"].text
    both = mixed.map(lambda text: bool(HAN.search(text)) and bool(re.search("[A-Za-z]", text)))
    assert both.mean() > 0.9
    foreign = rows[rows.intent == "foreign"]
    assert foreign[foreign.platform == "northgate"].text.str.contains(HAN).mean() > 0.95


def test_pinyin_and_wrong_characters_are_typed(shop):
    typed = set(shop.searches.text.dropna())
    assert any("shoubiao" in text for text in typed)
    assert any("手标" in text for text in typed)


def test_xiaomi_and_huawei_lead_among_smart_watches(shop, shown):
    """The seed case: whoever types 智能手表 mostly clicks watches of 小米 and 华为."""
    clicks = shown[(shown.text == "智能手表") & (shown.clicked == 1)].brand.value_counts()
    assert set(clicks.index[:2]) == {"小米", "华为"}
    assert clicks.iloc[:2].sum() > 0.6 * clicks.sum()
