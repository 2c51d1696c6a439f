"""No sum or difference of what is shown of groups of shoppers tells of a small one."""

from __future__ import annotations

import numpy as np
import pytest

from queries.privacy import MIN_SHOPPERS
from queries.profiles.groups import affinities, funnel, journeys, rfm_grid
from queries.profiles.people import gather
from queries.segments import read_dimension
from tests.queries.profiles.crowd import crowd, crowded

BY = read_dimension(
    "taste",
    "\n".join(
        f"-- {line}"
        for line in (
            *("title: Taste", "title_zh: 口味", "meaning: m", "meaning_zh: m", "key: context", "known: log"),
            *("order: value", "segment none: None | 无", "absent: none", "missing: m", "missing_zh: m"),
        )
    ),
)
SEEDS = range(4)


@pytest.fixture(scope="module", params=SEEDS)
def people(request, tmp_path_factory):
    """A crowd whose contexts are of four tastes, of very different sizes."""
    with crowded(tmp_path_factory.mktemp("crowd") / "ws", crowd(request.param, shoppers=90)) as ws:
        ws.commit(
            lambda con: con.execute(
                """insert into segments select 'taste', 'context', search_id, case
                    when hash(user_id) % 16 < 9 then 'a' when hash(user_id) % 16 < 14 then 'b'
                    when hash(search_id) % 3 = 0 then 'c' else 'd' end
                from searches"""
            )
        )
        yield gather(ws)


def tells(known: list[np.ndarray], wanted: np.ndarray) -> bool:
    """Whether what is wanted is a linear combination of what is known."""
    matrix = np.array(known) if known else np.zeros((1, len(wanted)))
    return np.linalg.matrix_rank(np.vstack([matrix, wanted])) == np.linalg.matrix_rank(matrix)


def unit(places: list, *wanted) -> np.ndarray:
    return np.array([float(place in wanted) for place in places])


def test_the_funnel_by_a_dimension_beside_the_whole(people):
    cells = people.run("groups/funnel", dimension="taste", absent="none").to_pylist()
    places = [(row["segment"], row["step"]) for row in cells]
    known = [
        unit(places, *(place for place in places if place[0] == row["segment"] and place[1] >= row["step"]))
        for row in funnel(people, BY).to_pylist()
        if row["state"] == "shown"
    ]
    known += [
        unit(places, *(place for place in places if place[1] >= row["step"]))
        for row in funnel(people).to_pylist()
        if row["state"] == "shown"
    ]
    small = [row for row in cells if row["shoppers"] < MIN_SHOPPERS]
    assert small
    assert known
    for row in small:
        assert not tells(known, unit(places, (row["segment"], row["step"])))


def test_journeys_whose_steps_follow_from_each_other(people):
    cells = people.run("groups/journeys", steps=5).to_pylist()
    places = [(row["step"], row["here"], row["there"]) for row in cells]
    shown = [row for row in journeys(people).to_pylist() if row["state"] == "shown"]
    known = [unit(places, (row["step"], row["here"], row["there"])) for row in shown]
    for step in range(1, 5):
        # As many arrive somewhere as go on from there.
        for kind in {here for number, here, _ in places if number == step + 1}:
            arrive = unit(places, *(p for p in places if p[0] == step and p[2] == kind))
            known.append(arrive - unit(places, *(p for p in places if p[0] == step + 1 and p[1] == kind)))
    known.append(unit(places, *(place for place in places if place[0] == 1)))  # all visits
    small = [row for row in cells if row["shoppers"] < MIN_SHOPPERS]
    assert small
    for row in small:
        assert not tells(known, unit(places, (row["step"], row["here"], row["there"])))


def test_affinities_and_who_has_none(people):
    cells = people.run("groups/affinities", by="rfm", of="category", limit=12).to_pylist()
    shown = affinities(people, "rfm").to_pylist()
    for subject in {row["subject"] for row in cells}:
        own = [row for row in cells if row["subject"] == subject]
        counts = {(row["segment"], True): row["shoppers"] for row in own}
        counts |= {(row["segment"], False): row["size"] - row["shoppers"] for row in own}
        places = [place for place, count in counts.items() if count]  # that nobody is there, is shown
        told = [row for row in shown if row["subject"] == subject and row["state"] == "shown"]
        known = [unit(places, (row["segment"], True)) for row in told]
        # Sizes of the groups that are shown, what all of them care for, and how many there are.
        known += [unit(places, (row["segment"], True), (row["segment"], False)) for row in told]
        known += [unit(places, *(p for p in places if p[1])), np.ones(len(places))]
        for row in own:
            if 0 < row["shoppers"] < MIN_SHOPPERS:
                assert not tells(known, unit(places, (row["segment"], True)))
            if 0 < row["size"] - row["shoppers"] < MIN_SHOPPERS:
                assert not tells(known, unit(places, (row["segment"], False)))


def test_the_grid_beside_the_number_of_buyers(people):
    rows = rfm_grid(people).to_pylist()
    hidden = [row for row in rows if row["state"] == "hidden"]
    assert len(hidden) != 1
    assert all(row["shoppers"] >= MIN_SHOPPERS for row in rows if row["state"] == "shown")
    assert all(value is None for row in hidden for name, value in row.items() if name not in ("r", "f", "state"))
