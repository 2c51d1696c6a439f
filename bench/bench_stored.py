"""Questions to stored explanations, at 10⁵, 10⁶ and 10⁷ contributions: milliseconds, growth and memory.

The rows are simulated: slates of ten items, each explained by 27 features and 14 words drawn from a vocabulary of
20,000 with the frequencies of a language (Zipf). The reference is plain pandas on the same rows in memory, or plain
DuckDB on the stored tables as one would write it first, joining text ids and grouping by text.
"""

from __future__ import annotations

import argparse
import resource
import tempfile
from collections.abc import Callable, Iterator
from datetime import datetime

import numpy as np
import pandas as pd
import pyarrow as pa
from report import line, peak_megabytes, seconds

from queries import sql
from queries.explanations import save
from queries.explanations.reading import compact, read_explanation
from queries.patterns.change import change
from queries.patterns.choosing import Choice, choose
from queries.patterns.features import beeswarm, dependence, interacting
from queries.patterns.ledger import ledger
from queries.patterns.parts import axes, interaction, part_shares, quadrants
from queries.rules.checking import check_rules
from queries.rules.rule import Rule
from queries.workspace import Workspace, open_workspace

SLATE, FEATURES, WORDS, VOCABULARY = 10, 27, 14, 20_000
PER_EXPLANATION = FEATURES + WORDS
ROLES = np.array(
    ["search", "search", "history_1", "history_2", *["title"] * 6, "brand", "category", *["attributes"] * 2]
)
PARTS = np.array(["search"] * 2 + ["history"] * 2 + ["item"] * 10)
FIRST = f"{0:024x}"
SHOP = "insert into sources by name select 'shop' as name, 'simulated' as fingerprint"
MARCH = datetime(2025, 3, 1)
RULES = (
    Rule("words", "most_share", 0.3, words=("word 1", "word 2"), part="item"),
    Rule("brands", "never", 0.5, "positive", field="brand"),
    Rule("search", "least_share", 0.02, part="search", scope=(("lang", "zh"),)),
)
PLAINLY = """
select category, part, lower(name) as word, avg(contribution) as mean, count(distinct explanation_id) as explanations
from contributions join explanations using (explanation_id)
where lang = 'zh'
group by all
order by explanations desc
limit 50
"""


def explanations(first: int, count: int, rng: np.random.Generator) -> pa.Table:
    number = np.arange(first, first + count)
    context = number // SLATE
    day = np.datetime64("2025-01-01T09:00") + (context % 90).astype("timedelta64[D]")
    choice = np.random.default_rng(1).permutation
    return pa.table(
        {
            "explanation_id": pa.array([f"{n:024x}" for n in number * 2_654_435_761 % 2**61]),
            "run": pa.array(["run"] * count),
            "context_id": pa.array([f"c{c}" for c in context]),
            "user_id": pa.array([f"u{c % 500}" for c in context]),
            "item_id": pa.array([f"i{n}" for n in rng.integers(0, 2_400, count)]),
            "search": pa.array(np.array(["watch", "手表", "lamp"])[context % 3]),
            "lang": pa.array(np.array(["en", "zh"])[choice(2)[context % 2]]),
            "surface": pa.array(np.array(["search", "home"])[context % 2]),
            "platform": pa.array(np.array(["north", "south", "east"])[context % 3]),
            "category": pa.array([f"category {n}" for n in rng.integers(0, 12, count)]),
            "brand": pa.array([f"brand {n}" for n in rng.integers(0, 80, count)]),
            "rank": pa.array((number % SLATE + 1).astype(np.int32)),
            "ts": pa.array(day.astype("datetime64[us]")),
            "ranker_id": pa.array(["r1"] * count),
            "score": rng.normal(0, 1, count),
            "base": np.full(count, -1.0),
            "interaction": rng.normal(0, 0.1, count),
        }
    )


def contributions(ids: pa.ChunkedArray, rng: np.random.Generator) -> pa.Table:
    count = len(ids)
    drawn = np.minimum(rng.zipf(1.3, (count, WORDS)), VOCABULARY)
    words = np.array([f"word {n}" for n in range(VOCABULARY + 1)])
    names = np.hstack([words[drawn], np.tile([f"feature_{n}" for n in range(FEATURES)], (count, 1))])
    values = np.hstack([np.full((count, WORDS), np.nan), rng.normal(0, 1, (count, FEATURES))])
    owners = np.repeat(np.arange(count), PER_EXPLANATION)
    field = np.tile([*ROLES, *[""] * FEATURES], count)
    return pa.table(
        {
            "explanation_id": ids.take(pa.array(owners)),
            "part": pa.array(np.tile([*PARTS, *["behaviour"] * FEATURES], count)),
            "name": pa.array(names.ravel()),
            "field": pa.array(field, mask=field == ""),
            "feature_value": pa.array(values.ravel(), from_pandas=True),
            "contribution": rng.normal(0.02, 0.3, count * PER_EXPLANATION),
        }
    )


def batches(total: int) -> Iterator[tuple[pa.Table, pa.Table]]:
    rng = np.random.default_rng(0)
    count, size = total // PER_EXPLANATION, 5_000
    for first in range(0, count, size):
        rows = explanations(first, min(size, count - first), rng)
        yield rows, contributions(rows["explanation_id"], rng)


def fill(ws: Workspace, total: int) -> None:
    # What every workspace with explanations has: a ranker and data. Looking up tables without a row takes longer.
    ws.commit(lambda con: sql.run(con, "examples/ranker"))
    ws.commit(lambda con: con.execute(SHOP))
    started = datetime.now()
    for rows, parts in batches(total):
        save(ws, rows, parts)
    spent = (datetime.now() - started).total_seconds()
    print(f"\n{total:,} simulated contributions made and saved in {spent:.0f} s")
    print(f"joining the files: {seconds(lambda: compact(ws), 1, 0) * 1000:.0f} ms")


def read_plainly(ws: Workspace) -> pd.DataFrame:
    both = "select * from contributions join explanations using (explanation_id) where lang = 'zh'"
    frame = ws.cursor().execute(both).to_arrow_table().to_pandas()
    return frame.assign(word=frame["name"].str.lower(), size=frame["contribution"].abs())


def ask(ws: Workspace, with_pandas: bool) -> None:
    zh = Choice(segments=(("lang", "zh"),))
    plain = seconds(lambda: ws.cursor().execute(PLAINLY).fetchall(), 3)
    told("choose all", lambda: choose(ws), "plain DuckDB, one question", plain)
    told("slice anew: choose zh, its books", lambda: ledger(choose(ws, zh)), "same", plain)
    told("slice anew: choose zh, books by category", lambda: ledger(choose(ws, zh), ("category", "all")), "same", plain)
    told("one explanation", lambda: read_explanation(ws, FIRST), "same", plain)
    told("three rules", lambda: check_rules(ws, RULES), "same", plain)
    told("change between two months", lambda: change(ws, Choice(end=MARCH), Choice(start=MARCH)), "same", plain)
    chosen = choose(ws, zh)
    frame = read_plainly(ws) if with_pandas else None
    for what, ours, theirs in questions():
        reference = seconds(lambda theirs=theirs: theirs(frame), 1, 0) if with_pandas else None
        told(what, lambda ours=ours: ours(chosen), "pandas", reference)


def told(what: str, work: Callable[[], object], reference_name: str, reference: float | None) -> None:
    """Print a question's wall time, beside it the processor's: with others at work the two differ."""
    before = processor_seconds()
    ours = seconds(work, 3, 1)
    processor = (processor_seconds() - before) / 4
    if reference is None:
        print(f"{what:<44} {ours * 1000:10.1f} ms   peak {peak_megabytes():7.0f} MiB", end="")
    else:
        line(what, ours, reference_name, reference, end="")
    print(f"   processor {processor * 1000:8.1f} ms")


def processor_seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def questions():
    """Yield what is asked of the chosen half (zh): its name, our question, and what pandas does for the like."""
    yield (
        "books of all drivers",
        ledger,
        lambda f: f.groupby(["part", "word"])["contribution"].agg(["mean", "count"]).nlargest(50, "count"),
    )
    yield (
        "books by category and platform",
        lambda c: ledger(c, ("category", "platform")),
        lambda f: f.groupby(["category", "platform", "part", "word"])["contribution"].agg(["mean", "count"]),
    )
    yield (
        "shares of the parts by week and platform",
        lambda c: part_shares(c, "platform", "week"),
        lambda f: f.groupby([f["ts"].dt.isocalendar().week, "platform", "part"])["size"].sum(),
    )
    yield (
        "quadrants by category",
        lambda c: quadrants(c, "category"),
        lambda f: f.groupby(["explanation_id", "part"])["contribution"].sum().unstack(),
    )
    yield "points of the quadrants", axes, lambda f: f.groupby(["explanation_id", "part"])["contribution"].sum()
    yield (
        "beeswarm of 15 features",
        beeswarm,
        lambda f: f[f["part"] == "behaviour"].groupby("name")["size"].mean().nlargest(15),
    )
    yield (
        "dependence of one feature on another",
        lambda c: dependence(c, "feature_1", "feature_2"),
        lambda f: f[f["name"].isin(["feature_1", "feature_2"])].pivot(
            index="explanation_id", columns="name", values="feature_value"
        ),
    )
    yield (
        "which feature interacts",
        lambda c: interacting(c, "feature_1"),
        lambda f: (
            f[f["part"] == "behaviour"].pivot(index="explanation_id", columns="name", values="feature_value").corr()
        ),
    )
    yield (
        "interaction of text and behaviour",
        lambda c: interaction(c, "category"),
        lambda f: f.drop_duplicates("explanation_id").groupby("category")["interaction"].mean(),
    )


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--sizes", type=float, nargs="*", default=[1e5, 1e6, 1e7])
    for size in parser.parse_args().sizes:
        with tempfile.TemporaryDirectory(prefix="whyrank-bench-") as folder:
            with open_workspace(folder, "write") as ws:
                fill(ws, int(size))
            with open_workspace(folder) as ws:  # as the dashboard does
                ask(ws, with_pandas=size <= 1e6)


if __name__ == "__main__":
    main()
