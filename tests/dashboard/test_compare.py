"""Compare & review: the page, the record it ends in, and the commands, with two real rankers of the sample shop."""

from __future__ import annotations

import json
import shutil
from html.parser import HTMLParser
from pathlib import Path

import pytest
from click.testing import CliRunner

import sample_data
from dashboard.cli.main import main
from dashboard.i18n import translate
from explain.losers import explain_losers
from explain.shop import open_shop
from models.storage import load_two_tower, save_ranker
from models.two_tower import TwoTowerRanker
from queries.comparing.comparison import compare
from queries.comparing.records import list_reviews
from queries.workspace import open_workspace
from tests.dashboard.conftest import HOSTILE, drawn

CONTEXTS = 250


@pytest.fixture(scope="module")
def shop(demo_workspace, tmp_path_factory) -> Path:
    """The demo workspace with a second ranker, the first one upside down, that ranked some of the same contexts."""
    folder = tmp_path_factory.mktemp("compare")
    workspace = shutil.copytree(demo_workspace, folder / "workspace")
    sample = load_two_tower(sample_data.RANKER)
    weights = sample.state_dict()
    weights["head.3.weight"] = -weights["head.3.weight"]
    other = TwoTowerRanker(sample.config, sample.tokenizer, background=sample.background)
    other.load_state_dict(weights)
    save_ranker(other.seal(), folder / "turned")
    for words in (
        ["add-ranker", str(folder / "turned")],
        ["rank-contexts", "--contexts", str(CONTEXTS), "--no-floors", "--from", "2025-05-12"],
        ["measure", "--slates", "turned", "--metric", "ndcg"],
    ):
        done = CliRunner().invoke(main, [*words, "--workspace", str(workspace)])
        assert done.exit_code == 0, done.output
    return workspace


def ids(workspace: Path) -> tuple[str, str]:
    with open_workspace(workspace) as ws:
        names = {row["name"]: row["ranker_id"] for row in ws.run("rankers/list").to_pylist()}
    return names["sample"], names["turned"]


def run(workspace: Path, *words: str):
    return CliRunner().invoke(main, [*words, "--workspace", str(workspace)])


def test_the_page_answers_and_shows_the_losers_with_both_explanations(open_page, shop):
    app = open_page(shop, "compare")
    assert not app.exception
    said = drawn(app)
    assert app.title[0].value == translate("en", "compare.title")
    assert {box.key: box.value for box in app.selectbox if box.key in "ab"} == dict(
        zip("ba", ids(shop)[::-1], strict=True)
    )
    assert "turned is worse than sample. nDCG@10 is" in said
    assert "rank-biased overlap" in said
    assert 'class="span' in said
    assert said.count("above unread texts and typical behaviour") + said.count("below unread texts") >= 2
    assert 'href="why?' in said
    assert app.text_area[0].value.startswith("turned is worse than sample.")


def test_it_speaks_chinese(open_page, shop):
    app = open_page(shop, "compare", lang="zh")
    assert not app.exception
    assert "“turned”不如“sample”。nDCG@10由" in drawn(app)
    assert app.text_area[0].value.startswith("“turned”不如“sample”。")


def test_a_link_says_what_is_compared(open_page, demo_workspace):
    asked = {
        "a": "floor:bm25",
        "b": "floor:popularity",
        "metric": "mrr@10",
        "k": "5",
        "by": "surface",
        "within": "search",
    }
    app = open_page(demo_workspace, "compare", **asked)
    assert not app.exception
    assert {key: app.selectbox(key=key).value for key in asked} == asked
    said = drawn(app)
    assert "Of the first 5 places" in said
    assert translate("en", "compare.no_explanation", name="popularity") in said


def test_each_is_explained_as_of_the_moment_it_was_ranked_at(shop):
    """The oracle: the explanation's score is the score that the slate was ranked by."""
    a, b = ids(shop)
    shops = {a: open_shop(shop, "sample"), b: open_shop(shop, "turned")}
    with open_workspace(shop) as ws:
        found = compare(ws, a, b, "ndcg@10", losers=3)
        told = explain_losers(ws, found, shops.get)
        for loser in found.losers:
            for side, ranker_id in (("a", a), ("b", b)):
                rows = ws.cursor().execute(
                    "select score from slates where ranker_id = ? and context_id = ? and item_id = ?",
                    [ranker_id, loser.context_id, loser.turned_on.item_id],
                )
                assert told[loser.context_id][side]["score"] == pytest.approx(rows.fetchone()[0], abs=1e-4)
                words = [field["text"] for field in told[loser.context_id][side]["fields"] if field["part"] == "search"]
                assert not loser.rare or words == ["•••"]


def test_a_review_reopens_as_it_was_after_the_data_changed(open_page, shop, tmp_path):
    workspace = shutil.copytree(shop, tmp_path / "workspace")
    app = open_page(workspace, "compare", by="language")
    before = drawn(app)
    app.text_area[0].set_value(f"Phones get worse. {HOSTILE}")
    app.text_input(key="reviewer").set_value("李 Li")
    app.button_group(key="decision").set_value("ship with conditions")
    app.button[0].click().run()
    assert not app.exception
    with open_workspace(workspace) as ws:
        [row] = list_reviews(ws)
    signed = drawn(open_page(workspace, "compare", review=row["review_id"]))
    exported = {lang: exported_page(workspace, row["review_id"], lang) for lang in ("en", "zh")}

    with open_workspace(workspace, "write") as ws:
        for statement in ("delete from slates", "delete from context_metrics", "update items set title = 'changed'"):
            ws.commit(lambda con, statement=statement: con.execute(statement))
    again = open_page(workspace, "compare", review=row["review_id"])
    assert not again.exception
    assert drawn(again) == signed
    assert {lang: exported_page(workspace, row["review_id"], lang) for lang in exported} == exported
    # What was on the screen before it was signed is what was kept.
    table = before[before.index('<div class="scroll">') :].split("\n")[0]
    assert table in signed
    assert "<script>" not in "".join(element.proto.body for element in again.get("html"))
    assert f'<a href="compare?review={row["review_id"]}' in drawn(open_page(workspace, "compare"))

    page = exported["en"].decode()
    tags = _Tags()
    tags.feed(page)
    assert not tags.open
    assert not {"script", "link", "img", "iframe"} & tags.seen
    assert "default-src 'none'" in page
    for said in ("Ship with conditions: turned instead of sample", "Definition of nDCG@10", *ids(workspace)):
        assert said in page
    assert page.count('<div class="two">') == 10  # five losers: both slates, both explanations
    assert "有条件上线：以“turned”替代“sample”" in exported["zh"].decode()


def exported_page(workspace: Path, review_id: str, lang: str) -> bytes:
    file = workspace.parent / "review.html"
    done = run(workspace, "reviews", review_id, "--export", str(file), "--lang", lang)
    assert done.exit_code == 0, done.output
    return file.read_bytes()


class _Tags(HTMLParser):
    """Which tags there are, and which were not closed."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: set[str] = set()

    def handle_starttag(self, tag, attrs) -> None:
        self.seen.add(tag)
        if tag not in ("meta", "br", "input"):
            self.open.append(tag)

    def handle_endtag(self, tag) -> None:
        assert self.open.pop() == tag


def test_a_pipeline_can_demand_that_nothing_gets_worse(shop):
    worse = run(shop, "compare", "sample", "turned", "--demand", "not-worse", "--by", "language", "--json")
    assert worse.exit_code == 1
    found = json.loads(worse.stdout)
    assert (found["outcome"], found["dimension"]) == ("worse", "language")
    assert run(shop, "compare", "turned", "sample", "--demand", "better").exit_code == 0
    assert run(shop, "compare", "sample", "turned").exit_code == 0
    said = run(shop, "compare", "bm25", "sample", "--lang", "zh", "--by", "surface").output
    assert "“sample”优于“词语匹配（BM25）”" in said
    assert "排名偏置重叠" in said


def test_commands_say_what_to_do(shop, tmp_path):
    assert "Did you mean 'sample'" in run(shop, "compare", "sampel", "turned").output
    assert "metric measured of both" in run(shop, "compare", "sample", "turned", "--metric", "mrr@10").output
    assert "No reviews yet" in run(shop, "reviews").output
    assert run(shop, "reviews", "nothing").exit_code == 1
    assert run(shop, "reviews", "--export", str(tmp_path / "x.html")).exit_code == 2


def test_without_two_rankings_it_says_how_to_make_them(open_page, tmp_path):
    open_workspace(tmp_path, "write").close()
    app = open_page(tmp_path, "compare", lang="zh")
    assert not app.exception
    assert app.info[0].value == translate("zh", "compare.empty")


def test_texts_of_shops_are_text(open_page, hostile_workspace):
    app = open_page(hostile_workspace, "compare")
    assert not app.exception
    assert "<script>" not in drawn(app)
