"""Pairs as one sequence: the tokenizer's own ids, every piece at its place, and the longest text cut first."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from transformers import PreTrainedTokenizerFast

from models.field import Field
from models.pair_tokenizer import PairTokenizer, Template, longest_first
from models.text import context_fields, item_fields
from tests.models.cross_encoders import bert_tokenizer, roberta_tokenizer

CONTEXT = context_fields("smart watch 智能手表", ["Anta running shoes", "茶壶  宜兴"])
ITEM = item_fields("小米 smart watch black 3", "小米", None, '{"colour": "red, blue"}')
MAKERS = {"bert": bert_tokenizer, "roberta": roberta_tokenizer}

texts = st.text(alphabet="abwatch 智能手表 ,.-5\u0301\u00a0😀\n", max_size=12)


def joined(fields: tuple[Field, ...]) -> str:
    return " ".join(field.text for field in fields)


@pytest.mark.parametrize("kind", MAKERS)
def test_a_pair_has_the_ids_the_tokenizer_gives_it(kind: str) -> None:
    own = PairTokenizer(MAKERS[kind](), 200)
    reference = PreTrainedTokenizerFast(tokenizer_object=MAKERS[kind]())
    expected = reference(joined(CONTEXT), joined(ITEM), return_token_type_ids=True)
    [row] = own.rows([CONTEXT], [ITEM])
    assert row.ids == expected["input_ids"]
    assert row.segments == expected["token_type_ids"]


def test_a_tokenizer_that_joins_nothing_is_joined_as_bert_does() -> None:
    bare = bert_tokenizer()
    bare.post_processor = None
    assert Template.of(bare) == Template.of(bert_tokenizer())
    assert Template.of(roberta_tokenizer()) == Template(((0, 0),), ((2, 0), (2, 0)), ((2, 0),), (0, 0))


@pytest.mark.parametrize("kind", MAKERS)
def test_pieces_stand_where_their_characters_are(kind: str) -> None:
    [row] = PairTokenizer(MAKERS[kind](), 200).rows([CONTEXT], [ITEM])
    assert row.cut == tuple(len(field.text) for field in row.fields)
    for number, field in enumerate(row.fields):
        covered = {c for p in row.pieces if p and p.field == number for c in range(p.start, p.end)}
        unread = {c for c, letter in enumerate(field.text) if c not in covered}
        assert all(field.text[c] in " :;," for c in unread), field


@settings(max_examples=60, deadline=None)
@given(st.lists(texts, max_size=3), st.lists(texts, max_size=3), st.integers(8, 40), st.sampled_from(list(MAKERS)))
def test_any_texts_fit_and_stay_in_their_fields(searches: list[str], titles: list[str], length: int, kind: str) -> None:
    context = tuple(Field("history", f"history_{n}", text) for n, text in enumerate(searches))
    item = tuple(Field("item", f"text_{n}", text) for n, text in enumerate(titles))
    [row] = _TOKENIZERS[kind, length].rows([context], [item])
    assert len(row.ids) == len(row.segments) == len(row.words) == len(row.pieces) <= length
    last = -1, -1
    for piece, word in zip(row.pieces, row.words, strict=True):
        assert (piece is None) == (word < 0)
        if piece is not None:
            assert 0 <= piece.start < piece.end <= len(row.fields[piece.field].text)
            assert piece.start <= row.cut[piece.field]
            assert (piece.field, piece.start) >= last
            last = piece.field, piece.start
    for field, cut in zip(row.fields, row.cut, strict=True):
        assert 0 <= cut <= len(field.text)


_TOKENIZERS = {(kind, length): PairTokenizer(MAKERS[kind](), length) for kind in MAKERS for length in range(8, 41)}


def test_the_longest_field_is_cut_first_and_says_where() -> None:
    tokenizer = PairTokenizer(bert_tokenizer(), 16)
    title = "watch " * 30
    [row] = tokenizer.rows([context_fields("smart watch")], [item_fields(title, "Huawei")])
    assert len(row.ids) == 16
    assert row.cut[0] == len("smart watch")
    assert row.cut[2] == len("Huawei")
    seen = [piece for piece in row.pieces if piece and piece.field == 1]
    assert row.cut[1] == len("watch ") * len(seen)


def test_fields_it_was_not_trained_on_are_not_read() -> None:
    [row] = PairTokenizer(bert_tokenizer(), 200, ("search", "title")).rows([CONTEXT], [ITEM])
    [shorter] = PairTokenizer(bert_tokenizer(), 200).rows([CONTEXT[:1]], [ITEM[:1]])
    assert row.ids == shorter.ids
    assert row.fields == (*CONTEXT, *ITEM)
    assert row.cut == (len(CONTEXT[0].text), 0, 0, len(ITEM[0].text), 0, 0)


def test_a_part_can_be_named_for_all_its_fields() -> None:
    [row] = PairTokenizer(bert_tokenizer(), 200, ("history", "item")).rows([CONTEXT], [ITEM])
    assert row.cut[0] == 0
    assert all(cut == len(field.text) for cut, field in zip(row.cut[1:], row.fields[1:], strict=True))


def test_typed_special_tokens_are_characters() -> None:
    tokenizer = PairTokenizer(bert_tokenizer(), 200)
    [row] = tokenizer.rows([context_fields("[MASK] watch")], [()])
    assert tokenizer.mask_id not in row.ids


@given(st.lists(st.integers(0, 60), max_size=6), st.integers(0, 100))
def test_longest_first_fills_the_room_and_cuts_only_the_longest(lengths: list[int], room: int) -> None:
    kept = longest_first(lengths, room)
    assert sum(kept) == min(sum(lengths), room)
    cut = [k for k, length in zip(kept, lengths, strict=True) if k < length]
    assert all(0 <= k <= length for k, length in zip(kept, lengths, strict=True))
    assert not cut or max(kept) - min(cut) <= 1
