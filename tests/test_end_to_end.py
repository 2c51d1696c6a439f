"""The whole way on a tiny shop: simulate, import, pretrain, fine-tune, evaluate, rank and explain."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from dashboard.cli.main import main
from explain.explanation import Explanation
from sample_data.simulate import main as simulate

SHAPE = ["--hidden", "32", "--layers", "1", "--heads", "2", "--inner", "32", "--vocabulary", "600"]


def call(*words: str) -> Result:
    result = CliRunner().invoke(main, [str(word) for word in words], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result


def answer(*words: str) -> dict:
    return json.loads(call(*words, "--json").stdout)


@pytest.fixture(scope="module")
def shop(tmp_path_factory) -> Path:
    """A workspace with 150 simulated shoppers and a ranker that was trained for one short epoch."""
    folder = tmp_path_factory.mktemp("tiny")
    simulate(["--shoppers", "150", "--items", "150", "--out", str(folder / "raw")])
    workspace = str(folder / "shop")
    call("import", "sample", folder / "raw", "--into", workspace)
    call("pretrain", "--workspace", workspace, "--epochs", "1", *SHAPE)
    size = ["--vector", "32", "--behaviour", "16", "--body", "32"]
    call("finetune", "--workspace", workspace, "--epochs", "1", *size, "--batch", "32")
    return folder / "shop"


def test_evaluate_writes_the_card_beside_baselines(shop):
    found = answer("evaluate", "--workspace", shop, "--contexts", "20")
    assert {"ranker", "random", "popularity", "bm25"} <= set(found["evaluation"]["catalogue"])
    card = json.loads((shop / "rankers/ranker/card.json").read_text("utf-8"))
    assert card["evaluation"] == found["evaluation"]
    assert "simulated" in card["data"]["origin"]


def test_recommend_ranks_by_score_and_repeats_itself(shop):
    slate = answer("recommend", "--workspace", shop, "--search", "智能手表", "--k", "5")
    again = answer("recommend", "--workspace", shop, "--search", "智能手表", "--k", "5")
    scores = [row["score"] for row in slate["rows"]]
    assert len(scores) == 5
    assert scores == sorted(scores, reverse=True)
    assert slate == again
    assert set(slate["familiarity"]["marks"]) == {"far", "surprising", "beyond"}  # learned by `whyrank finetune`


def test_explain_adds_up_for_a_search_and_a_shopper(shop, tmp_path):
    from explain.shop import open_shop

    user = next(iter(open_shop(shop).shoppers))
    context = ["--workspace", shop, "--search", "watch", "--user", user]
    item = answer("recommend", *context)["rows"][0]
    page = tmp_path / "why.html"
    found = answer("explain", *context, "--item", item["item_id"], "--html", page)
    explanation = Explanation.from_dict(found)
    total = sum(c.contribution for c in explanation.contributions)
    assert explanation.score == pytest.approx(item["score"], abs=1e-3)
    assert explanation.score - explanation.base == pytest.approx(total + explanation.completeness_gap, abs=1e-5)
    assert {c.part for c in explanation.contributions} >= {"search", "item", "behaviour"}
    assert explanation.ranker_identity and explanation.snapshot_id  # noqa: PT018
    assert page.read_text("utf-8").startswith("<!doctype html>")


def test_explain_prints_the_sum_in_chinese(shop):
    item = answer("recommend", "--workspace", shop, "--search", "手机")["rows"][0]["item_id"]
    text = call("explain", "--workspace", shop, "--search", "手机", "--item", item, "--lang", "zh").output
    assert "搜索词" in text or "商品文字" in text or "行为" in text
    assert "completeness gap" in text


def test_explain_says_what_the_model_did_not_read(shop):
    item = answer("recommend", "--workspace", shop, "--search", "手机")["rows"][0]["item_id"]
    text = call("explain", "--workspace", shop, "--search", "手机" * 20, "--item", item).output
    assert "did not read the last 8 characters of the search" in " ".join(text.split())


def test_features_are_written_for_every_impression(shop):
    assert answer("features", "--workspace", shop)["rows"] > 0


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        (["recommend", "--search", "x", "--user", "nobody"], "shopper 'nobody'"),
        (["explain", "--search", "x", "--item", "i9999x"], "item 'i9999x'"),
        (["recommend"], "Type a search, choose a shopper"),
        (["recommend", "--search", "x", "--platform", "mars"], "platform 'mars'"),
        (["recommend", "--search", "x", "--ranker", "rankre"], "Did you mean 'ranker'"),
    ],
)
def test_bad_input_is_told_in_a_sentence(shop, words, hint):
    result = CliRunner().invoke(main, [*words, "--workspace", str(shop)])
    assert result.exit_code == 1
    assert hint in result.output
    assert "Traceback" not in result.output
