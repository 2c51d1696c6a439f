"""Every piece of a ranker's sequence belongs to exactly one word, and the words are the text's own characters."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

import sample_data
from explain.lexicon import Lexicon
from explain.word_players import WordPlayer, word_players
from models.field import Field
from models.pair_tokenizer import PairTokenizer
from models.protocol import Piece, Tower
from models.storage import load_ranker
from models.text import context_fields, item_fields
from tests.models.cross_encoders import bert_tokenizer, roberta_tokenizer

TEXT = st.text(
    st.one_of(
        st.characters(),
        st.sampled_from("智能手表小米 华为Watch GT４ ㎏ﬁé ẞİ👨‍👩‍👧 \t\n5.5\u0301\u200dالعربيةหน้า１２cm斤'&-+"),
    ),
    max_size=60,
)
LEXICON = Lexicon.of(["小米", "New Balance", "华为 Watch"])


@cache
def ranker():
    return load_ranker(sample_data.RANKER)


def check_players(towers: Sequence[Tower], row: int, players: Sequence[WordPlayer]) -> None:
    """The contract: every piece in one player, players without pieces none, names the text's own characters."""
    fields = [field for tower in towers for field in tower.fields[row]]
    for number, tower in enumerate(towers):
        pieces = [position for position, piece in enumerate(tower.pieces[row]) if piece is not None]
        assert sorted(p for player in players if player.tower == number for p in player.positions) == pieces
    for player in players:
        assert player.positions
        assert player.name == fields[player.field].text[player.start : player.end]
        assert player.part == fields[player.field].part
    places = [(player.field, player.start, player.end) for player in players]
    assert places == sorted(places)
    assert all(one[0] < other[0] or one[2] <= other[1] for one, other in itertools.pairwise(places))


@given(st.lists(TEXT, min_size=2, max_size=4), st.sampled_from([None, LEXICON]))
@settings(max_examples=200, deadline=None)
def test_every_piece_of_any_text_belongs_to_exactly_one_word(texts, lexicon):
    towers = ranker().encode([context_fields(texts[0], texts[2:])], [item_fields(texts[1], texts[0])])
    check_players(towers, 0, word_players(towers, 0, lexicon))


@pytest.mark.parametrize("tokenizer", [cache(bert_tokenizer), cache(roberta_tokenizer)], ids=["wordpiece", "bytes"])
@given(st.lists(TEXT, min_size=2, max_size=4), st.integers(8, 60))
@settings(max_examples=150, deadline=None)
def test_every_piece_of_a_pair_read_as_one_sequence_too(tokenizer, texts, length):
    pairs = PairTokenizer(tokenizer(), length)
    towers = (pairs.tower(pairs.rows([context_fields(texts[0], texts[2:])], [item_fields(texts[1], texts[0])])),)
    players = word_players(towers, 0, LEXICON)
    check_players(towers, 0, players)
    # A word has a share only where some of it was read.
    assert all(player.start < towers[0].cut[0][player.field] for player in players)


def test_the_contract_rejects_a_player_left_out_and_one_counted_twice():
    towers = ranker().encode([context_fields("智能手表 watch")], [item_fields("小米 S3", "小米")])
    players = word_players(towers, 0)
    for broken in (players[1:], (*players, players[-1]), (replace(players[0], end=1), *players[1:])):
        with pytest.raises(AssertionError):
            check_players(towers, 0, broken)


def test_rows_of_a_batch_have_their_own_words():
    towers = ranker().encode([context_fields("智能手表")] * 2, [item_fields("小米 S3"), item_fields("New Balance 574")])
    names = [[player.name for player in word_players(towers, row, LEXICON)] for row in (0, 1)]
    assert names == [["智能", "手表", "小米", "S3"], ["智能", "手表", "New Balance", "574"]]


def tower(text: str, *spans: tuple[int, int]) -> Tower:
    """One sequence ``[CLS] pieces [SEP]`` whose pieces are ``spans`` of ``text``."""
    ids = torch.arange(len(spans) + 2)[None]
    special = torch.zeros_like(ids, dtype=torch.bool)
    special[0, [0, -1]] = True
    pieces = (None, *(Piece(0, start, end) for start, end in spans), None)
    field = Field("item", "title", text)
    return Tower(ids, torch.zeros_like(ids), ~special | special, special, ((field,),), (pieces,), ((len(text),),))


@pytest.mark.parametrize(
    ("text", "spans", "expected"),
    [
        ("smart watch", [(0, 5), (5, 11)], [("smart", (1,)), ("watch", (2,))]),  # a space before, as byte pairs have
        ("a  b", [(0, 1), (1, 3), (3, 4)], [("a", (1,)), ("  ", (2,)), ("b", (3,))]),
        ("a-b c", [(0, 2), (2, 5)], [("a-b", (1, 2))]),  # spans two words: counts for the first
        ("智能手表", [(0, 3), (3, 4)], [("智能", (1,)), ("手表", (2,))]),
        ("watch", [(0, 0), (0, 5)], [("watch", (1, 2))]),  # no character, before the text
        ("watch", [(0, 5), (5, 5)], [("watch", (1, 2))]),  # no character, behind it
        ("", [(0, 0)], [("", (1,))]),
        ("", [], []),
    ],
)
def test_pieces_at_the_borders_of_words(text, spans, expected):
    towers = (tower(text, *spans),)
    players = word_players(towers, 0)
    check_players(towers, 0, players)
    assert [(player.name, player.positions) for player in players] == expected


def test_a_word_that_was_cut_has_the_pieces_that_were_read():
    towers = ranker().encode([context_fields("表" * 31 + "abcdefgh" * 8)], [item_fields("x")])
    [last] = [player for player in word_players(towers, 0) if player.field == 0][-1:]
    assert last.name == "abcdefgh" * 8
    assert len(last.positions) == 1
    assert towers[0].cut[0][0] < last.end
