"""Gradings read from TOML: what is there, what takes its place, and what is refused by name."""

from __future__ import annotations

import pytest

from queries.errors import UnknownName
from queries.grading import BEHAVIOUR, GradingUnreadable, find_grading, read_gradings


def written(tmp_path, text: str):
    path = tmp_path / "mine.toml"
    path.write_text(text, "utf-8")
    return path


def test_a_bought_item_outweighs_a_carted_one_and_that_a_clicked_one():
    assert BEHAVIOUR.actions == {"click": 1, "cart": 2, "purchase": 3}
    assert BEHAVIOUR.top == 3


def test_a_grading_of_ones_own_stands_beside_the_others_or_in_their_place(tmp_path):
    path = written(
        tmp_path,
        '[carts]\nfrom = "behaviour"\ntop = 1\ncart = 1\n[behaviour]\nfrom = "behaviour"\ntop = 5\npurchase = 5\n',
    )
    known = read_gradings(path)
    assert known["carts"].actions == {"cart": 1}
    assert known["behaviour"].actions == {"purchase": 5}
    assert known["purchases"] == read_gradings()["purchases"]
    with pytest.raises(UnknownName, match="Did you mean 'carts'"):
        find_grading("cart", path)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("[x]\ntop = 1\n", "where grades come from"),
        ('[x]\nfrom = "behaviour"\ntop = 1\nclicks = 1\n', "'clicks' that is not known"),
        ('[x]\nfrom = "behaviour"\ntop = 1\nclick = 2\n', "a grade above it"),
        ('[x]\nfrom = "behaviour"\nclick = 1\n', "no top"),
        ('[x]\nfrom = "behaviour"\ntop = 1\nclick = 0\n', "counts nothing"),
        ('[x]\nfrom = "behaviour"\ntop = 1\nclick = -1\n', "a grade -1"),
        ('[x]\nfrom = "behaviour"\ntop = 1\nclick = "much"\n', "a grade 'much'"),
        ('[x]\nfrom = "judgements"\ntop = 1\nlevels = 3\n', "levels"),
        ('[x]\nfrom = "judgements"\ntop = 1\n[x.levels.stars]\n"5" = 2\n', "a grade above it"),
        ("[x\n", "not TOML"),
    ],
)
def test_a_file_that_says_something_else_is_refused(tmp_path, text, problem):
    with pytest.raises(GradingUnreadable, match=problem):
        read_gradings(written(tmp_path, text))


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(GradingUnreadable, match=r"nowhere\.toml"):
        read_gradings(tmp_path / "nowhere.toml")
