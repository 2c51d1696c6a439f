"""Reviews: some after purchases of the log, more from the time before it, in the words of the item's language."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from sample_data.catalogue import Catalogue
from sample_data.settings import LANGUAGES, PLATFORMS, Settings, clock
from sample_data.shoppers import Shoppers
from sample_data.vocabulary import review_words, shelves

EARLIER_REVIEWS = 4.0  # per shopper who joined before the log
REVIEW_SHARE = 0.5  # of purchases


@dataclass
class Written:
    """Who reviewed which item on which day."""

    shopper: np.ndarray
    item: np.ndarray
    day: np.ndarray


def earlier_reviews(shoppers: Shoppers, catalogue: Catalogue, rng: np.random.Generator) -> Written:
    """Draw reviews from before the log: of items listed by then, popular ones more often."""
    old = np.flatnonzero((shoppers.joined < 0) & ~shoppers.bot)
    author = np.repeat(old, rng.poisson(EARLIER_REVIEWS, len(old)))
    item = np.empty(len(author), np.int64)
    for number in range(len(PLATFORMS)):
        pool = np.flatnonzero((catalogue.platform == number) & (catalogue.listed < 0))
        chances = np.exp(0.8 * catalogue.appeal[pool])
        mine = shoppers.platform[author] == number
        item[mine] = rng.choice(pool, int(mine.sum()), p=chances / chances.sum())
    since = np.maximum(shoppers.joined[author], catalogue.listed[item])
    return Written(author, item, rng.uniform(since, 0))


def reviews_of_purchases(
    shopper: np.ndarray, item: np.ndarray, day: np.ndarray, settings: Settings, rng: np.random.Generator
) -> Written:
    """Draw reviews of purchases in the log, written two days to two weeks later if the log still runs."""
    written = day + rng.uniform(2, 14, len(day))
    kept = (rng.random(len(day)) < REVIEW_SHARE) & (written < settings.days)
    return Written(shopper[kept], item[kept], written[kept])


def review_table(
    written: Written, shoppers: Shoppers, catalogue: Catalogue, first: int, rng: np.random.Generator
) -> pa.Table:
    """Return the reviews in order of time, numbered from ``first``; stars follow the item's hidden quality."""
    order = np.argsort(written.day, kind="stable")
    item, shopper, day = written.item[order], written.shopper[order], written.day[order]
    stars = np.clip(np.round(3.95 + 0.75 * catalogue.quality[item] + rng.normal(0, 0.8, len(item))), 1, 5)
    luck = rng.random((len(item), 5)).tolist()
    brands = catalogue.brand_names()
    rows = zip(
        catalogue.platform[item].tolist(),
        catalogue.category[item].tolist(),
        catalogue.brand[item].tolist(),
        stars.tolist(),
        luck,
        strict=True,
    )
    texts = [
        _text(LANGUAGES[where], category, brands[brand], mark, chance) for where, category, brand, mark, chance in rows
    ]
    return pa.table(
        {
            "review_id": [f"r{first + number:06d}" for number in range(len(item))],
            "item_id": catalogue.table["item_id"].take(pa.array(item)),
            "user_id": pa.array(shoppers.ids()).take(pa.array(shopper)),
            "ts": clock(day),
            "rating": stars,
            "title": [title for title, _ in texts],
            "text": [text for _, text in texts],
            "lang": np.array(LANGUAGES)[catalogue.platform[item]].tolist(),
        }
    )


def _text(lang: str, category: int, brand: str, stars: float, luck: list[float]) -> tuple[str, str]:
    """Return title and text of one review; ``luck`` holds five numbers in [0, 1)."""
    words, shelf = review_words(lang), shelves(lang)[category]
    mood = "good" if stars >= 4 else "fair" if stars == 3 else "bad"
    liked = shelf.praise if mood != "bad" else shelf.complaints
    minor = words["quibbles"] if mood == "fair" or luck[4] < 0.3 else shelf.praise
    body = [_pick(words[f"{mood}_openings"], luck[1]), _pick(liked, luck[2])]
    if stars in (3, 4):
        body.append(_pick(minor, luck[3]))
    if stars == 1:
        body.append(_pick(shelf.complaints, luck[3]))
    body = list(dict.fromkeys([*body, _pick(words[f"{mood}_closings"], luck[4])]))
    joint = " " if lang == "en" else ""
    return _pick(words[f"{mood}_titles"], luck[0]), joint.join(part for part in body if part).format(brand=brand)


def _pick(words: list[str] | tuple[str, ...], luck: float) -> str:
    return words[int(luck * len(words))]
