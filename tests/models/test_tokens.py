"""Pieces remember their characters, specials stay special, and what a shopper types is only ever text."""

from __future__ import annotations

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from models.corpus import corpus_texts
from models.field import Field
from models.text import context_fields, item_fields
from models.token_table import TokenTable
from models.tokenizer import TokenizerKind, readable, train_tokenizer
from models.towers import PIECES_READ, FieldTokenizer
from tests.models.toy_shop import toy_items

CORPUS = corpus_texts(toy_items())
TOKENIZERS = {kind: FieldTokenizer(train_tokenizer(CORPUS, kind, vocabulary_size=400)) for kind in ("wordpiece", "bpe")}
MIXED = st.text(
    st.one_of(
        st.sampled_from("智能手表小米 华为Watch GT４ ㎏ ﬁ é ẞ İ 👨‍👩‍👧 \t\n[MASK]5.5\u0301\ud800"),
        st.characters(max_codepoint=0x10FFFF),
    ),
    max_size=40,
)


@pytest.mark.parametrize("kind", TOKENIZERS)
@given(text=MIXED)
@settings(max_examples=150, deadline=None)
def test_pieces_point_into_the_original_text(kind: TokenizerKind, text: str) -> None:
    field = Field("search", "search", text)
    row = TOKENIZERS[kind].rows([(field,)])[0]
    pieces = [piece for piece in row.pieces if piece is not None]
    assert all(0 <= piece.start < piece.end <= len(text) for piece in pieces)
    assert [piece.start for piece in pieces] == sorted(piece.start for piece in pieces)
    assert 0 <= row.cut[0] <= len(text)
    if row.cut[0] < len(text):
        assert len(pieces) in (0, PIECES_READ["search"])


@pytest.mark.parametrize("kind", TOKENIZERS)
@given(text=MIXED.map(lambda text: text * 3))
@settings(max_examples=150, deadline=None)
def test_the_first_character_not_read_parts_what_was_read_from_what_was_not(kind: TokenizerKind, text: str) -> None:
    tokenizer = TOKENIZERS[kind]
    row = tokenizer.rows([(Field("history", "history_1", text),)])[0]
    [encoding] = tokenizer.tokenizer.encode_batch(readable([text]), add_special_tokens=False)
    read, unread = encoding.offsets[: PIECES_READ["history"]], encoding.offsets[PIECES_READ["history"] :]
    assert all(end <= row.cut[0] for _, end in read)
    # What was not read stands behind it, but for further pieces of the last character that was: of its bytes, too, some
    # of which a piece may share with the character after it.
    assert all(start >= row.cut[0] or start == read[-1][0] for start, _ in unread)
    if not unread:
        assert row.cut[0] == (len(text) if read or not text.strip() else 0)


def test_lower_casing_and_width_keep_the_original_places() -> None:
    row = TOKENIZERS["wordpiece"].rows([context_fields("Ｗatch 智能手表 BLACK")])[0]
    words = {piece.start: "Ｗatch 智能手表 BLACK"[piece.start : piece.end] for piece in row.pieces if piece}
    assert words[6] == "智"
    assert "".join(words.values()) == "Ｗatch智能手表BLACK"
    plain = TOKENIZERS["wordpiece"].rows([context_fields("watch 智能手表 black")])[0]
    assert row.ids == plain.ids


def test_typed_special_tokens_are_plain_text() -> None:
    for tokenizer in TOKENIZERS.values():
        row = tokenizer.rows([context_fields("[MASK] watch [SEP] [PAD]")])[0]
        assert tokenizer.mask_id not in row.ids
        assert row.ids.count(tokenizer.sep_id) == 1
        assert tokenizer.pad_id not in row.ids


def test_round_trip() -> None:
    for tokenizer in TOKENIZERS.values():
        ids = tokenizer.tokenizer.encode("smart watch black", add_special_tokens=False).ids
        assert tokenizer.tokenizer.decode(ids).strip() == "smart watch black"


def test_the_same_corpus_gives_the_same_vocabulary() -> None:
    for kind in TOKENIZERS:
        first, second = (train_tokenizer(CORPUS, kind, vocabulary_size=150).get_vocab() for _ in range(2))
        assert first == second


def test_a_long_field_says_where_reading_stopped() -> None:
    title = "表" * 100
    row = TOKENIZERS["wordpiece"].rows([item_fields(title, "小米")])[0]
    assert row.cut == (PIECES_READ["title"], len("小米"))


def test_segments_and_empty_contexts() -> None:
    tokenizer = TOKENIZERS["wordpiece"]
    tower = tokenizer.tower(tokenizer.rows([context_fields("watch", ["shoes"]), context_fields(None)]))
    assert tower.segments[0].tolist() == [0, 0, 0, 1, 1][: tower.segments.shape[1]] or tower.segments[0, -1] == 1
    assert tower.attended[1].tolist() == [True, True] + [False] * (tower.ids.shape[1] - 2)
    assert tower.special[1].all()
    masked = tower.masked_ids(tokenizer.mask_id)
    assert torch.equal(masked[tower.special], tower.ids[tower.special])
    assert (masked[~tower.special] == tokenizer.mask_id).all()


def test_a_table_holds_what_the_tower_holds() -> None:
    tokenizer = TOKENIZERS["wordpiece"]
    texts = [context_fields("智能手表", ["running shoes"]), context_fields("茶壶"), ()]
    table, tower = TokenTable.of(tokenizer, texts), tokenizer.tower(tokenizer.rows(texts))
    assert torch.equal(table.ids.long(), tower.ids)
    assert torch.equal(table.segments.long(), tower.segments)
    assert torch.equal(table.attended, tower.attended)
    assert torch.equal(table.words < 0, tower.special)
    one = table.take(torch.tensor([1]))
    assert one.ids.shape == (1, 4)
