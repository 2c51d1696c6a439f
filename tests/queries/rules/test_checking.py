"""Rules find what violates them, by hand and as plain Python finds it, and leave evidence."""

from __future__ import annotations

import csv
import json
import random

import pyarrow as pa
import pytest

from queries.explanations import save_explanations
from queries.patterns.choosing import Choice
from queries.rules.checking import NothingStored, check_rules
from queries.rules.evidence import write_evidence
from queries.rules.masking import NotRescored, judge_rescored, to_rescore
from queries.rules.rule import Rule
from queries.workspace import open_workspace
from tests.queries.explanations.rows import explanation, feature, random_rows, word

SELLERS = ("旗舰店", "official store")


def title(key, *words):
    """Return words beside each other in a title: Latin ones a space apart, Chinese ones not."""
    rows, start = [], 0
    for name, contribution in words:
        rows.append(word(key, name, contribution, "title", start))
        start += len(name) + (0 if "\u4e00" <= name[0] <= "\u9fff" else 1)
    return rows


@pytest.fixture(scope="module")
def ws(tmp_path_factory):
    rows = [
        explanation("plain", category="watches", rank=1, context_id="c1", brand="小米"),
        explanation("whole", category="watches", rank=2, lang="zh"),
        explanation("longer", category="watches", rank=3, lang="zh"),
        explanation("parted", category="lamps", lang="zh"),
        explanation("phrase", category="lamps"),
        explanation("apart", category="lamps"),
        explanation("silent", category="lamps"),
    ]
    contributions = [
        *title("plain", ("watch", 0.5)),
        *(word("plain", "小米", 0.3, "brand"), feature("plain", "clicks", -0.2)),
        *title("whole", ("手表", 0.6), ("旗舰店", 0.4)),
        *title("longer", ("官方旗舰店", -0.5), ("手表", 0.5)),
        *title("parted", ("手表", 0.8), ("旗舰", 0.1), ("店", 0.1), ("灯", 1.0)),
        *title("phrase", ("Official", 0.3), ("ＳＴＯＲＥ", 0.3), ("lamp", 0.4)),
        *title("apart", ("official", 0.3), ("lamp", 0.4), ("store", 0.3)),
        feature("silent", "clicks", 0.0),
    ]
    with open_workspace(tmp_path_factory.mktemp("rules"), "write") as workspace:
        save_explanations(workspace, rows, contributions)
        yield workspace


def checked(ws, rule, choice=None):
    return check_rules(ws, [rule], choice).results[0]


def values(result):
    return {example.explanation_id: pytest.approx(example.value) for example in result.worst}


def test_words_are_found_whole_within_others_and_in_pieces(ws):
    found = checked(ws, Rule("sellers", "most_share", 0.0, words=SELLERS))
    assert values(found) == {"whole": 0.4, "longer": 0.5, "parted": 0.1, "phrase": 0.6}
    assert (found.outcome, found.checked, found.violating, found.share_violating) == ("fails", 4, 4, 1.0)
    assert found.worst[0].explanation_id == "phrase"
    assert found.worst[0].words == ("official", "store")


def test_a_latin_word_is_not_found_within_another(ws):
    assert checked(ws, Rule("r", "most_share", 0.0, words=("wat", "amp"))).outcome == "nothing to check"


def test_a_share_at_its_limit_passes(ws):
    assert checked(ws, Rule("r", "most_share", 0.6, words=SELLERS)).outcome == "passes"
    found = checked(ws, Rule("r", "most_share", 0.45, words=SELLERS))
    assert (found.outcome, found.violating) == ("fails", 2)
    assert checked(ws, Rule("r", "most_share", 0.45, words=SELLERS, may_violate=0.5)).outcome == "passes"


def test_a_rule_holds_in_its_scope_only(ws):
    rule = Rule("r", "most_share", 0.0, words=SELLERS, scope=(("category", "watches"), ("lang", "zh")), top=2)
    assert values(checked(ws, rule)) == {"whole": 0.4}
    choice = Choice(segments=(("category", "lamps"),))
    assert checked(ws, rule, choice).outcome == "nothing to check"
    assert checked(ws, Rule("r", "most_share", 0.0, words=SELLERS, part="search")).outcome == "nothing to check"


def test_never_in_either_direction_with_a_tolerance(ws):
    brands = Rule("r", "never", 0.0, "positive", field="brand")
    assert values(checked(ws, brands)) == {"plain": 0.3}
    assert checked(ws, Rule("r", "never", 0.3, "positive", field="brand")).outcome == "passes"
    assert checked(ws, Rule("r", "never", 0.0, "negative", field="brand")).outcome == "passes"
    assert values(checked(ws, Rule("r", "never", 0.1, "negative", words=("旗舰店",)))) == {"longer": -0.5}
    clicks = Rule("r", "never", 0.1, "negative", features=("clicks",))
    assert values(checked(ws, clicks)) == {"plain": -0.2}


def test_least_share_is_asked_of_every_explanation_that_has_any_weight(ws):
    found = checked(ws, Rule("r", "least_share", 0.5, part="item", scope=(("lang", "en"),)))
    assert (found.outcome, found.checked) == ("passes", 3)
    found = checked(ws, Rule("r", "least_share", 0.1, part="behaviour", scope=(("lang", "en"),)))
    assert values(found) == {"phrase": 0.0, "apart": 0.0}


def test_no_explanations_are_not_taken_for_a_pass(ws):
    with pytest.raises(NothingStored, match="whyrank explain-all"):
        check_rules(ws, [Rule("r", "most_share", 0.1, part="item")], Choice(ranker_id="none"))


def test_rules_as_plain_python_checks_them(tmp_path):
    rows, contributions = random_rows(3, contexts=30)
    rules = [
        Rule("a", "most_share", 0.3, words=("WATCH", "gt")),
        Rule("b", "never", 0.2, "positive", field="title", words=("watch",)),
        Rule("c", "least_share", 0.2, part="search", scope=(("search", "yes"),)),
        Rule("d", "most_share", 0.2, part="behaviour", top=2),
    ]
    with open_workspace(tmp_path / "shop", "write") as shop:
        save_explanations(shop, rows, contributions)
        results = check_rules(shop, rules, worst=10_000).results
    for rule, found in zip(rules, results, strict=True):
        expected = list(plainly(rule, rows, contributions))
        assert found.checked == len(expected)
        broken = {key: value for key, value, breaks in expected if breaks}
        assert values(found) == broken
        assert found.violating == len(broken) > 0


def plainly(rule, rows, contributions):
    for row in rows:
        sums = {}
        for given in (c for c in contributions if c["explanation_id"] == row["explanation_id"]):
            key = (given["part"], (given.get("field") or "").split("_")[0], given["name"].translate(NARROW).lower())
            sums[key] = sums.get(key, 0.0) + given["contribution"]
        fits = {
            key: total
            for key, total in sums.items()
            if rule.part in (None, key[0])
            and rule.field in (None, key[1])
            and (not rule.words or key[2] in {entry.lower() for entry in rule.words})
        }
        outside = (rule.top and row["rank"] > rule.top) or (rule.scope and row["search"] is None)
        if outside or (not fits and rule.demand != "least_share"):
            continue
        share = sum(map(abs, fits.values())) / sum(map(abs, sums.values()))
        if rule.demand == "never":
            yield row["explanation_id"], max(fits.values()), max(fits.values()) > rule.limit
        else:
            yield (
                row["explanation_id"],
                share,
                share > rule.limit if rule.demand == "most_share" else share < rule.limit,
            )


NARROW = str.maketrans("ＷＡＴＣＨ", "WATCH")


def test_evidence_says_what_was_checked_on_what_and_how(ws, tmp_path):
    rules = [Rule("sellers", "most_share", 0.45, words=SELLERS), Rule("none", "most_share", 0.1, words=("zzz",))]
    review = check_rules(ws, rules, Choice(ranker_id="r1"))
    table = write_evidence(review, tmp_path / "evidence.json")
    told = json.loads((tmp_path / "evidence.json").read_text("utf-8"))
    assert told["data_id"] == ws.data_id()
    assert (told["ranker_ids"], told["explanations"], told["passes"]) == (["r1"], 7, False)
    assert told["filters"]["ranker_id"] == "r1"
    assert told["states"]["other ranker"] == 7
    assert [rule["outcome"] for rule in told["rules"]] == ["fails", "nothing to check"]
    assert told["rules"][0]["definition"] == rules[0].to_dict()
    assert told["rules"][0]["worst"][0]["explanation_id"] == "phrase"
    assert told["rules"][1]["share_violating"] is None
    with table.open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines))
    assert [(row["rule"], row["outcome"], row["worst_explanation"]) for row in rows] == [
        ("sellers", "fails", "phrase"),
        ("none", "nothing to check", ""),
    ]
    assert json.loads(rows[0]["definition"])["words"] == list(SELLERS)


def test_the_spans_to_mask_are_where_the_words_stand(ws):
    spans = to_rescore(ws, Rule("r", "most_share", 0.1, words=SELLERS)).to_pylist()
    assert {(row["explanation_id"], row["word"], row["start_char"], row["end_char"]) for row in spans} == {
        ("whole", "旗舰店", 2, 5),
        ("longer", "官方旗舰店", 0, 5),
        ("parted", "旗舰", 2, 4),
        ("parted", "店", 4, 5),
        ("phrase", "official", 0, 8),
        ("phrase", "store", 9, 14),
    }
    some = to_rescore(ws, Rule("r", "most_share", 0.1, words=SELLERS), limit=2)
    assert len(set(some["explanation_id"].to_pylist())) == 2
    with pytest.raises(NotRescored, match="names no words"):
        to_rescore(ws, Rule("r", "most_share", 0.1, part="item"))


def test_masked_scores_are_judged_by_the_same_rules():
    rng = random.Random(0)
    rows = []
    for number in range(40):
        score, base = rng.gauss(0, 1), -1.0 if number else rng.gauss(0, 1)
        rows.append(
            {
                "explanation_id": f"e{number}",
                "context_id": "c",
                "item_id": "i",
                "score": score,
                "base": base if number else score,
                "masked_score": score - rng.gauss(0, 0.3),
            }
        )
    table = pa.Table.from_pylist(rows)
    lost = {row["explanation_id"]: row["score"] - row["masked_score"] for row in rows}
    shares = {
        row["explanation_id"]: min(1, abs(lost[row["explanation_id"]] / (row["score"] - row["base"])))
        for row in rows[1:]
    }
    most = judge_rescored(Rule("r", "most_share", 0.2, words=("x",)), table, worst=100)
    assert values(most) == {key: share for key, share in shares.items() if share > 0.2}
    assert most.checked == 39  # Of the first, score − base is 0: it has no share.
    never = judge_rescored(Rule("r", "never", 0.1, "negative", words=("x",)), table, worst=100)
    assert values(never) == {key: value for key, value in lost.items() if value < -0.1}
    with pytest.raises(NotRescored, match="lack the column 'masked_score'"):
        judge_rescored(Rule("r", "most_share", 0.2, words=("x",)), table.drop_columns(["masked_score"]))
