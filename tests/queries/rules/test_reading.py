"""A rules file says what it may, and every mistake in it is told by file, rule and key."""

from __future__ import annotations

import pytest

from queries.rules.reading import RulesInvalid, read_rules
from queries.rules.rule import Rule

GOOD = """
[[rule]]
name = "no seller names"
words = ["旗舰店", "official store"]
part = "item"
category = "watches"
most_share = 0.10

[[rule]]
name = "seller never positive"
field = "brand"
lang = ["zh", "en"]
never = "positive"
tolerance = 0.05
may_violate = 0.01
top = 3

[[rule]]
name = "the search is heard"
part = "search"
search = "yes"
least_share = 0
"""


@pytest.fixture
def written(tmp_path):
    def write(text):
        file = tmp_path / "rules.toml"
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
        return file

    return write


def test_rules_are_read_as_they_are_written(written):
    assert read_rules(written(GOOD)) == (
        Rule(
            "no seller names",
            "most_share",
            0.1,
            words=("旗舰店", "official store"),
            part="item",
            scope=(("category", "watches"),),
        ),
        Rule(
            "seller never positive",
            "never",
            0.05,
            sign="positive",
            field="brand",
            top=3,
            scope=(("lang", "zh"), ("lang", "en")),
            may_violate=0.01,
        ),
        Rule("the search is heard", "least_share", 0.0, part="search", scope=(("search", "yes"),)),
    )


def rule(**said):
    keys = {"name": '"r"', "words": '["x"]', "most_share": "0.1"} | said
    return "[[rule]]\n" + "\n".join(f"{key} = {value}" for key, value in keys.items() if value is not None)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "holds no rule"),
        ("rule = 3", "holds no rule"),
        ("rule = [1, 2]", "holds no rule"),
        ('[rule]\nname = "r"', "holds no rule"),
        ("title = 'x'", "'title' means nothing"),
        ("[[rule", "is not TOML"),
        (b"\xff\xfe[[rule]]", "is not TOML in UTF-8"),
        (rule(name=None), "rule 1: name is missing"),
        (rule(name='" "'), "rule 1: name is ' '"),
        (rule(name="7"), "rule 1: name is 7"),
        (rule() + "\n" + rule(), "two rules are called 'r'"),
        (rule(most_shares="0.2"), "rule 'r': most_shares means nothing. Did you mean 'most_share'"),
        (rule(most_share=None), "rule 'r': demand is nothing. Say exactly one of"),
        (rule(never='"positive"'), "demand is most_share and never"),
        (rule(words=None), "drivers are not said. Say at least one of: words, features, part, field"),
        (rule(words='"x"'), "words is 'x'. Write a list of texts"),
        (rule(words="[]"), "words is []"),
        (rule(words='["x", 3]'), "words is"),
        (rule(words='["x", " "]'), "words is"),
        (rule(features='["clicks"]'), "features stand beside words"),
        (rule(part='"title"'), "part is 'title'. Choose one of: search, history, item, behaviour"),
        (rule(field='"behaviour"'), "field is 'behaviour'. Choose one of: search"),
        (rule(most_share="1.5"), "most_share is 1.5. Write a number from 0 to 1"),
        (rule(most_share="-0.1"), "most_share is -0.1"),
        (rule(most_share="nan"), "most_share is nan"),
        (rule(most_share="true"), "most_share is True"),
        (rule(most_share='"10 %"'), "most_share is '10 %'"),
        (rule(tolerance="0.1"), "tolerance belongs to never, not to most_share"),
        (rule(most_share=None, never='"up"'), "never is 'up'. Choose one of: positive, negative"),
        (rule(most_share=None, never='"positive"', tolerance="inf"), "tolerance is inf. Write a number from 0 up"),
        (rule(may_violate="2"), "may_violate is 2"),
        (rule(top="0"), "top is 0. Write a whole number from 1"),
        (rule(top="true"), "top is True"),
        (rule(lang="3"), "lang is 3. Write text in quotes, or a list"),
        (rule(lang="[]"), r"lang is \[\]"),
        (rule(search='"maybe"'), 'search is \'maybe\'. Say "yes" or "no"'),
        ("\n".join(rule(name=f'"{n}"') for n in range(1001)), "holds 1,001 rules"),
    ],
)
def test_every_mistake_is_told_with_its_place(written, text, problem):
    with pytest.raises(RulesInvalid) as caught:
        read_rules(written(text))
    assert problem.replace("\\", "") in str(caught.value)
    assert "rules.toml" in str(caught.value)


def test_a_file_that_is_not_there_is_told(tmp_path):
    with pytest.raises(RulesInvalid, match="cannot be read"):
        read_rules(tmp_path / "none.toml")
    with pytest.raises(RulesInvalid, match="cannot be read"):
        read_rules(tmp_path)
