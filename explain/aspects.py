"""The words of reviews, as the analytics of reviews are handed them."""

from __future__ import annotations

import pyarrow as pa

from explain.words import split_words
from queries.explanations.words import normal_form
from queries.profiles.reviews import MENTION, Aspects, Reviews, aspects, review_texts

SHORTEST = {"word": 3, "han": 2}  # characters: shorter words say little by themselves


def words_of_reviews(texts: pa.Table) -> pa.Table:
    """Return review_id and word, each pair once, of a table of review_id and said.

    Words are compared case-folded and width-normalised; numbers, signs and words of one character (Chinese) or of less
    than three letters are left out.

    >>> texts = pa.table({"review_id": ["r1"], "said": ["Nice strap, nice watch 47mm. 表带很舒服"]})
    >>> words_of_reviews(texts)["word"].to_pylist()
    ['nice', 'strap', 'watch', '表带', '舒服']
    """
    found: dict[tuple[str, str], None] = {}
    for review_id, said in zip(texts["review_id"].to_pylist(), texts["said"].to_pylist(), strict=True):
        for word in split_words(said):
            if word.end - word.start >= SHORTEST.get(word.kind, 1_000):
                found[review_id, normal_form(said[word.start : word.end])] = None
    return pa.Table.from_pylist([{"review_id": key, "word": word} for key, word in found], schema=MENTION)


def aspects_of_reviews(reviews: Reviews) -> Aspects:
    """Return the aspects of a workspace's reviews, see :func:`queries.profiles.reviews.aspects`.

    >>> from queries.examples import tiny_shop
    >>> from queries.profiles.reviews import open_reviews
    >>> aspects_of_reviews(open_reviews(tiny_shop())).read
    0
    """
    texts = review_texts(reviews)
    return aspects(reviews, words_of_reviews(texts), texts["review_id"].to_pylist())
