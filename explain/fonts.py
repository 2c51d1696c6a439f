"""A font that can write what is to be drawn: searched on the machine, Chinese ones first, never fetched."""

from __future__ import annotations

import os
import sys
from functools import cache
from pathlib import Path

from PIL import ImageFont

from queries.errors import WhyrankError

# Fonts with Chinese and Latin letters, by file name, as Linux, Windows and macOS bring them: (name, face in the file).
_WITH_CHINESE = (
    *(("NotoSansCJK-Regular.ttc", 2), ("NotoSansCJKsc-Regular.otf", 0), ("SourceHanSansSC-Regular.otf", 0)),
    *(("wqy-microhei.ttc", 0), ("msyh.ttc", 0), ("PingFang.ttc", 0), ("Hiragino Sans GB.ttc", 0), ("simhei.ttf", 0)),
)


class FontMissing(WhyrankError):
    """No font of this machine has the letters that are to be drawn."""


def font(size: int, text: str = "") -> ImageFont.FreeTypeFont:
    """Return a font of ``size`` pixels that can write ``text``.

    Raises :class:`FontMissing` where the text has Chinese and no font on this machine does.
    """
    found = _chinese_font()
    if found is not None:
        path, face = found
        return ImageFont.truetype(path, size, index=face)
    if any(ord(character) > 0x2E7F for character in text):
        raise FontMissing(
            "There is no font with Chinese letters on this machine, so the picture cannot be drawn.",
            "Install one (Debian: `apt install fonts-noto-cjk`), or take the page (HTML) instead.",
        )
    plain = ImageFont.load_default(size)
    if not isinstance(plain, ImageFont.FreeTypeFont):
        raise FontMissing("Pillow was built without FreeType.", "Install it with `pip install --upgrade pillow`.")
    return plain


@cache
def _chinese_font() -> tuple[str, int] | None:
    wanted = dict(_WITH_CHINESE)
    found: dict[str, Path] = {}
    for folder in _folders():
        for path in folder.rglob("*") if folder.is_dir() else ():
            if path.name in wanted:
                found.setdefault(path.name, path)
    return next(((str(found[name]), face) for name, face in _WITH_CHINESE if name in found), None)


def _folders() -> list[Path]:
    home = Path.home()
    if sys.platform == "win32":
        return [Path(os.environ.get("WINDIR", "C:/Windows")) / "Fonts"]
    if sys.platform == "darwin":
        return [Path("/System/Library/Fonts"), Path("/Library/Fonts"), home / "Library/Fonts"]
    return [Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), home / ".local/share/fonts", home / ".fonts"]
