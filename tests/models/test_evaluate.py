"""Evaluation: what is compared with what, on the toy shop, and nothing later than allowed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest

from models.baselines import BASELINES
from models.card import read_card, update_card
from models.catalogue import Catalogue
from models.errors import TrainingDataMissing
from models.evaluate import EvaluateSettings, EvaluationReport, evaluate, ranker_scorer, whole_catalogue
from models.finetune import FinetuneSettings, finetune
from models.pairs import context_texts
from models.rank import candidates_for, rank
from models.ranking_quality import mean_ndcg
from models.storage import load_ranker
from tests.models.cross_encoders import save_cross_encoder
from tests.models.toy_shop import Tables, toy_items, toy_tables

SETTINGS = FinetuneSettings(epochs=4, batch=16, vector=16, behaviour=8, body=16, learning_rate=3e-3)


def with_columns(tables: Tables) -> Tables:
    """Add what the toy contexts lack: a shopper and a surface."""
    count = tables.contexts.num_rows
    contexts = tables.contexts.append_column("user_id", pa.array([f"u{n % 9}" for n in range(count)]))
    surface = pa.array(["search" if n % 3 else "home" for n in range(count)])
    return Tables(contexts.append_column("surface", surface), tables.pairs)


def features_of(candidates: pa.Table) -> pa.Table:
    """One clicks_7d and one price per item, the same in every context."""
    numbers = np.array([int(item[1:]) for item in candidates["item_id"].to_pylist()])
    clicks = candidates.append_column("clicks_7d", pa.array((numbers % 5).astype(np.float32)))
    return clicks.append_column("price", pa.array(np.full(len(numbers), 50, np.float32)))


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> EvaluationReport:
    folder = tmp_path_factory.mktemp("rankers")
    train, test = with_columns(toy_tables(160, seed=1)), with_columns(toy_tables(60, seed=3))
    full = finetune(train, test, toy_items(), None, folder / "full", SETTINGS)
    behaviour = finetune(
        train, test, toy_items(), None, folder / "behaviour", replace(SETTINGS, epochs=1, reads="behaviour")
    )
    ablations = {"behaviour": (behaviour.ranker, "behaviour")}
    settings = EvaluateSettings(contexts=30)
    return evaluate(full.ranker, train, test, toy_items(), features_of, ablations, settings)


def test_every_baseline_is_measured_in_the_same_contexts(report: EvaluationReport) -> None:
    assert {"ranker", "behaviour", *BASELINES} == set(report.catalogue)
    assert {*report.catalogue, "logged"} == set(report.slate)
    assert report.contexts == 30
    for figures in report.catalogue.values():
        assert 0 <= figures["ndcg@10"].mean <= 1
        lead = report.catalogue["ranker"]["ndcg@10"].mean - figures["ndcg@10"].mean
        assert figures["ndcg@10"].ahead == pytest.approx(lead, abs=2e-4)
    assert report.catalogue["ranker"]["ndcg@10"].mean > report.catalogue["random"]["ndcg@10"].mean + 0.1
    assert 0 <= report.calibration_error < 0.5
    assert set(report.surfaces) == {"home", "search"}


def test_a_log_that_does_not_say_what_was_shown_has_no_calibration(tmp_path: Path) -> None:
    train, test = with_columns(toy_tables(60, seed=1)), with_columns(toy_tables(20, seed=3))
    ranker = finetune(train, test, toy_items(), None, tmp_path / "r", replace(SETTINGS, epochs=1)).ranker
    bought = test.pairs.filter(pc.equal(test.pairs["click"], 1))
    place = bought.column_names.index("position")
    unplaced = bought.set_column(place, "position", pa.nulls(bought.num_rows, pa.int32()))
    settings = EvaluateSettings(contexts=10)
    found = evaluate(ranker, train, Tables(test.contexts, unplaced), toy_items(), features_of, None, settings)
    assert found.calibration_error is None
    assert found.slate == {}
    update_card(tmp_path / "r", evaluation=found.to_dict())
    assert "calibration" not in (tmp_path / "r" / "README.md").read_text("utf-8").split("## Limits")[0]


def test_a_cross_encoder_is_measured_as_it_is_served(tmp_path: Path) -> None:
    ranker = load_ranker(save_cross_encoder(tmp_path, retrieved=6))
    train, test = with_columns(toy_tables(60, seed=1)), with_columns(toy_tables(40, seed=3))
    found = evaluate(ranker, train, test, toy_items(), features_of, None, EvaluateSettings(contexts=10, slates=7))
    assert set(found.catalogue) == {"ranker", *BASELINES}
    assert found.target == "click"
    assert found.shown_pairs == 7 * 4
    assert 0 <= found.calibration_error <= 1

    context = test.contexts.slice(0, 1)
    candidates = whole_catalogue(context, toy_items())
    scores = ranker_scorer(ranker, toy_items())(context, candidates)
    order = [candidates["item_id"][int(row)].as_py() for row in np.argsort(-scores, kind="stable")]
    catalogue = Catalogue.build(ranker, toy_items())
    served = candidates_for(catalogue, context_texts(context, toy_items())[0])
    assert order[:6] == [item.item_id for item in rank(ranker, catalogue, served, None, k=6)]
    assert np.isfinite(scores).sum() == 6


def test_the_card_says_it_all(report: EvaluationReport, tmp_path: Path) -> None:
    update_card(tmp_path, data={"origin": "simulated"})
    update_card(tmp_path, evaluation=report.to_dict())
    assert set(read_card(tmp_path)) == {"data", "evaluation", "limits"}
    text = (tmp_path / "README.md").read_text("utf-8")
    assert "simulated" in text
    assert f"{report.catalogue['ranker']['ndcg@10'].mean:.3f}" in text
    update_card(tmp_path, completeness={"this_one": {"pairs": 7, "steps": 32, "median": 0.00012, "p95": 0.0031}})
    assert "| this one | 7 | 32 | 0.0120% | 0.3100% |" in (tmp_path / "README.md").read_text("utf-8")


def test_candidates_are_the_platforms_whole_catalogue() -> None:
    items = toy_items().set_column(5, "platform", pa.array(["east", "west"] * 12))
    contexts = pa.table({"context_id": ["a", "b"], "platform": pa.array(["west", None])})
    found = whole_catalogue(contexts, items).to_pylist()
    assert sum(row["context_id"] == "a" for row in found) == 12
    assert sum(row["context_id"] == "b" for row in found) == 24


def test_bm25_and_cosine_by_hand() -> None:
    items = toy_items()
    train = with_columns(toy_tables(80, seed=1))
    contexts = pa.table({"context_id": ["c"], "search": ["running shoes"], "history": [["i02"]]})
    candidates = features_of(whole_catalogue(contexts.append_column("platform", pa.nulls(1, pa.string())), items))
    scores = BASELINES["bm25"](train, items, "click")(contexts, candidates)
    best = [candidates["item_id"][int(row)].as_py() for row in np.argsort(-scores)[:6]]
    assert {int(item[1:]) % 4 for item in best} == {2}  # all six running shoes
    alike = BASELINES["item_to_item"](train, items, "click")(contexts, candidates)
    assert alike[2] == pytest.approx(1.0)  # an item is most like itself
    assert alike.max() == alike[2]


def test_grades_prefer_what_was_bought() -> None:
    pairs = pa.table(
        {
            "context_id": ["c"] * 3,
            "item_id": ["a", "b", "d"],
            "click": [1, 1, 0],
            "cart": [0, 1, 0],
            "purchase": [0, 1, 0],
        }
    )
    assert mean_ndcg(pairs, np.array([1.0, 2.0, 0.0])) == pytest.approx(1.0)
    discount = 1 / np.log2(3)
    assert mean_ndcg(pairs, np.array([2.0, 1.0, 0.0])) == pytest.approx((1 + 3 * discount) / (3 + discount))
    assert mean_ndcg(pairs, np.array([2.0, 1.0, 0.0]), "purchase") == pytest.approx(discount)


def test_nothing_happened_in_the_test_span(tmp_path: Path) -> None:
    train = with_columns(toy_tables(40, seed=1))
    ranker = finetune(train, train, toy_items(), None, tmp_path, replace(SETTINGS, epochs=1)).ranker
    quiet = train.pairs
    for name in ("click", "purchase"):
        quiet = quiet.set_column(quiet.column_names.index(name), name, pa.array([0] * quiet.num_rows))
    with pytest.raises(TrainingDataMissing, match="other dates"):
        evaluate(ranker, train, Tables(train.contexts, quiet), toy_items(), features_of)
