"""The second opinion on a rule about words: mask them in the very pairs that were explained, and score again.

Contributions say what a method gave to a word; this asks the ranker what becomes of the score without it. Features are
as of each context's moment, as they were when the explanation was made.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pyarrow as pa
import torch

from explain.coalitions import coalitions
from explain.game import set_up
from explain.shop import Shop
from explain.word_players import WordPlayer
from models.field import Field
from queries.contexts import contexts
from queries.patterns.choosing import Choice
from queries.point_in_time import candidate_features
from queries.rules.checking import RuleResult
from queries.rules.masking import judge_rescored, to_rescore
from queries.rules.rule import Rule
from queries.workspace import Workspace

KEPT = ("explanation_id", "context_id", "item_id", "score", "base")


def check_by_masking(
    ws: Workspace, shop: Shop, rules: Iterable[Rule], choice: Choice | None = None, limit: int = 200
) -> list[RuleResult]:
    """Judge the rules that name words by what scores lose without them, on at most ``limit`` explanations a rule.

    Only explanations of the shop's ranker are asked about; rules without words have no result here.
    """
    narrowed = replace(choice or Choice(), ranker_id=shop.ranker.identity)
    results = []
    for rule in rules:
        if rule.words:
            spans = to_rescore(ws, rule, narrowed, limit).to_pylist()
            results.append(judge_rescored(rule, rescored(ws, shop, spans)))
    return results


def rescored(ws: Workspace, shop: Shop, spans: Sequence[Mapping[str, Any]]) -> pa.Table:
    """Return each explanation of :func:`queries.rules.masking.to_rescore` with its ``masked_score``, in logits."""
    of_each: dict[str, list[Mapping[str, Any]]] = {}
    for span in spans:
        of_each.setdefault(span["explanation_id"], []).append(span)
    firsts = [rows[0] for rows in of_each.values()]
    features = _features(ws, shop, firsts)
    texts = _contexts(ws, shop, {row["context_id"] for row in firsts})
    found = [
        {**{name: first[name] for name in KEPT}, "masked_score": _masked(shop, texts[first["context_id"]], rows, own)}
        for first, rows, own in zip(firsts, of_each.values(), features, strict=True)
        if first["context_id"] in texts
    ]
    schema = pa.schema(
        [*((name, pa.string()) for name in KEPT[:3]), *((n, pa.float64()) for n in (*KEPT[3:], _MASKED))]
    )
    return pa.Table.from_pylist(found, schema=schema)


_MASKED = "masked_score"


def _masked(shop: Shop, context: Sequence[Field], spans: Sequence[Mapping[str, Any]], features: np.ndarray) -> float:
    """Return the score of one pair with every word hidden that touches one of the spans."""
    item = shop.catalogue.texts[shop.catalogue.place(spans[0]["item_id"])]
    rows = torch.from_numpy(features[None])
    background = shop.ranker.background
    players = coalitions(set_up(shop.ranker, [context], [item], rows, background, shop.lexicon), 0)
    fields = [field for tower in players.game.towers for field in tower.fields[0]]
    shown = np.array([[not any(_touches(word, fields, span) for span in spans) for word in players.words]])
    return float(players.values(shown, np.ones((1, players.feature_count), dtype=bool))[0])


def _touches(word: WordPlayer, fields: Sequence[Field], span: Mapping[str, Any]) -> bool:
    own = fields[word.field].name == span["field"] and word.part == span["part"]
    return own and bool(word.start < span["end_char"]) and bool(span["start_char"] < word.end)


def _contexts(ws: Workspace, shop: Shop, wanted: set[str]) -> dict[str, tuple[Field, ...]]:
    rows = (row for row in contexts(ws).to_pylist() if row["context_id"] in wanted)
    return {row["context_id"]: shop.context_of(row["search"], row["history"]) for row in rows}


def _features(ws: Workspace, shop: Shop, rows: Sequence[Mapping[str, Any]]) -> list[np.ndarray]:
    """Return the features [F] of each explained pair, as of its context's moment."""
    names = shop.ranker.feature_names
    if not names or not rows:
        return [np.zeros(0, np.float32) for _ in rows]
    asked = pa.table({name: [row[name] for row in rows] for name in ("context_id", "item_id")})
    table = candidate_features(ws, asked)
    values = np.column_stack([table[name].to_numpy() for name in names]).astype(np.float32)
    keys = zip(table["context_id"].to_pylist(), table["item_id"].to_pylist(), strict=True)
    place = {key: number for number, key in enumerate(keys)}
    return [values[place[row["context_id"], row["item_id"]]] for row in rows]
