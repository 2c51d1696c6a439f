"""Words cover their text: every character belongs to exactly one, whatever is thrown at the splitter."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explain.lexicon import Lexicon
from explain.words import Word, split_words, word_of_each_character

ANYTHING = st.text(
    st.one_of(
        st.characters(),
        st.characters(categories=["Mn", "Mc", "Me", "Cf", "Cs", "Zs", "Nd", "No", "Sc"]),
        st.sampled_from("智能手表小米連衣裙 S3x-'’&+.,/:％５０é\u0301\u200d\u200c👩🏽🇨🔬🏴"),
        st.sampled_from("カナらー한국１２cm斤$¥\r\n"),
        st.sampled_from("العربيةहिन्दीשלוֹםหน้า"),
    ),
    max_size=120,
)
# What a reader sees as one character, made of several.
ATOMS = ["e\u0301", "a\u0323\u0302", "👩🏽‍🔬", "👨‍👩‍👧", "👍🏿", "🇨🇳", "🇺🇸", "1️⃣", "#️⃣", "❤️",
         "🏴\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f",
         "हि", "कि", "น้", "שָׁ", "يَّ", "ﾊﾟ", "が",
         "邊\U000e0101", "\r\n"]  # fmt: skip
# Words of one piece each in their scripts, none of which joins with a neighbour behind a space.
WHOLE = ["t-shirt", "men's", "l’oréal", "AT&T", "all-in-one", "47mm", "iPhone15", "3.5kg", "café", "cafe\u0301",
         "Straße", "часы", "ρολόι", "ساعة", "العَرَبِيَّة", "می‌خواهم", "שעון", "שָׁלוֹם", "צה״ל", "בית־ספר", "घड़ी",
         "हिन्दी", "시계", "한국어", "หูฟังบลูทูธ", "スマートウォッチ", "らーめん",
         "手表", "耳機", "ＵＳＢ－Ｃ", "SPF50+", "U.S.A."]  # fmt: skip


def texts_of(text: str, words: Sequence[Word]) -> list[str]:
    return [text[word.start : word.end] for word in words]


def check_partition(text: str, words: Sequence[Word]) -> None:
    """The contract: words are not empty, each begins where the one before ends, and together they are the text."""
    assert all(word.start < word.end for word in words)
    assert [word.start for word in words] == [0, *(word.end for word in words)][: len(words)]
    assert "".join(texts_of(text, words)) == text
    assert len(word_of_each_character(words)) == len(text)


@given(ANYTHING)
@settings(max_examples=500, deadline=None)
def test_every_character_belongs_to_exactly_one_word(text):
    words = split_words(text)
    check_partition(text, words)
    assert split_words(text) == words


@pytest.mark.parametrize(
    "broken",
    [
        lambda words: words[:-1],
        lambda words: words[1:],
        lambda words: (words[0], *words[2:]),
        lambda words: (Word(0, words[1].end, "word"), *words[1:]),
        lambda words: (*words, Word(words[-1].end, words[-1].end, "word")),
        lambda words: words[::-1],
    ],
)
def test_the_contract_rejects_a_splitter_that_loses_or_repeats_characters(broken):
    text = "red 智能手表 S3"
    check_partition(text, split_words(text))
    with pytest.raises(AssertionError):
        check_partition(text, broken(split_words(text)))


@given(st.lists(st.one_of(st.sampled_from(ATOMS), st.sampled_from(list("a1 智-.カ"))), max_size=30))
@settings(max_examples=300, deadline=None)
def test_no_word_ends_inside_what_reads_as_one_character(atoms):
    text = "".join(atoms)
    borders = set(itertools.accumulate(map(len, atoms)))
    assert {word.end for word in split_words(text)} <= borders


@given(st.lists(st.sampled_from(WHOLE), min_size=1, max_size=12))
@settings(max_examples=200, deadline=None)
def test_words_of_every_script_stay_whole_between_spaces(whole):
    assert texts_of(" ".join(whole), split_words(" ".join(whole)))[::2] == whole


@given(ANYTHING)
@settings(max_examples=300, deadline=None)
def test_a_word_alone_is_the_word_it_was_in_its_text(text):
    """Chinese is left out: there, what stands beside a character decides where words end."""
    for word in split_words(text):
        alone = text[word.start : word.end]
        if word.kind in ("word", "number") and not any("\u2e80" <= c <= "\u9fff" for c in alone):
            assert len(split_words(alone)) == 1


@given(st.text(st.characters(min_codepoint=33, max_codepoint=126, exclude_characters=",:;"), max_size=60))
@settings(max_examples=300, deadline=None)
def test_wide_forms_are_split_like_narrow_ones(text):
    wide = text.translate({code: code + 0xFEE0 for code in range(33, 127)})
    assert split_words(wide) == split_words(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # English compounds
        ("t-shirt men's L’Oréal kids' shoes", "t-shirt| |men's| |L’Oréal| |kids'| |shoes"),
        ("all-in-one 3-in-1 2 in 1", "all-in-one| |3-in-1| |2| |in| |1"),
        ("AT&T, black/white & R&D", "AT&T|,| |black|/|white| |&| |R&D"),
        ("e.g. U.S.A. made. Node.js", "e.g.| |U.S.A.| |made|.| |Node|.|js"),
        ("USB-C USB3.0 Wi-Fi 6 SPF50+ PA+++", "USB-C| |USB3.0| |Wi-Fi| |6| |SPF50+| |PA+++"),
        ("i7-12700H 8GB+256GB PD-710B", "i7-12700H| |8GB|+|256GB| |PD-710B"),
        # numbers and their units
        ("47mm 3.5kg 50% 5G 3D 14Ultra", "47mm| |3.5kg| |50%| |5G| |3D| |14Ultra"),
        ("5000 mAh 6.7 Inch 500 ml 10 Pack", "5000 mAh| |6.7 Inch| |500 ml| |10 Pack"),
        ("8 fl. oz 5 sq ft 8  ml 8 mlx", "8 fl. oz| |5 sq ft| |8|  |ml| |8| |mlx"),
        ("7-Inch 20-inch 100-count", "7-Inch| |20-inch| |100-count"),
        ("1,299.00元 ¥1299 $12.50 US$12 1，299", "1,299.00元| |¥1299| |$12.50| |US$12| |1|，|299"),
        ("10x20 cm 8 x 10 inch 10cm×20cm 5*8cm", "10x20 cm| |8 x 10 inch| |10cm|×|20cm| |5*8cm"),
        ("3-5岁 1989-2008 16:9 1/2 cup", "3-5岁| |1989-2008| |16:9| |1/2 cup"),
        ('37°C 20℃ 360° 12" 1½ inch ½ cup', '37°C| |20℃| |360°| |12"| |1½ inch| |½ cup'),
        ("27cm平底锅 14天续航 1.5米床 5斤装", "27cm|平底锅| |14天|续航| |1.5米|床| |5斤|装"),
        ("2 斤 3 米粉 4件套 3合1 2024款 8折", "2 斤| |3| |米粉| |4件套| |3合1| |2024款| |8折"),
        ("６．７英寸 ５０％", "６．７英寸| |５０％"),
        # Chinese, simplified and traditional
        ("智能手表", "智能|手表"),
        ("小米 手表 2 Pro 18天续航", "小米| |手表| |2| |Pro| |18天|续航"),
        ("智慧型手錶 無線藍牙耳機 14天續航", "智慧型|手錶| |無線|藍牙|耳機| |14天|續航"),
        ("一级普洱茶357g礼盒", "一级|普洱茶|357g|礼盒"),
        # other scripts
        ("iPhoneケース 新しい時計", "iPhone|ケース| |新|しい|時計"),
        ("หูฟังiPhone15", "หูฟัง|iPhone15"),
        ("ساعة ذكية، 47mm", "ساعة| |ذكية|،| |47mm"),
        # marks and emoji
        ("cafe\u0301 au lait", "cafe\u0301| |au| |lait"),
        ("👩🏽‍🔬! 🇨🇳🇺🇸 1️⃣2️⃣3", "👩🏽‍🔬|!| |🇨🇳|🇺🇸| |1️⃣|2️⃣|3"),
        ("", ""),
    ],
)
def test_titles_split_as_a_reader_would(text, expected):
    assert "|".join(texts_of(text, split_words(text))) == expected


@pytest.mark.parametrize(
    "unit",
    ["小米手表 S3 ", "智慧型手錶無線", "women's t-shirt 10 x 20 cm ", "表", "a", "1", "1天", ",123", "1x", "a-", "a.",
     " ", "+", "US$", "\u0301", "\u200d", "🇨", "👩🏽‍🔬", "👩\u200d", "a\u00ad", "หูฟัง", "العَرَبِيَّة ",
     "हिन्दी ", "New Balance ", "New "],
)  # fmt: skip
def test_a_title_of_ten_thousand_characters_is_split(unit):
    title = (unit * 10_000)[:10_000]
    check_partition(title, split_words(title, LEXICON))


LEXICON = Lexicon.of(
    ["New Balance", "Levi's", "Marks & Spencer", "小米", "ProNova", "周黑鸭", "地平线8号", "Dr. Martens", "7-Eleven",
     "小米 Pro", "New Balance Kids", "三隻松鼠", "x" * 41, "", None]
)  # fmt: skip


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("New Balance 574 Levi's", "New Balance| |574| |Levi's"),
        ("NEW  BALANCE ｎｅｗ　ｂａｌａｎｃｅ", "NEW  BALANCE| |ｎｅｗ　ｂａｌａｎｃｅ"),
        ("new balance kids' shoes", "new balance| |kids'| |shoes"),
        ("New Balance Kids shoes", "New Balance Kids| |shoes"),
        ("renew balance new balances", "renew| |balance| |new| |balances"),
        ("Marks & Spencer's dr. martens", "Marks & Spencer's| |dr. martens"),
        ("7-eleven 地平线8号箱", "7-eleven| |地平线8号|箱"),
        ("小米手表 小米 Pro 小米Pro", "小米|手表| |小米 Pro| |小米|Pro"),
        ("周黑鸭锁鲜装 三隻松鼠堅果 三只松鼠", "周黑鸭|锁鲜装| |三隻松鼠|堅果| |三只松鼠"),
        ("小米粥", "小米粥"),
    ],
)
def test_brands_stay_whole(text, expected):
    assert "|".join(texts_of(text, split_words(text, LEXICON))) == expected


@given(ANYTHING)
@settings(max_examples=200, deadline=None)
def test_a_lexicon_keeps_the_partition(text):
    check_partition(text, split_words(text, LEXICON))


@given(ANYTHING.map(lambda text: text[:40].strip()).filter(bool), ANYTHING)
@settings(max_examples=100, deadline=None)
def test_any_name_stays_whole_between_spaces(name, other):
    text = f"{other} {name}"
    lexicon = Lexicon.of([name])
    assert len(split_words(name, lexicon)) == 1
    check_partition(text, split_words(text, lexicon))
