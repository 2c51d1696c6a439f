"""What would move an item and what a change would do, in plain sentences made only from what was measured."""

from __future__ import annotations

from collections.abc import Sequence

from explain.answers import joined, left_over, worth_naming
from explain.contrast import ContrastRow
from explain.counterfactual import Counterfactual, Counterfactuals
from explain.edits import Edit, PriceEdit
from explain.money import money
from explain.what_if import WhatIf
from explain.wording import drivers_listed, feature_title, feature_value, signed, wording

NAMED = 4  # drivers told


def edits_told(edits: Sequence[Edit], lang: str = "en", currency: str | None = None) -> str:
    """Say what a set of edits does, within a sentence.

    >>> from explain.edits import WordEdit
    >>> edits_told([WordEdit("title", 0, 3, "ECG", "", 0.9), PriceEdit(1299.0, 899.0, 0.4)], currency="CNY")
    'removing “ECG” from the title and a price of ¥899 instead of ¥1,299'
    """
    return wording(lang)["edits_and"].join(_edit_told(edit, lang, currency) for edit in edits)


def counterfactuals_answer(
    found: Counterfactuals, most_edits: int, lang: str = "en", item: str | None = None, currency: str | None = None
) -> str:
    """Say the smallest change that suffices, or that none does and how near the nearest comes.

    ``most_edits``: of how many edits the sets tried were at most; ``item``: what to call the item.
    """
    if found.found:
        return move_told(found.found[0], found, lang, item, currency)
    words = wording(lang)
    if found.closest is None:
        return words["move_nothing"]
    places = {"rank": found.rank, "k": found.k, "item": item or words["item_within"]}
    sentence = words[f"move_none_{found.goal}"].format(tried=f"{found.tried:,}", most=most_edits, **places)
    edits = edits_told(found.closest.edits, lang, currency)
    return joined([sentence, words["move_nearest"].format(edits=edits, new=found.closest.rank)], lang)


def move_told(
    one: Counterfactual,
    found: Counterfactuals,
    lang: str = "en",
    item: str | None = None,
    currency: str | None = None,
) -> str:
    """Say what one of the sets found would do."""
    words = wording(lang)
    edits = edits_told(one.edits, lang, currency)
    return words[f"move_{found.goal}"].format(
        edits=edits[:1].upper() + edits[1:],
        item=item or words["item_within"],
        rank=found.rank,
        new=one.rank,
        k=found.k,
    )


def what_if_answer(answer: WhatIf, lang: str = "en", item: str | None = None) -> str:
    """Say how far the item moves, how its score changes, and what changes most in its explanation."""
    words = wording(lang)
    before, after = answer.rank
    direction = "same" if before == after else "up" if after < before else "down"
    scores = (answer.explanation_before.score, answer.explanation_after.score)
    change = answer.change
    sentences = [
        words[f"what_if_{direction}"].format(item=item or words["this_item"], before=before, after=after),
        words["what_if_score"].format(
            before=signed(scores[0]), after=signed(scores[1]), difference=signed(change.score_difference)
        ),
    ]
    drivers = [(change_told(row, lang), row.difference) for row in worth_naming(change)[:NAMED] if row.difference]
    if drivers:
        sentences.append(words["what_if_drivers"].format(drivers=drivers_listed(drivers, lang)))
    return joined([*sentences, *left_over(change, lang)], lang)


def change_told(row: ContrastRow, lang: str = "en") -> str:
    """Say what a row of an explanation after (a) against one before (b) is of, and whether it is new or gone.

    >>> change_told(ContrastRow("item", "title", "ECG", None, 0.5)), change_told(
    ...     ContrastRow("behaviour", None, "price", 0.1, 0.2, value_a=899.0, value_b=1299.0))
    ('“ECG”, no longer in the title', 'Price: 1,299.00 → 899.00')
    """
    words = wording(lang)
    if row.part == "behaviour":
        title = feature_title(row.name, lang)
        before, after = (feature_value(row.name, value, lang) for value in (row.value_b, row.value_a))
        if before == after:
            return words["behaviour"].format(title=title, value=after)
        return words["change_values"].format(title=title, before=before, after=after)
    kind = "gone" if row.in_a is None else "new" if row.in_b is None else "kept"
    text = words.get(f"the_{row.field}", words[f"the_{row.part}"])
    return words[f"change_{kind}"].format(name=row.name.strip(), text=text)


def _edit_told(edit: Edit, lang: str, currency: str | None) -> str:
    words = wording(lang)
    if isinstance(edit, PriceEdit):
        return words["edit_price"].format(before=money(edit.before, currency), after=money(edit.after, currency))
    kind = "replace" if edit.after else "remove"
    return words[f"edit_{kind}"].format(before=edit.before, after=edit.after, text=words[f"the_{edit.field}"])
