"""The books of words and features: by hand, and as pandas counts them on random explanations."""

from __future__ import annotations

from datetime import timedelta

import pytest

from queries.errors import UnknownName
from queries.explanations import save_explanations
from queries.patterns.choosing import DIMENSIONS, Choice, choose, segments
from queries.patterns.ledger import ledger
from queries.workspace import open_workspace
from tests.queries.explanations import oracle
from tests.queries.explanations.rows import MONDAY, explanation, feature, random_rows, word

ROWS, CONTRIBUTIONS = random_rows(7, contexts=40)
EXPLANATIONS, DRIVERS = oracle.tables(ROWS, CONTRIBUTIONS)
EVERY = 10_000


@pytest.fixture(scope="module")
def shop(tmp_path_factory):
    with open_workspace(tmp_path_factory.mktemp("random"), "write") as workspace:
        save_explanations(workspace, ROWS, CONTRIBUTIONS)
        yield workspace


@pytest.fixture(scope="module")
def chosen(shop):
    return choose(shop)


def by_word(table):
    return {(row["role"], row["word"]): row for row in table.to_pylist()}


def test_a_word_by_hand(ws):
    rows = [explanation(key, context_id=context) for key, context in (("a", "c1"), ("b", "c1"), ("c", "c2"))]
    contributions = [
        word("a", "Watch", 0.5),
        word("a", "ｗａｔｃｈ", 0.1, start=7),
        word("b", "watch", -0.2),
        word("c", "WATCH", 0.8),
        word("c", "watch", -1.0, "brand"),
    ]
    save_explanations(ws, rows, contributions)
    found = by_word(ledger(choose(ws), examples=1))
    title = found["title", "watch"]
    assert title["mean"] == pytest.approx((0.6 - 0.2 + 0.8) / 3)
    assert title["mean_absolute"] == pytest.approx((0.6 + 0.2 + 0.8) / 3)
    assert (title["explanations"], title["contexts"], title["share"]) == (3, 2, 1.0)
    assert (title["helped"], title["hurt"]) == (pytest.approx(2 / 3), pytest.approx(1 / 3))
    # Context 1 pulls by 0.4 − 2 · 0.4, context 2 by 0.8 − 0.4: ± 0.4 each.
    error = (2 * (0.4**2 + 0.4**2)) ** 0.5 / 3
    assert title["high"] - title["mean"] == pytest.approx(1.95996 * error)
    assert (title["strongest_for"], title["strongest_against"]) == (["c"], ["b"])
    brand = found["brand", "watch"]
    assert (brand["mean"], brand["low"], brand["explanations"]) == (-1.0, None, 1)
    assert brand["strongest_for"] is None


@pytest.mark.parametrize("by", [("all", "all"), ("lang", "all"), ("category", "search"), ("verdict", "brand")])
def test_the_same_books_as_pandas(chosen, by):
    wanted = oracle.ledger(DRIVERS, EXPLANATIONS, by)
    found = ledger(chosen, by, limit=EVERY).to_pylist()
    assert {(row["segment"], row["other"], *(row[name] for name in oracle.DRIVER)) for row in found} == set(wanted)
    for row in found:
        expected = wanted[row["segment"], row["other"], row["part"], row["role"], row["word"]]
        alone = expected["contexts"] == 1
        for name, value in expected.items():
            if not (alone and name in ("low", "high", "helped_low")):
                assert row[name] == pytest.approx(value), name
        assert (row["low"] is None) == alone


@pytest.mark.parametrize(
    ("order", "size"),
    [
        ("weight", lambda row: -row["mean_absolute"] * row["explanations"]),
        ("strength", lambda row: -row["mean_absolute"]),
        ("helping", lambda row: -row["mean"]),
        ("hurting", lambda row: row["mean"]),
        ("common", lambda row: -row["explanations"]),
    ],
)
def test_the_first_ones_are_the_first_of_all(chosen, order, size):
    every = ledger(chosen, ("lang", "all"), order=order, limit=EVERY).to_pylist()
    first = ledger(chosen, ("lang", "all"), order=order, limit=3).to_pylist()
    for segment in ("en", "zh", ""):
        ranked = sorted((row for row in every if row["segment"] == segment), key=size)
        sizes = [size(row) for row in first if row["segment"] == segment]
        assert sizes == pytest.approx([size(row) for row in ranked[:3]])


def test_drivers_are_narrowed_by_part_role_piece_and_number(chosen):
    assert {row["part"] for row in ledger(chosen, part="behaviour").to_pylist()} == {"behaviour"}
    assert {row["role"] for row in ledger(chosen, role="brand").to_pylist()} == {"brand"}
    assert {row["word"] for row in ledger(chosen, containing="ＷＡＴ").to_pylist()} == {"watch"}
    counts = [row["explanations"] for row in ledger(chosen, minimum=60).to_pylist()]
    assert counts
    assert min(counts) >= 60
    with pytest.raises(UnknownName, match="Did you mean 'weight'"):
        ledger(chosen, order="wieght")
    with pytest.raises(UnknownName, match="Did you mean 'category'"):
        ledger(chosen, ("categori", "all"))


def chosen_ids(found):
    return {row[0] for row in found.con.execute("select explanation_id from chosen_explanation").fetchall()}


@pytest.mark.parametrize(
    ("choice", "kept"),
    [
        (Choice(), lambda row: True),
        (Choice(ranker_id="r2"), lambda row: row["ranker_id"] == "r2"),
        (
            Choice(start=MONDAY + timedelta(days=3), end=MONDAY + timedelta(days=9)),
            lambda row: MONDAY + timedelta(days=3) <= row["ts"] < MONDAY + timedelta(days=9),
        ),
        (
            Choice(segments=(("lang", "zh"), ("lang", ""), ("search", "yes"), ("verdict", ""))),
            lambda row: row["lang"] in ("zh", None) and row["search"] and row["verdict"] is None,
        ),
        (
            Choice(ranker_id="r1", segments=(("category", "lamps"), ("brand", "小米"), ("surface", "home"))),
            lambda row: (
                (row["ranker_id"], row["category"], row["brand"], row["surface"]) == ("r1", "lamps", "小米", "home")
            ),
        ),
        (Choice(segments=(("state", "fresh"),)), lambda row: False),
        (Choice(segments=(("platform", "x' or 1=1 --"),)), lambda row: False),
    ],
)
def test_filters_choose_what_plain_python_chooses(shop, choice, kept):
    found = choose(shop, choice)
    wanted = {row["explanation_id"] for row in ROWS if kept(row)}
    assert chosen_ids(found) == wanted
    assert found.explanations == len(wanted)
    assert found.contributions == DRIVERS["explanation_id"].isin(wanted).sum()
    assert found.states["other ranker"] == len(wanted)


def test_nothing_chosen_answers_with_empty_tables(shop):
    nothing = choose(shop, Choice(ranker_id="no such ranker"))
    assert (nothing.explanations, nothing.contexts, nothing.contributions) == (0, 0, 0)
    assert ledger(nothing).num_rows == segments(nothing).num_rows == 0


def test_segments_can_be_asked_for_as_they_are_told(shop, chosen):
    for row in segments(chosen).to_pylist():
        found = choose(shop, Choice(segments=((row["dimension"], row["segment"]),)))
        assert found.explanations == row["explanations"]
    assert {row["dimension"] for row in segments(chosen).to_pylist()} == set(DIMENSIONS)


def test_a_dimension_that_there_is_not_is_refused():
    with pytest.raises(UnknownName, match="Did you mean 'lang'"):
        Choice(segments=(("langg", "zh"),))


def test_a_choice_stays_as_it_was_while_more_is_stored(ws):
    save_explanations(ws, [explanation("a")], [word("a", "watch", 1.0)])
    before = choose(ws)
    save_explanations(ws, [explanation("b")], [word("b", "watch", 3.0)])
    assert ledger(before)["mean"].to_pylist() == [1.0]
    assert ledger(choose(ws))["mean"].to_pylist() == [2.0]


def test_words_that_few_shoppers_typed_are_not_listed(ws):
    rows = [explanation(f"e{n}", user_id=f"u{n % 11}") for n in range(22)]
    contributions = [word(f"e{n}", "watch", 0.1, "search") for n in range(22)]
    contributions += [word(f"e{n}", "anna", 0.1, "search") for n in range(10)]
    contributions += [word(f"e{n}", "lamp", 0.1, "search") for n in range(3)]
    contributions += [word("e21", "Lamp", 0.1, "title"), feature("e21", "clicks", 0.1)]
    save_explanations(ws, rows, contributions)
    found = set(by_word(ledger(choose(ws))))
    assert found == {("search", "watch"), ("search", "lamp"), ("title", "lamp"), ("behaviour", "clicks")}
