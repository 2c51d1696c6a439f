"""Words cover their text: every character belongs to exactly one, whatever is thrown at the splitter."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explain.words import split_words, word_of_each_character

ANYTHING = st.text(
    alphabet=st.one_of(
        st.characters(codec="utf-8"),
        st.sampled_from("智能手表小米 S3-'％５０é\u0301\u200d👩🏽‍🔬العربيةहिन्दी１２cm斤"),
    ),
    max_size=200,
)


@given(ANYTHING)
@settings(max_examples=300, deadline=None)
def test_every_character_belongs_to_exactly_one_word(text):
    words = split_words(text)
    assert "".join(text[w.start : w.end] for w in words) == text
    assert all(w.start < w.end for w in words)
    assert len(word_of_each_character(words)) == len(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("t-shirt men's", ["t-shirt", " ", "men's"]),
        ("27cm平底锅", ["27cm", "平底锅"]),
        ("14天续航", ["14天", "续航"]),
        ("3.5kg 50%", ["3.5kg", " ", "50%"]),
        ("智能手表", ["智能", "手表"]),
        ("cafe\u0301 au lait", ["cafe\u0301", " ", "au", " ", "lait"]),
        ("👩🏽‍🔬!", ["👩🏽‍🔬", "!"]),
    ],
)
def test_compounds_units_chinese_and_marks_stay_whole(text, expected):
    assert [text[w.start : w.end] for w in split_words(text)] == expected


def test_a_title_of_ten_thousand_characters_is_split():
    text = "小米手表 S3 " * 1100
    assert "".join(text[w.start : w.end] for w in split_words(text)) == text
