"""A draft marks whose fate lots decide, and whose fate follows from it."""

from __future__ import annotations

import itertools
import random

import pytest

from verdeelsleutel.grants.applications.candidate import Candidate
from verdeelsleutel.grants.rounds.policy import Policy
from verdeelsleutel.optimiser.search.allocation import allocate

from ...builders import MLN, candidate, policy

SEED = 20261130


def _chained() -> tuple[list[Candidate], Policy]:
    """Two tied ones for one place, and two after them of which each stands or falls with one."""
    made = [
        candidate("WBI-1", MLN, (50,), rank=9, applicant_reference="Zuid"),
        candidate("WBI-2", MLN, (50,), rank=9, applicant_reference="Noord"),
        candidate("WBI-3", MLN, (50,), rank=8, excludes=("WBI-1",)),
        candidate("WBI-4", MLN, (50,), rank=7, excludes=("WBI-2",)),
        candidate("WBI-5", MLN, (50,), rank=6),
    ]
    made[0] = made[0].model_copy(update={"excludes": ("WBI-2",)})
    return made, policy(2 * MLN)


def test_who_follows_from_an_earlier_lot_is_marked_too() -> None:
    made, rules = _chained()
    solution = allocate(made, rules)
    granted = [one.application_id for one in solution.given if one.cents]
    assert granted == ["WBI-2", "WBI-3"]
    assert solution.ties == ("WBI-1", "WBI-2", "WBI-3", "WBI-4")
    lots = [one.model_copy(update={"lot": k}) for k, one in enumerate(made)]
    drawn = allocate(lots, rules)
    assert [one.application_id for one in drawn.given if one.cents] == ["WBI-1", "WBI-4"]
    assert drawn.ties == ()


def _drawn(seed: int) -> tuple[list[Candidate], Policy]:
    """Five alike, in one to three places of the order, of which some exclude each other."""
    draw = random.Random(seed)
    names = [f"WBI-{k}" for k in range(5)]
    made = [
        candidate(
            name,
            MLN * draw.choice((1, 1, 2)),
            (50,),
            rank=draw.choice((7, 8)),
            municipality_codes=(draw.choice(("GM0363", "GM0518")),),
            applicant_reference=draw.choice("abcdef"),
            excludes=tuple(x for x in names if x < name and draw.random() < 0.2),
        )
        for name in names
    ]
    most = {"woningbouwimpuls": {"max_per_municipality": 2}} if draw.random() < 0.5 else None
    return made, policy(draw.randint(2, 4) * MLN, instruments=most)


def _by_every_lot(made: list[Candidate], rules: Policy) -> set[str]:
    """Who gets another amount in one drawing of lots than in another."""
    amounts: dict[str, set[int]] = {}
    groups: dict[object, list[Candidate]] = {}
    for one in made:
        groups.setdefault(one.rank_keys, []).append(one)
    for orders in itertools.product(*(itertools.permutations(g) for g in groups.values())):
        listed = itertools.chain.from_iterable(orders)
        drawn = [one.model_copy(update={"lot": k}) for k, one in enumerate(listed)]
        for one in allocate(drawn, rules).given:
            amounts.setdefault(one.application_id, set()).add(one.cents)
    return {name for name, found in amounts.items() if len(found) > 1}


def marks_all_and_no_more(seed: int) -> None:
    made, rules = _drawn(seed)
    ties = set(allocate(made, rules).ties)
    differ = _by_every_lot(made, rules)
    assert differ <= ties, seed
    ranks = {c.application_id: c.rank_keys for c in made}
    tied = {a for a in ties for b in differ if a != b and ranks[a] == ranks[b]}
    assert ties <= differ | tied, seed


@pytest.mark.parametrize("seed", range(SEED, SEED + 3))
def test_a_draft_marks_those_whom_some_drawing_gives_another_amount(seed: int) -> None:
    marks_all_and_no_more(seed)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(SEED + 3, SEED + 40))
def test_many_drafts_mark_those_whom_some_drawing_gives_another_amount(seed: int) -> None:
    marks_all_and_no_more(seed)
