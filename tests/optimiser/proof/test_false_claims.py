"""Lists that are not the best, with the proof of the best list bent to fit: none is accepted.

Awards are dropped, added or swapped and everything is stated anew from that list; then steps of the
proof are removed, doubled or moved, bounds and multipliers changed, and its claim renamed.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from functools import cache

import pytest

from verdeelsleutel.optimiser.model.case import Grant
from verdeelsleutel.optimiser.model.recount import checks
from verdeelsleutel.optimiser.proof.check_proof import Wrong
from verdeelsleutel.optimiser.proof.check_proof import check as check_apart
from verdeelsleutel.optimiser.proof.checking import check
from verdeelsleutel.optimiser.proof.export import claim_hash, problem_text
from verdeelsleutel.optimiser.proof.restating import claim_of
from verdeelsleutel.optimiser.proof.tree import Refused, TreeProof, parsed
from verdeelsleutel.optimiser.search.allocation import allocate

from ..builders import a_round
from .claims import Known, proof_of, stated_as

SEED = 20261129
SIZES = (12, 18, 25)


@cache
def proven(size: int) -> tuple[Known, TreeProof]:
    made, rules = a_round(size, seed=size)
    solution = allocate(made, rules)
    one = stated_as(made, rules, {g.application_id: g.cents for g in solution.given})
    return one, proof_of(one)


def another_list(draw: random.Random, one: Known) -> tuple[Grant, ...]:
    """Some awards dropped, added, swapped or cut."""
    grants = list(one.grants)
    for _ in range(draw.randint(1, 3)):
        i, j = draw.sample(range(len(grants)), 2)
        items = one.case.items
        kind = draw.choice(("drop", "add", "swap", "step", "nobody"))
        if kind == "nobody":
            grants = [item.grant(0) for item in items]
        elif kind == "swap" and bool(grants[i].cents) != bool(grants[j].cents):
            for k in (i, j):
                grants[k] = items[k].grant(0 if grants[k].cents else items[k].ladder.top)
        else:
            levels = {"drop": 0, "add": items[i].ladder.top}
            level = levels.get(kind, draw.randint(0, items[i].ladder.top))
            grants[i] = items[i].grant(level)
    return tuple(grants)


def bent(draw: random.Random, text: str, claim: str) -> str:
    """The proof with its claim renamed, and up to three changes of its lines."""
    lines = text.split("\n")
    lines[1] = f"claim {claim}"
    for _ in range(draw.randint(0, 3)):
        k = draw.randrange(2, len(lines) - 2)
        kind = draw.choice(("remove", "double", "move", "number", "number", "number", "kind"))
        if kind == "remove" and len(lines) > 5:
            del lines[k]
        elif kind == "double":
            lines.insert(k, lines[k])
        elif kind == "move":
            lines.insert(draw.randrange(2, len(lines) - 2), lines.pop(k))
        else:
            parts = lines[k].split(" ")
            if kind == "kind":
                parts[0] = draw.choice("BTL")
            elif len(parts) > 1:
                at = draw.randrange(1, len(parts))
                by = draw.choice((-1, 1, 1, 100, -100))
                parts[at] = str(int(parts[at]) + by)
            lines[k] = " ".join(parts)
    return "\n".join(lines)


def accepted(one: Known, grants: Sequence[Grant], text: str) -> list[bool]:
    """Whether either checker says that everything is shown."""
    problem = problem_text(one.program, grants)
    said: list[bool] = []
    try:
        shown = check(claim_of(one.program, grants), parsed(text), claim_hash(problem))
        said.append(shown.order and len(shown.stages) == len(one.claim.goals))
    except Refused:
        said.append(False)
    try:
        said.append(check_apart(problem, text)[1])
    except (Wrong, ValueError):
        said.append(False)
    return said


def keeps_all(one: Known, grants: Sequence[Grant]) -> bool:
    return all(found.holds for found in checks(one.case, grants) if found.hard)


def none_is_accepted(count: int, seed: int) -> None:
    draw = random.Random(seed)
    tried = 0
    while tried < count:
        one, proof = proven(draw.choice(SIZES))
        grants = another_list(draw, one)
        if grants == one.grants or not keeps_all(one, grants):
            continue
        tried += 1
        text = bent(draw, proof.text(), claim_hash(problem_text(one.program, grants)))
        assert accepted(one, grants, text) == [False, False], (tried, seed)


def test_the_proof_of_the_best_list_is_accepted_as_it_is() -> None:
    for size in SIZES:
        one, proof = proven(size)
        assert accepted(one, one.grants, proof.text()) == [True, True]


def test_no_list_that_is_not_the_best_is_proven_by_a_bent_proof() -> None:
    none_is_accepted(60, SEED)


@pytest.mark.slow
def test_no_list_that_is_not_the_best_is_proven_by_a_thousand_bent_proofs() -> None:
    none_is_accepted(1_000, SEED)


def test_both_checkers_agree_on_a_bent_proof_of_the_best_list() -> None:
    draw = random.Random(SEED)
    for _ in range(60):
        one, proof = proven(draw.choice(SIZES))
        text = bent(draw, proof.text(), proof.claim)
        first, second = accepted(one, one.grants, text)
        assert first == second


@pytest.mark.slow
def test_both_checkers_agree_on_a_thousand_bent_proofs_of_the_best_list() -> None:
    draw = random.Random(SEED + 1)
    for _ in range(1_000):
        one, proof = proven(draw.choice(SIZES))
        text = bent(draw, proof.text(), proof.claim)
        first, second = accepted(one, one.grants, text)
        assert first == second
