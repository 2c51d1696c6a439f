"""Rules checked by masking: the ranker is really asked, and the batch keeps what trust measured."""

from __future__ import annotations

import shutil

import numpy as np
import pytest
import torch

from explain.batch import BatchSettings, explain_all
from explain.logged_slates import logged_slates
from explain.methods import gradient_times_input
from explain.rule_masking import check_by_masking, rescored
from explain.settings import Settings
from explain.shop import open_shop
from queries.contexts import contexts
from queries.point_in_time import CountedLog
from queries.rules.masking import to_rescore
from queries.rules.rule import Rule
from queries.workspace import open_workspace

QUICK = Settings(words=gradient_times_input.METHOD.name)


@pytest.fixture(scope="module")
def explained(demo_workspace, tmp_path_factory):
    folder = tmp_path_factory.mktemp("rules") / "workspace"
    shutil.copytree(demo_workspace, folder)
    shop = open_shop(folder)
    with open_workspace(folder, "write") as ws:
        explain_all(ws, shop, BatchSettings(contexts=6, k=2, trust=True), QUICK)
    return folder, shop


def some_word(ws) -> str:
    found = ws.cursor().execute(
        "select search from explanations where search is not null order by length(search), search limit 1"
    )
    return found.fetchone()[0].split()[0]


def test_masked_scores_are_the_rankers_answer(explained):
    folder, shop = explained
    with open_workspace(folder) as ws:
        rule = Rule("a word", "most_share", 0.5, words=(some_word(ws),), part="search")
        spans = to_rescore(ws, rule).to_pylist()
        found = {row["explanation_id"]: row for row in rescored(ws, shop, spans).to_pylist()}
        slates = {
            slate.context["context_id"]: slate
            for slate in logged_slates(CountedLog(ws), shop, contexts(ws, limit=6), 2)
        }
    assert found
    for span in spans:
        row, slate = found[span["explanation_id"]], slates[span["context_id"]]
        number = [item.item_id for item in slate.items].index(span["item_id"])
        item = shop.catalogue.texts[shop.catalogue.place(span["item_id"])]
        towers = shop.ranker.encode([slate.fields], [item])
        ids = [tower.ids.clone() for tower in towers]
        for position, piece in enumerate(towers[0].pieces[0]):
            inside = piece is not None and slate.fields[piece.field].name == "search"
            if inside and span["start_char"] <= piece.start < span["end_char"]:
                ids[0][0, position] = shop.ranker.mask_id
        vectors = shop.ranker.vectors([shop.ranker.embed(each) for each in ids], towers)
        by_hand = float(shop.ranker.score_vectors(vectors, torch.from_numpy(slate.features[number : number + 1])))
        if sum(other["explanation_id"] == span["explanation_id"] for other in spans) == 1:
            assert row["masked_score"] == pytest.approx(by_hand, abs=1e-4)
        assert row["score"] != pytest.approx(row["masked_score"], abs=1e-4)


def test_a_strict_rule_fails_and_a_lenient_one_passes(explained):
    folder, shop = explained
    with open_workspace(folder) as ws:
        word = some_word(ws)
        rules = [Rule(f"at most {limit}", "most_share", limit, words=(word,)) for limit in (1e-6, 50.0)]
        outcomes = [result.outcome for result in check_by_masking(ws, shop, rules)]
        assert outcomes == ["fails", "passes"]
        assert check_by_masking(ws, shop, [Rule("no words", "least_share", 0.1, part="search")]) == []


def test_the_batch_keeps_what_trust_measured(explained):
    folder, _ = explained
    with open_workspace(folder) as ws:
        table = ws.cursor().execute("select verdict, comprehensiveness, sufficiency from explanations").to_arrow_table()
    assert set(table["verdict"].to_pylist()) <= {"reliable", "care", "unreliable"}
    assert np.isfinite(table["comprehensiveness"].to_numpy()).all()
