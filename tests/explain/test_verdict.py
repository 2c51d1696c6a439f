"""The verdict: the worst of what was measured, nothing passed unmeasured, and no sentence that claims more."""

from __future__ import annotations

import json
from dataclasses import replace
from html import escape
from pathlib import Path

import numpy as np
import pytest
import torch

from explain.explanation import Explanation
from explain.game import set_up
from explain.html import to_html
from explain.one_sum import explain_game
from explain.reasons import reason, speaking_against, speaking_for
from explain.settings import Settings
from explain.trust.baselines import OtherBaseline
from explain.trust.measures import Trust, measure_closely, measure_trust
from explain.trust.rank_agreement import RankAgreement
from explain.trust.removal import Beside
from explain.trust.sanity import Sanity, Stage
from explain.trust.settings import TrustSettings
from explain.trust.stability import Changed, Stability
from explain.trust.telling import decisive, headline, told
from explain.trust.thresholds import THRESHOLDS
from explain.trust.verdict import CHECKS, judge
from explain.wording import LANGUAGES, driver_name, wording
from models.field import Field
from models.storage import load_ranker
from models.text import context_fields, item_fields
from tests.explain.rankers import ToyRanker

SAMPLE_RANKER = Path(__file__).resolve().parents[2] / "sample_data" / "ranker"
CONTEXT = (Field("search", "search", "smart watch"),)
ITEMS = [
    (Field("item", "title", f"smart sports watch {number} " + " ".join(f"w{number}{i}" for i in range(30))),)
    for number in range(3)
]
ALIKE = RankAgreement(0.99, 0.95, 0.01)


@pytest.fixture(scope="module")
def explained() -> list[Explanation]:
    rng = np.random.default_rng(5)
    features = torch.tensor(rng.normal(size=(3, 4)), dtype=torch.float32)
    background = torch.tensor(rng.normal(size=(6, 4)), dtype=torch.float32)
    game = set_up(ToyRanker(4, curved=False), [CONTEXT] * 3, ITEMS, features, background)
    found = explain_game(game, Settings())
    return [replace(e, trust=trust) for e, trust in zip(found, measure_trust(game, found), strict=True)]


@pytest.fixture
def good(explained) -> Trust:
    """All measured, all well."""
    trust = explained[0].trust
    return replace(
        trust,
        stability=Stability(ALIKE, (Changed("trailing_space", 0.0, ALIKE),)),
        sanity=Sanity((Stage(1.0, "embeddings", 0.1),)),
        baselines=(OtherBaseline("half_background", "draw", RankAgreement(0.99, 0.9, 0.1)),),
    )


def levels(trust: Trust) -> dict[str, str | None]:
    return {found.name: found.level for found in judge(trust).reasons}


def test_an_explanation_of_a_linear_ranker_is_reliable(good):
    verdict = good.verdict
    assert verdict.level == "reliable"
    assert {found.level for found in verdict.reasons} == {"reliable"}
    assert len(verdict.reasons) == len(CHECKS) - 1  # the difference is only told of where it is small


def test_what_was_not_measured_is_said_and_not_counted(explained):
    found = levels(explained[0].trust)
    assert [found[name] for name in ("stability", "sanity", "baselines")] == [None, None, None]
    nothing = replace(explained[0].trust, removal=None, error=None)
    assert levels(nothing)["needed"] is None
    assert judge(nothing).level == "reliable"  # the gap is all that was measured
    for lang, start in (("en", "Not"), ("zh", "未")):
        silent = [told(each, lang) for each in judge(nothing).reasons if each.outcome == "unmeasured"]
        assert len(silent) == 6
        assert all(text.startswith(start) for text in silent)


def spoilt(trust: Trust) -> dict[str, tuple[Trust, str, str]]:
    """One measure worse each: (trust, check, the level it must bring)."""
    removal = trust.removal
    assert removal is not None
    area = removal.comprehensiveness_area
    within = Beside((area.random + area.high) / 2, area.random, area.low, area.high)
    below = Beside(area.random - 0.01, area.random, area.low, area.high)
    kept = removal.sufficiency_area
    useless = Beside(kept.random + 0.01, kept.random, kept.low, kept.high)
    moved = RankAgreement(0.5, 0.4, 0.5)
    return {
        "gap": (replace(trust, complete=False, relative_gap=0.2), "gap", "care"),
        "broken sum": (replace(trust, complete=False, relative_gap=0.7), "gap", "unreliable"),
        "in the band": (replace(trust, removal=replace(removal, comprehensiveness_area=within)), "needed", "care"),
        "random": (replace(trust, removal=replace(removal, comprehensiveness_area=below)), "needed", "unreliable"),
        "useless": (replace(trust, removal=replace(removal, sufficiency_area=useless)), "enough", "unreliable"),
        "unsettled": (replace(trust, error=0.1), "error", "care"),
        "fickle": (replace(trust, stability=Stability(moved, ())), "stability", "unreliable"),
        "deaf": (replace(trust, sanity=Sanity((Stage(1.0, "e", -0.9),))), "sanity", "unreliable"),
        "other": (
            replace(trust, baselines=(OtherBaseline("b", "draw", RankAgreement(0.7, 0.6, 0.5)),)),
            "baselines",
            "care",
        ),
        "other story": (replace(trust, baselines=(OtherBaseline("b", "draw", moved),)), "baselines", "unreliable"),
        "little": (replace(trust, difference=0.01), "difference", "care"),
    }


@pytest.mark.parametrize("what", ["gap", "broken sum", "in the band", "random", "useless", "unsettled", "fickle",
                                  "deaf", "other", "other story", "little"])  # fmt: skip
def test_one_bad_measure_decides_and_is_named_first(good, what):
    trust, check, level = spoilt(good)[what]
    verdict = judge(trust)
    assert verdict.level == level
    assert verdict.reasons[0].name == check
    for lang in LANGUAGES:
        assert decisive(verdict, lang)[0] == told(verdict.reasons[0], lang)
        assert headline(verdict, lang) == wording(lang)[f"trust_{level}"]


def test_a_change_the_ranker_itself_reacts_to_is_told_of_but_not_held_against_the_explanation(good):
    loud = Changed("full_stop", 0.4, RankAgreement(0.1, 0.1, 0.9))
    verdict = judge(replace(good, stability=Stability(ALIKE, (loud,))))
    assert verdict.level == "reliable"
    [note] = [found for found in verdict.reasons if found.name == "ranker_moves"]
    assert note.level is None
    assert "40%" in told(note, "en")


def test_another_kind_of_baseline_is_told_of_but_not_judged(good):
    other = OtherBaseline("unknown_words", "kind", RankAgreement(0.1, 0.05, 2.0))
    verdict = judge(replace(good, baselines=(*good.baselines, other)))
    assert verdict.level == "reliable"
    [note] = [found for found in verdict.reasons if found.name == "other_kind"]
    assert "0.05" in told(note, "en")


def test_values_that_are_no_parts_of_a_sum_are_not_judged_as_one(good):
    verdict = judge(replace(good, complete=None, relative_gap=3.0))
    assert verdict.level == "reliable"
    [note] = [found for found in verdict.reasons if found.name == "gap"]
    assert note.level is None
    assert "no parts of a sum" in told(note, "en")


def test_every_outcome_has_its_sentence_in_every_language(good):
    trusts = [good, replace(good, removal=None, error=None, stability=None, sanity=None, baselines=None)]
    trusts += [trust for trust, _, _ in spoilt(good).values()]
    for trust in trusts:
        for found in judge(trust).reasons:
            for lang in LANGUAGES:
                assert "{" not in told(found, lang)


def test_an_explanation_with_trust_survives_json(explained, good):
    for explanation in (explained[0], replace(explained[0], trust=good), replace(explained[0], trust=None)):
        document = json.loads(json.dumps(explanation.to_dict(), allow_nan=False))
        assert Explanation.from_dict(document) == explanation
    assert explained[0].to_dict()["trust"]["verdict"]["level"] == "reliable"


def test_trust_repeats_itself_and_another_seed_moves_only_what_is_random(explained):
    rng = np.random.default_rng(5)
    features = torch.tensor(rng.normal(size=(3, 4)), dtype=torch.float32)
    background = torch.tensor(rng.normal(size=(6, 4)), dtype=torch.float32)
    game = set_up(ToyRanker(4, curved=False), [CONTEXT] * 3, ITEMS, features, background)
    found = explain_game(game, Settings())
    assert measure_trust(game, found) == [e.trust for e in explained]
    other = measure_trust(game, found, TrustSettings(seed=1))[0].removal.comprehensiveness_area
    own = explained[0].trust.removal.comprehensiveness_area
    assert other.value == own.value
    assert other.random != own.random


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_reason_never_claims_more_than_the_verdict_allows(explained, good, lang):
    explanation = explained[0]
    helps = [driver_name(c, lang) for c in (*speaking_for(explanation), *speaking_against(explanation))]
    assert helps
    for what, (trust, _, level) in spoilt(good).items():
        text = reason(replace(explanation, trust=trust), lang)
        named = [name for name in helps if name in text]
        assert named == ([] if level == "unreliable" else helps), what
        assert decisive(judge(trust), lang)[0] in text, what
    assert reason(replace(explanation, trust=good), lang) == reason(replace(explanation, trust=None), lang)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_page_taken_along_tells_the_verdict_with_its_reasons(explained, good, lang):
    page = to_html(replace(explained[0], trust=good), lang)
    assert wording(lang)["trust_reliable"] in page
    assert all(escape(told(found, lang)) in page for found in good.verdict.reasons)
    assert wording(lang)["trust_reliable"] not in to_html(replace(explained[0], trust=None), lang)


def test_a_verdict_given_counts_before_the_one_carried(explained, good):
    bad = judge(spoilt(good)["broken sum"][0])
    assert "No driver is named" in reason(replace(explained[0], trust=good), "en", verdict=bad)


def test_most_is_only_said_of_drivers_that_hold_half_of_what_helps(explained):
    explanation = explained[0]
    many = tuple(replace(c, contribution=1.0 + 0.001 * n) for n, c in enumerate(explanation.contributions))
    total = sum(c.contribution for c in many)
    spread = replace(explanation, contributions=many, score=explanation.base + total, trust=None)
    assert "most of it" not in reason(spread, "en")


def test_a_close_check_measures_everything_against_a_narrower_band():
    ranker = load_ranker(SAMPLE_RANKER)
    context, item = context_fields("smart watch"), item_fields("小米 smart watch black 3", "小米")
    game = set_up(ranker, [context], [item], ranker.background[:1], ranker.background)
    [explanation] = explain_game(game, Settings())
    [cheap] = measure_trust(game, [explanation])
    close = measure_closely(game, 0, replace(explanation, trust=cheap), Settings())
    assert (close.settings.random_orders, cheap.settings.random_orders) == (24, 6)
    assert close.removal.comprehensiveness_area.value == cheap.removal.comprehensiveness_area.value
    assert None not in (close.stability, close.sanity, close.baselines)
    assert "unmeasured" not in {found.outcome for found in close.verdict.reasons}


def test_limits_stand_in_order():
    for good_limit, bearable in (THRESHOLDS.gap, THRESHOLDS.error, THRESHOLDS.move, THRESHOLDS.shuffled):
        assert good_limit < bearable
    assert THRESHOLDS.baselines[0] > THRESHOLDS.baselines[1]
