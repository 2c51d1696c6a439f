"""Topics of searches on the sample ranker: like searches together, the same for the same seed, no rare word told."""

from __future__ import annotations

import pyarrow as pa
import pytest

import sample_data
from models.storage import load_ranker
from models.topics import NoVectors, TopicSettings, search_topics
from tests.models.cross_encoders import save_cross_encoder

MEANT = {
    "watches": ["智能手表", "smart watch", "运动手表", "gps watch"],
    "coffee": ["咖啡", "速溶咖啡", "coffee beans", "instant coffee"],
    "shoes": ["跑步鞋", "running shoes", "trail running shoes", "运动鞋"],
}
TYPED = [search for searches in MEANT.values() for search in searches]


@pytest.fixture(scope="module")
def ranker():
    return load_ranker(sample_data.RANKER)


def typed(searches: list[str], shoppers: int = 12) -> pa.Table:
    rows = [
        {"search": search, "shopper": f"{search} {n}", "contexts": 1 + (n == 0)}
        for search in searches
        for n in range(shoppers)
    ]
    return pa.Table.from_pylist(rows)


def topics_of(found: pa.Table) -> dict[str, str]:
    return dict(zip(found["search"].to_pylist(), found["topic"].to_pylist(), strict=True))


def test_searches_that_mean_alike_share_a_topic_whatever_their_language(ranker):
    topic = topics_of(search_topics(ranker, typed(TYPED), TopicSettings(topics=3)))
    assert len(set(topic.values())) == 3
    for searches in MEANT.values():
        assert len({topic[search] for search in searches}) == 1, searches
    assert set(topic["coffee beans"].split(" · ")) & {"coffee", "咖啡"}


def test_the_same_seed_finds_the_same_topics_in_whatever_order_they_come(ranker):
    forth = search_topics(ranker, typed(TYPED), TopicSettings(topics=4, seed=7))
    back = search_topics(ranker, typed(TYPED[::-1]), TopicSettings(topics=4, seed=7))
    assert forth.equals(back)


def test_a_word_that_few_typed_names_nothing(ranker):
    rows = pa.concat_tables([typed(TYPED), typed(["coffee for grandmother agatha"], shoppers=10)])
    names = " ".join(topics_of(search_topics(ranker, rows, TopicSettings(topics=3))).values())
    assert "agatha" not in names
    assert "grandmother" not in names


def test_without_a_word_to_name_it_by_a_topic_has_a_number(ranker):
    assert set(topics_of(search_topics(ranker, typed(["茶", "coffee"], 3), TopicSettings(topics=2))).values()) == {
        "#1",
        "#2",
    }


def test_fewer_searches_than_topics_are_as_many_topics(ranker):
    assert len(set(topics_of(search_topics(ranker, typed(["咖啡", "智能手表"]))).values())) == 2
    nothing = pa.table({name: pa.array([], pa.string()) for name in ("search", "shopper", "contexts")})
    assert search_topics(ranker, nothing).num_rows == 0


def test_a_ranker_without_vectors_says_what_to_do(tmp_path):
    with pytest.raises(NoVectors, match="two-tower"):
        search_topics(load_ranker(save_cross_encoder(tmp_path)), typed(TYPED))
