"""The picture: everything is on it, in both languages, and a machine without Chinese letters is told so."""

from __future__ import annotations

import io

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from explain import fonts
from explain.explanation import Contribution, Explanation
from explain.picture import WIDTH, to_png, wrapped
from models.field import Field


def explanation(word: float, feature: float, title: str = "smart watch") -> Explanation:
    contributions = (
        Contribution("item", title[:5], word, field=0, start=0, end=5),
        Contribution("behaviour", "price_gap", feature, value=0.3),
    )
    score = 0.2 + word + feature
    fields = (Field("item", "title", title),)
    return Explanation("i1", score, 0.2, 0.7, contributions, 0.0, 16, True, fields, (len(title),), "r", 1, {})


def pixels(png: bytes) -> np.ndarray:
    image = Image.open(io.BytesIO(png))
    assert image.format == "PNG"
    return np.asarray(image.convert("RGB")).reshape(-1, 3)


def count(png: bytes, colour: tuple[int, int, int]) -> int:
    return int((pixels(png) == colour).all(axis=1).sum())


BLUE, ORANGE = (37, 99, 199), (217, 108, 6)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_what_raises_is_blue_and_what_lowers_orange(lang):
    for word, colour, other in ((0.9, BLUE, ORANGE), (-0.9, ORANGE, BLUE)):
        png = to_png(explanation(word, 0.0), lang)
        assert count(png, colour) > 1000
        assert count(png, other) == 0


def test_bars_are_as_long_as_their_numbers():
    long, short = to_png(explanation(0.8, -0.2)), to_png(explanation(0.8, -0.4))
    assert count(short, ORANGE) > 1.5 * count(long, ORANGE)


def test_simulated_data_is_told_and_long_texts_grow_the_picture():
    plain, told = to_png(explanation(0.5, 0.1)), to_png(explanation(0.5, 0.1), simulated=True)
    assert Image.open(io.BytesIO(told)).height > Image.open(io.BytesIO(plain)).height
    long = Image.open(io.BytesIO(to_png(explanation(0.5, 0.1, "watch " * 300))))
    assert long.width == WIDTH
    assert long.height > 2 * Image.open(io.BytesIO(plain)).height


@given(st.text(max_size=120), st.integers(4, 30))
def test_lines_fit_and_lose_nothing(text, width):
    lines = wrapped(text, width, len)
    assert "".join("".join(lines).split()) == "".join(text.split())
    for line in lines:
        assert len(line) <= width or " " not in line.strip()


def test_without_a_font_for_chinese_the_error_says_what_to_install(monkeypatch, tmp_path):
    monkeypatch.setattr(fonts, "_folders", lambda: [tmp_path])
    fonts._chinese_font.cache_clear()
    try:
        with pytest.raises(fonts.FontMissing, match="noto-cjk"):
            to_png(explanation(0.5, 0.1, "智能手表 watch"))
        assert count(to_png(explanation(0.5, 0.1)), BLUE) > 0
    finally:
        fonts._chinese_font.cache_clear()
