"""Slips of the keyboard: a neighbouring key, a lost or doubled letter; in Chinese a wrong character or bare pinyin."""

from __future__ import annotations

from sample_data.vocabulary import other_names

# The key beside each letter's.
NEIGHBOURS = dict(zip("abcdefghijklmnopqrstuvwxyz", "svxfrghjokllnmpowtdyibecux", strict=True))


def latin_slip(text: str, how: float, where: float) -> str:
    """Return the text with one slip inside its longest word; ``how`` and ``where`` are numbers in [0, 1).

    >>> latin_slip("smart watch", 0.1, 0.5), latin_slip("smart watch", 0.9, 0.5)
    ('smsrt watch', 'smaart watch')
    """
    words = text.split(" ")
    longest = max(range(len(words)), key=lambda place: len(words[place]))
    word = words[longest]
    if len(word) < 3:
        return text
    at = 1 + int(where * (len(word) - 2))
    letter = word[at]
    if how < 0.3:
        slipped = word[:at] + NEIGHBOURS.get(letter.lower(), letter) + word[at + 1 :]
    elif how < 0.6:
        slipped = word[:at] + word[at + 1] + letter + word[at + 2 :]
    elif how < 0.85:
        slipped = word[:at] + word[at + 1 :]
    else:
        slipped = word[:at] + letter + word[at:]
    words[longest] = slipped
    return " ".join(words)


def chinese_slip(text: str, how: float, where: float) -> str:
    """Return the text in pinyin, or with a character of the same sound, or (for Latin words) with a key slip.

    >>> chinese_slip("小米 智能手表", 0.1, 0.0), chinese_slip("智能手表", 0.9, 0.9)
    ('xiaomi zhineng shoubiao', '智能手标')
    """
    tables = other_names()
    if how < 0.4:
        names, pinyin = tables["names"], tables["pinyin"]
        for word in sorted(pinyin, key=len, reverse=True):
            if text.endswith(word):
                rest = text[: -len(word)].strip()
                if not rest or rest in names:
                    return f"{names.get(rest, '')} {pinyin[word]}".strip()
    homophones = tables["homophones"]
    places = [place for place, sign in enumerate(text) if sign in homophones]
    if places:
        at = places[int(where * len(places))]
        return text[:at] + homophones[text[at]] + text[at + 1 :]
    return latin_slip(text, how, where)
