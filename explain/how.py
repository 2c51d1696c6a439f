"""How an explanation was made, in plain words: by which methods, compared with what, and whether its parts add up."""

from __future__ import annotations

from explain.explanation import Explanation
from explain.methods import find_method
from explain.settings import PLAYERS
from explain.wording import signed, wording


def how_made(explanation: Explanation, lang: str = "en") -> str:
    """Return a sentence naming the methods and what was compared with; "" where the explanation does not say.

    >>> settings = {"words": {"method": "occlusion"}, "behaviour": {"method": "shap_exact"}}
    >>> how_made(Explanation(None, 0, 0, 0.5, (), 0, 1, True, (), (), "r", None, settings))
    'Words by “Occlusion by word”.'
    """
    if not explanation.settings:
        return ""
    names = {players: find_method(players, explanation.settings[players]["method"]).title[lang] for players in PLAYERS}
    compared_with = explanation.settings.get("compared_with")
    if not explanation.features:
        return wording(lang)["how_made_texts"].format(**names)
    if compared_with is None:
        return wording(lang)["how_made"].format(**names)
    return wording(lang)["how_made_against"].format(**names, drawn_from=compared_with["drawn_from"][lang])


def is_no_sum(explanation: Explanation) -> bool:
    """Whether the values of words are no parts of a sum, by the method that made them."""
    settings = explanation.settings
    return bool(settings) and find_method("words", settings["words"]["method"]).adds_up == "no"


def sum_note(explanation: Explanation, lang: str = "en") -> str | None:
    """Say by how much the parts miss the difference between score and base; None where they add up.

    Values that are no parts of a sum are said to be none, however small the gap may be by chance.
    """
    words, gap = wording(lang), signed(explanation.completeness_gap)
    if is_no_sum(explanation):
        return words["not_a_sum"].format(gap=gap)
    return None if explanation.converged else words["gap"].format(gap=gap)


def behaviour_of_base(explanation: Explanation, lang: str = "en") -> str:
    """Say whose behaviour the base has."""
    compared_with = explanation.settings.get("compared_with") or {"name": "typical"}
    return wording(lang)[f"base_{compared_with['name']}"]
