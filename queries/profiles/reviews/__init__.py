"""What shoppers write of what they bought: stars by category and item, aspects, and how disliked items are treated.

Sentiment is told by stars: a category's and an item's by the mean of its reviews, a word's by the stars of the reviews
it stands in. No lexicon of opinions decides what a word means.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import duckdb
import pyarrow as pa

from queries import sql
from queries.honesty import LEVEL
from queries.observe import LOGGED
from queries.privacy import MIN_SHOPPERS, Cell, hidden_in_list
from queries.workspace import Workspace

TEXTS_READ = 20_000
TYPICAL = 2.0  # times as common in a category as elsewhere makes a word one of its aspects
FEW_REVIEWS = 5  # of an item, from which on its mean stars tell something
LISTED = 25
COMPLAINTS = 4
MENTION = pa.schema([("review_id", pa.string()), ("word", pa.string())])


@dataclass(frozen=True)
class Reviews:
    """The reviews of a workspace on a cursor of their own; one thread asks at a time.

    ``total`` and ``rated`` (with stars) count them, ``written`` those with words, ``items`` what they are of;
    ``stars`` is their mean.
    """

    con: duckdb.DuckDBPyConnection = field(repr=False)
    total: int
    rated: int
    written: int
    items: int
    stars: float | None


@dataclass(frozen=True)
class Aspects:
    """Words that go with stars. ``read``: how many reviews the words were taken from.

    ``words``: lang, category ("" for all of the language), words (those that always stand together, in the order of the
    example), reviews, shoppers, share (of the category's reviews in that language), elsewhere (of its others), stars,
    rest_stars, difference, p, q (Benjamini-Hochberg over all words), significant, example (a review that has it; None
    where nothing is significant). ``complaints``: item_id, and a list of words that go with fewer stars.
    """

    read: int
    words: pa.Table
    complaints: pa.Table


def open_reviews(ws: Workspace) -> Reviews:
    """Return the reviews of a workspace, to be asked about.

    >>> from queries.examples import tiny_shop
    >>> open_reviews(tiny_shop()).total
    0
    """
    con = ws.cursor()
    sql.run(con, "statistics/distributions")
    sql.run(con, "profiles/reviews/read")
    [size] = sql.run(con, "profiles/reviews/size").to_pylist()
    return Reviews(con, **size)


def category_stars(reviews: Reviews) -> pa.Table:
    """Return what shoppers think of each category, the least liked first.

    Columns: category (None where an item has none), state ("shown", "hidden": fewer than 11 shoppers, or what would
    betray them), reviews, shoppers, stars (mean), half (of the 95 % interval, normal, shopper by shopper), unhappy
    (share of 2 stars and less), happy (of 4 and more).
    """
    rows = sql.run(reviews.con, "profiles/reviews/categories").to_pylist()
    hidden = hidden_in_list([Cell("", row["category"] or "", row["shoppers"], row["reviews"]) for row in rows])
    unseen = {cell.column for cell in hidden}
    return _silenced(rows, ("category",), [(row["category"] or "") in unseen for row in rows])


def least_liked(reviews: Reviews, ranker_id: str = LOGGED, limit: int = LISTED) -> pa.Table:
    """Return the items people like least, of those that 11 shoppers and more reviewed, and how they are treated.

    Columns: item_id, item (title), category, reviews, shoppers, stars, unhappy, half, impressions, position (mean),
    click_rate, purchases, rank and slates (what the ranker ``ranker_id`` makes of it; None where it ranked nothing),
    often_shown (a search it is often shown for that 11 shoppers typed).
    """
    return sql.run(reviews.con, "profiles/reviews/items", many=MIN_SHOPPERS, ranker_id=ranker_id, limit=limit)


def treatment(reviews: Reviews, ranker_id: str = LOGGED) -> pa.Table:
    """Return how items are treated by how well they are liked, of those with 5 reviews and more.

    Columns: band (mean stars: 1 under 3, 2 under 3.5, 3 under 4, 4 under 4.5, 5 above), state, shoppers (who reviewed
    them), items, reviews, impressions, exposure (impressions per item over those of all bands), position (mean shown),
    click_rate, rank (mean of the ranker's).
    """
    rows = sql.run(reviews.con, "profiles/reviews/treatment", few=FEW_REVIEWS, ranker_id=ranker_id).to_pylist()
    unseen = {c.column for c in hidden_in_list([Cell("", str(r["band"]), r["shoppers"], r["reviews"]) for r in rows])}
    return _silenced(rows, ("band",), [str(row["band"]) in unseen for row in rows])


def review_texts(reviews: Reviews, limit: int = TEXTS_READ) -> pa.Table:
    """Return review_id and said (title and text) of at most ``limit`` reviews, the same ones every time."""
    return sql.run(reviews.con, "profiles/reviews/texts", limit=limit)


def aspects(reviews: Reviews, mentions: pa.Table, read: Iterable[str]) -> Aspects:
    """Return which words go with fewer or more stars: in general, and those typical of each category.

    ``mentions``: review_id, word, each pair once, of the reviews ``read`` (their ids). How words are chosen and tested,
    profiles/reviews/aspects.sql says; a word stands in reviews of 11 shoppers at least.

    >>> from queries.examples import tiny_shop
    >>> aspects(open_reviews(tiny_shop()), MENTION.empty_table(), []).words.num_rows
    0
    """
    ids = pa.array(read, pa.string())
    reviews.con.register("mention", mentions.cast(MENTION))
    reviews.con.register("read_review", pa.table({"review_id": ids}))
    asked = {"many": MIN_SHOPPERS, "typical": TYPICAL, "level": LEVEL, "words": COMPLAINTS}
    words, examples, complaints = (
        sql.run_text(reviews.con, sql.text(f"profiles/reviews/{name}"), asked)
        for name in ("aspects", "example", "complaints")
    )
    quoted = {(row["lang"], row["category"], tuple(row["words"])): row["said"] for row in examples.to_pylist()}
    keys = [(row["lang"], row["category"], tuple(row["words"])) for row in words.to_pylist()]
    said = [quoted.get(key) for key in keys]
    told = [_as_said(key[2], text) for key, text in zip(keys, said, strict=True)]
    ordered = {tuple(sorted(each)): each for each in told}
    complained = [[ordered.get(tuple(each), each) for each in row] for row in complaints["words"].to_pylist()]
    complaints = complaints.set_column(1, "words", pa.array(complained, pa.list_(pa.list_(pa.string()))))
    words = words.set_column(words.column_names.index("words"), "words", pa.array(told, pa.list_(pa.string())))
    words = words.append_column("example", pa.array(said, pa.string()))
    significant = pa.array([q < LEVEL for q in words["q"].to_pylist()], pa.bool_())
    return Aspects(len(ids), words.append_column("significant", significant), complaints)


def _as_said(words: tuple[str, ...], text: str | None) -> list[str]:
    """Return the words in the order in which the text has them."""
    low = (text or "").lower()
    return sorted(words, key=lambda word: (low.find(word), word))


def _silenced(rows: list[dict[str, object]], places: tuple[str, ...], hidden: list[bool]) -> pa.Table:
    """Return the rows with their state; of a hidden one only its ``places`` are told."""
    told = []
    for row, silent in zip(rows, hidden, strict=True):
        kept = {name: None if silent and name not in places else value for name, value in row.items()}
        told.append({name: kept.pop(name) for name in places} | {"state": "hidden" if silent else "shown"} | kept)
    return pa.Table.from_pylist(told)
