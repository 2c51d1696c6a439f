"""What the model did not read or does not know is said in words, and nothing where it read and knew all."""

from __future__ import annotations

from functools import cache

import pytest

import sample_data
from explain.explanation import Explanation
from explain.html import to_html
from explain.one_sum import explain
from explain.reading import half_read, reading_notes, unread
from explain.wording import LANGUAGES
from models.storage import load_ranker
from models.text import context_fields, item_fields
from models.towers import PIECES_READ

TITLE = PIECES_READ["title"]


@cache
def explained(search: str, title: str = "小米 手表 S3", *history: str) -> Explanation:
    return explain(load_ranker(sample_data.RANKER), context_fields(search, history), item_fields(title, "小米"))


def test_texts_that_were_read_and_known_need_no_note():
    explanation = explained("智能手表 smart watch")
    assert unread(explanation) == ()
    assert explanation.unknown == (0.0, 0.0, 0.0)
    for lang in LANGUAGES:
        assert reading_notes(explanation, lang) == ()


def test_the_characters_not_read_are_counted():
    explanation = explained("智能手表", "表" * (TITLE + 35))
    [(field, count)] = unread(explanation)
    assert (field.name, count) == ("title", 35)
    assert reading_notes(explanation) == ("The model did not read the last 35 characters of the title.",)
    assert reading_notes(explanation, "zh") == ("模型没有读到标题的最后 35 个字符。",)


def test_one_character_is_told_as_one_and_titles_chosen_before_together():
    limit = PIECES_READ["history"]
    explanation = explained("表" * (PIECES_READ["search"] + 1), "小米", "表" * (limit + 5), "表" * (limit + 7))
    assert reading_notes(explanation) == (
        "The model did not read the last character of the search "
        "and the last 12 characters of the titles chosen before.",
    )


def test_a_word_cut_in_its_middle_counts_with_what_was_read_of_it():
    explanation = explained("智能手表", "表" * (TITLE - 1) + " qzxjvkwqzxjvk")
    [word] = half_read(explanation)
    assert word.name == "qzxjvkwqzxjvk"
    assert word.contribution != 0
    assert word.start < explanation.cut[1] < word.end
    assert "Of “qzxjvkwqzxjvk” it read only the beginning, and only that counts." in reading_notes(explanation)


@pytest.mark.parametrize("search", ["ЖЩ ΩΨ", "🎧🎧", "هاتف"])
def test_a_search_of_characters_the_model_does_not_know_is_told(search):
    explanation = explained(search)
    assert explanation.unknown[0] == 1
    assert [note for note in reading_notes(explanation) if "knows no word and no character of the search" in note]
    assert [note for note in reading_notes(explanation, "zh") if note.startswith("模型不认识搜索词")]


def test_half_a_search_unknown_is_told_and_one_sign_in_a_title_is_not():
    notes = reading_notes(explained("watch 🎧", "小米 智能 手表 🎧"))
    assert notes == ("Half or more of the search is unknown to the model: it reads that as one sign for the unknown.",)


def test_a_search_of_separators_only_is_not_read_at_all():
    assert reading_notes(explained("、、、")) == ("The model read nothing of the search.",)


def test_an_item_without_text_is_told():
    explanation = explain(load_ranker(sample_data.RANKER), context_fields(None), item_fields("  "))
    assert explanation.words == explanation.fields == ()
    assert reading_notes(explanation) == ("The item has no text that the model could read.",)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_page_to_take_along_says_so_too_and_stays_free_of_markup(lang):
    explanation = explained("智能手表", "表" * (TITLE - 1) + "<b>" * 20)
    notes = reading_notes(explanation, lang)
    page = to_html(explanation, lang)
    assert notes
    assert notes[0] in page
    assert "<b><b>" not in page


def test_what_was_not_known_is_kept_with_the_explanation():
    explanation = explained("ЖЩ ΩΨ")
    assert Explanation.from_dict(explanation.to_dict()) == explanation
