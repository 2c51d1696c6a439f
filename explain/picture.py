"""One explanation as a PNG to paste into a message: reason, coloured words, and the way from base to score."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageDraw

from explain.explanation import Contribution, Explanation
from explain.fonts import font
from explain.html import waterfall_steps
from explain.markup import AGAINST, FAINTEST, FOR
from explain.reading import reading_notes
from explain.reasons import reason
from explain.wording import signed, wording

WIDTH, MARGIN, LABELS = 1200, 48, 400  # pixels; LABELS: room for a bar's label
TITLE, TEXT, SMALL = 34, 22, 17  # sizes of letters, in pixels
INK, FAINT, PAPER, RULE = (31, 36, 48), (105, 112, 125), (255, 255, 255), (225, 228, 234)
BARS = 12


@dataclass
class _Sheet:
    """A page that grows downwards: ``y`` is where the next line goes."""

    draw: ImageDraw.ImageDraw
    y: int = MARGIN

    def paragraph(self, text: str, size: int = TEXT, ink: tuple[int, int, int] = INK) -> None:
        """Write a text over as many lines as it takes."""
        letters = font(size, text)
        for line in wrapped(text, WIDTH - 2 * MARGIN, lambda part: letters.getlength(part)):
            self.draw.text((MARGIN, self.y), line, fill=ink, font=letters)
            self.y += round(1.5 * size)
        self.y += size // 2

    def rule(self) -> None:
        """Draw a line over the whole width."""
        self.draw.line((MARGIN, self.y, WIDTH - MARGIN, self.y), fill=RULE, width=2)
        self.y += 18


def to_png(explanation: Explanation, lang: str = "en", item: str | None = None, simulated: bool = False) -> bytes:
    """Return the picture's bytes. ``item``: what to call the item; ``simulated`` says so under the title.

    Raises :class:`explain.fonts.FontMissing` where the machine has no font for the texts.
    """
    height = _drawn(Image.new("RGB", (WIDTH, 16)), explanation, lang, item, simulated)
    image = Image.new("RGB", (WIDTH, height), PAPER)
    _drawn(image, explanation, lang, item, simulated)
    file = io.BytesIO()
    image.save(file, "PNG", optimize=True)
    return file.getvalue()


def wrapped(text: str, width: float, length: Callable[[str], float]) -> list[str]:
    """Break a text into lines no wider than ``width``; ``length`` measures a string. Chinese breaks anywhere.

    >>> wrapped("one two three", 7, len)
    ['one two', 'three']
    >>> wrapped("智能手表", 3, len)
    ['智能手', '表']
    """
    lines = [""]
    for token in _breakable(text):
        if length(lines[-1] + token.rstrip()) > width and lines[-1]:
            lines[-1] = lines[-1].rstrip()
            lines.append("")
        lines[-1] += token if lines[-1] or token.strip() else ""
    return [line for line in (line.rstrip() for line in lines) if line]


def _breakable(text: str) -> list[str]:
    """Split where a line may end: after a space, and after every Chinese character."""
    tokens = [""]
    for character in " ".join(text.split()):
        tokens[-1] += character
        if character == " " or ord(character) > 0x2E7F:
            tokens.append("")
    return [token for token in tokens if token]


def _rgb(colour: str) -> tuple[int, int, int]:
    red, green, blue = (int(part) for part in colour.split(","))
    return red, green, blue


def _drawn(image: Image.Image, explanation: Explanation, lang: str, item: str | None, simulated: bool) -> int:
    """Draw everything and return the height it took."""
    words = wording(lang)
    sheet = _Sheet(ImageDraw.Draw(image))
    sheet.paragraph(words["title"], TITLE)
    if simulated:
        sheet.paragraph(words["simulated"], SMALL, _rgb(AGAINST))
    sheet.paragraph(reason(explanation, lang, item))
    sheet.rule()
    _texts(sheet, explanation, lang)
    for note in reading_notes(explanation, lang):
        sheet.paragraph(note, SMALL, FAINT)
    sheet.paragraph(words["legend"], SMALL, FAINT)
    sheet.rule()
    _waterfall(sheet, explanation, lang)
    made_with = words["made_with"].format(
        model=explanation.ranker_identity, data=explanation.snapshot_id, steps=explanation.steps
    )
    gap = f"{words['completeness_gap']} {explanation.relative_gap:.2%}"
    sheet.paragraph(f"{gap} · {made_with}", SMALL, FAINT)
    return sheet.y + MARGIN // 2


def _texts(sheet: _Sheet, explanation: Explanation, lang: str) -> None:
    words = wording(lang)
    strongest = max((abs(c.contribution) for c in explanation.words), default=0.0)
    for number, field in enumerate(explanation.fields):
        label = words.get(f"{field.name}_field", words[f"part_{field.part}"])
        sheet.draw.text((MARGIN, sheet.y + 3), label, fill=FAINT, font=font(SMALL, label))
        own = sorted((c for c in explanation.words if c.field == number), key=lambda c: c.start or 0)
        _marked(sheet, field.text, own, strongest)


def _marked(sheet: _Sheet, text: str, own: Sequence[Contribution], strongest: float) -> None:
    """Write a text with its words coloured, wrapping at the right edge."""
    letters, left = font(TEXT, text), MARGIN + 190
    x, at = float(left), 0
    line = round(1.7 * TEXT)
    pieces: list[tuple[str, float]] = []
    for word in own:
        pieces += [(text[at : word.start], 0.0), (text[word.start : word.end], word.contribution)]
        at = word.end or 0
    for piece, contribution in [*pieces, (text[at:], 0.0)]:
        parts = [piece] if contribution else _breakable_keeping_spaces(piece)
        for part in parts:
            width = letters.getlength(part)
            if x + width > WIDTH - MARGIN and x > left:
                x, sheet.y = float(left), sheet.y + line
            _word(sheet, part, x, width, contribution / strongest if strongest else 0.0)
            x += width
    sheet.y += line + 4


def _breakable_keeping_spaces(text: str) -> list[str]:
    words = text.replace("\n", " ").split(" ")
    return [word + " " for word in words[:-1]] + ([words[-1]] if words[-1] else [])


def _word(sheet: _Sheet, text: str, x: float, width: float, share: float) -> None:
    if abs(share) >= FAINTEST:
        colour = _rgb(FOR if share > 0 else AGAINST)
        weight = 0.45 * min(abs(share), 1.0)
        red, green, blue = (round(255 - weight * (255 - part)) for part in colour)
        bottom = sheet.y + round(1.4 * TEXT)
        sheet.draw.rounded_rectangle((x, sheet.y, x + width, bottom), 4, fill=(red, green, blue))
        dash = width if share > 0 else 6
        for start in np.arange(x, x + width, dash + 4):
            end = min(start + dash, x + width)
            sheet.draw.line((start, bottom, end, bottom), fill=colour, width=3)
    sheet.draw.text((x, sheet.y), text, fill=INK, font=font(TEXT, text))


def _waterfall(sheet: _Sheet, explanation: Explanation, lang: str) -> None:
    words = wording(lang)
    steps = waterfall_steps(explanation, lang, BARS)
    levels = [explanation.base]
    for _, contribution in steps:
        levels.append(levels[-1] + contribution)
    low, high = min(levels), max(levels)
    left, right = MARGIN + LABELS, WIDTH - MARGIN - 110
    scale = (right - left) / ((high - low) or 1.0)

    def place(level: float) -> float:
        return left + (level - low) * scale

    _row(sheet, words["base"], signed(explanation.base))
    for (label, contribution), start in zip(steps, levels, strict=False):
        if contribution:
            begin, end = sorted((place(start), place(start + contribution)))
            colour = _rgb(FOR if contribution > 0 else AGAINST)
            sheet.draw.rectangle((begin, sheet.y + 6, max(end, begin + 1), sheet.y + 26), fill=colour)
        _row(sheet, label, signed(contribution))
    _row(sheet, words["score"], signed(explanation.score))
    sheet.y += 8


def _row(sheet: _Sheet, label: str, number: str) -> None:
    letters = font(SMALL + 2, label)
    shown = label
    while letters.getlength(shown) > LABELS - 16:
        shown = shown[:-2].rstrip() + "…"
    sheet.draw.text((MARGIN, sheet.y + 4), shown, fill=INK, font=letters)
    width = letters.getlength(number)
    sheet.draw.text((WIDTH - MARGIN - width, sheet.y + 4), number, fill=INK, font=letters)
    sheet.y += 32
