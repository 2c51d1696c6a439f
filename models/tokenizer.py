"""Texts to pieces: a vocabulary learned from the corpus, and pieces that remember their characters.

Two kinds of vocabulary can be learned. ``wordpiece`` (Schuster & Nakajima 2012, as in BERT) lower-cases, takes
Chinese characters one by one and splits other words into pieces. ``bpe`` (Sennrich et al. 2016) merges bytes, so it
knows no unknown piece but may split a Chinese character. ``models/tokenizer_quality.py`` measures both.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal, TypeAlias

from tokenizers import Regex, Tokenizer, decoders, normalizers, pre_tokenizers, trainers
from tokenizers import models as algorithms

TokenizerKind: TypeAlias = Literal["wordpiece", "bpe"]

PAD, UNKNOWN, CLS, SEP, MASK = SPECIAL_TOKENS = ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]")
_OTHER_NAMES = {PAD: "<pad>", UNKNOWN: "<unk>", CLS: "<s>", SEP: "</s>", MASK: "<mask>"}


def train_tokenizer(corpus: Iterable[str], kind: TokenizerKind = "wordpiece", vocabulary_size: int = 8000) -> Tokenizer:
    """Learn a vocabulary of at most ``vocabulary_size`` pieces from the corpus' texts.

    >>> tokenizer = train_tokenizer(["smart watch 智能手表", "watch strap"] * 5, vocabulary_size=100)
    >>> pieces = tokenizer.encode("Watch 手表", add_special_tokens=False)
    >>> pieces.tokens, pieces.offsets
    (['watch', '手', '表'], [(0, 5), (6, 7), (7, 8)])
    """
    texts = list(corpus)
    return as_plain_text(_wordpiece(texts, vocabulary_size) if kind == "wordpiece" else _bpe(texts, vocabulary_size))


def _wordpiece(texts: list[str], vocabulary_size: int) -> Tokenizer:
    tokenizer = _wordpiece_tokenizer({})
    normalised = (tokenizer.normalizer.normalize_str(text) for text in texts)
    words = (word for text in normalised for word, _ in tokenizer.pre_tokenizer.pre_tokenize_str(text))
    inner_letters = sorted({letter for word in words for letter in word[1:]})
    # The trainer numbers word-inner letters in the order of a hash map and breaks ties between merges by number, so
    # each run would learn another vocabulary. Handed in as "special" they get fixed numbers.
    fixed = [*SPECIAL_TOKENS, *(f"##{letter}" for letter in inner_letters)]
    trainer = trainers.WordPieceTrainer(
        vocab_size=vocabulary_size, min_frequency=2, special_tokens=fixed, show_progress=False
    )
    tokenizer.train_from_iterator(texts, trainer)
    learned = _wordpiece_tokenizer(tokenizer.get_vocab())
    learned.add_special_tokens(list(SPECIAL_TOKENS))
    return learned


def _wordpiece_tokenizer(vocabulary: dict[str, int]) -> Tokenizer:
    tokenizer = Tokenizer(algorithms.WordPiece(vocabulary, unk_token=UNKNOWN, max_input_chars_per_word=64))
    tokenizer.normalizer = normalizers.Sequence([normalizers.NFKC(), normalizers.BertNormalizer(lowercase=True)])
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence([_without_separators(), pre_tokenizers.BertPreTokenizer()])
    tokenizer.decoder = decoders.WordPiece()
    return tokenizer


def _bpe(texts: list[str], vocabulary_size: int) -> Tokenizer:
    tokenizer = Tokenizer(algorithms.BPE())
    tokenizer.normalizer = normalizers.Sequence([normalizers.NFKC(), normalizers.Lowercase()])
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [_without_separators(), pre_tokenizers.ByteLevel(add_prefix_space=True)]
    )
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=vocabulary_size,
        min_frequency=2,
        special_tokens=list(SPECIAL_TOKENS),
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False,
    )
    tokenizer.train_from_iterator(texts, trainer)
    return tokenizer


def _without_separators() -> pre_tokenizers.PreTokenizer:
    """Drop what only separates: read as pieces it would cost a third of an item's length and say nothing."""
    return pre_tokenizers.Split(Regex(r"[;:,>，；：、。…|]+"), behavior="removed")


def as_plain_text(tokenizer: Tokenizer) -> Tokenizer:
    """Make the tokenizer read a typed ``[MASK]`` as the characters it is, and neither pad nor cut."""
    tokenizer.encode_special_tokens = True
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer


def special_id(tokenizer: Tokenizer, token: str) -> int:
    """Return the id of a special token under its BERT or its RoBERTa name; raises ``KeyError`` where it has neither.

    >>> special_id(train_tokenizer(["a b"] * 3, vocabulary_size=20), MASK)
    4
    """
    for name in (token, _OTHER_NAMES[token]):
        found = tokenizer.token_to_id(name)
        if found is not None:
            return int(found)
    raise KeyError(token)


def readable(texts: Sequence[str]) -> list[str]:
    """Return the texts with lone surrogates (which no tokenizer takes) replaced one for one, so offsets stay true.

    >>> readable(["a\\ud800b"]) == ["a\\ufffdb"]
    True
    """
    return ["".join("\ufffd" if "\ud800" <= c <= "\udfff" else c for c in t) if not _clean(t) else t for t in texts]


def _clean(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
