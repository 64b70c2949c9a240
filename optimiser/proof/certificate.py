"""The proof of an allocation, in integers and fractions, by code that imports no solver.

It believes nothing that the optimiser says. Statutory rules are applied again, every amount is
held against the form of its application, every payment and home is computed again, every
constraint is re-added, and the values of the stages are recomputed. That no better list exists is
worked out again too: from the multipliers of an exact bound, or by following a tree to its end.
What two solvers say is no proof, and a list that rests on it is not called proven; only of what was
made before there were trees is that word kept, and ``rests_on`` says what it meant.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import Enum

from ...grants.applications.candidate import Candidate
from ...grants.decisions.allocation import (
    ORDER,
    PROOFS,
    Basis,
    Certificate,
    CheckedConstraint,
    Stage,
    Status,
)
from ...grants.money import Euro
from ...grants.rounds.policy import Policy
from ..model.case import Case, Grant, Item, case_of
from ..model.formulation import program_of
from ..model.ladder import counts, homes_at, payments_at
from ..model.listing import award_in
from ..model.objectives import held_row, most_homes_named, objectives_of
from ..model.recount import (
    AFFORDABLE,
    affordable_homes,
    charged_cents,
    checks,
    homes_supported,
    shortfalls,
)
from ..solution import ProposedAward, Solution, digest_of
from .bounds import proves
from .checking import check
from .export import claim_hash, problem_text
from .no_list import conflict_fault
from .restating import claim_of
from .tree import Refused, opened


class Era(Enum):
    """When a list was made, and so what it may be called proven by."""

    BEFORE_TREES = "before trees"  # the word of two solvers, and for the order of one
    TREES = "trees"


def certify(
    candidates: Sequence[Candidate],
    policy: Policy,
    solution: Solution,
    *,
    era: Era = Era.TREES,
) -> Certificate:
    """Check a solution against its candidates and policy, to the cent and to the home.

    The certificate is valid only without faults. A soft constraint that falls short is no fault; a
    hard one that does not hold is. A list that was kept before there were trees says so by its
    ``era``; it is judged as it was then.
    """
    case = case_of(candidates, policy)
    digest = digest_of(solution.given)
    if solution.status is Status.INFEASIBLE:
        return _of_no_list(candidates, policy, solution)
    faults = _list_faults(case, solution)
    if faults:
        return Certificate(
            valid=False,
            digest=digest,
            checks=(),
            stages=solution.stages,
            rests_on=_rests_on(solution, era),
            faults=tuple(faults),
        )
    given = {one.application_id: one for one in solution.given}
    listed = [given[item.candidate.application_id] for item in case.items]
    grants = [_claimed(one) for one in listed]
    for item, one in zip(case.items, listed, strict=True):
        faults.extend(_award_faults(item, one))
    if not faults:  # nothing follows from awards that are none
        faults.extend(_told_faults(case, grants, listed, solution))
    checked = checks(case, grants)
    faults.extend(_constraint_faults(checked))
    faults.extend(_home_faults(case, grants, solution))
    faults.extend(_stage_faults(case, grants, solution, era))
    faults.extend(_bound_faults(case, solution.stages))
    proof, refused = _tree_faults(case, grants, solution, faults)
    faults.extend(refused)
    if digest != solution.digest:
        faults.append("The list is not the one that the optimiser found: its digest differs.")
    return Certificate(
        valid=not faults,
        digest=digest,
        checks=checked,
        stages=solution.stages,
        rests_on=_rests_on(solution, era),
        faults=tuple(faults),
        proof=proof,
    )


def _of_no_list(candidates: Sequence[Candidate], policy: Policy, solution: Solution) -> Certificate:
    """No allocation can be kept; ``rests_on`` says whether that none exists was checked."""
    faults = ["There is no allocation: the hard constraints cannot hold together."]
    fault = conflict_fault(candidates, policy, solution)
    if fault and solution.conflict_basis in PROOFS:
        faults.append(f"That they cannot is not shown: {fault}.")
    return Certificate(
        valid=False,
        digest=digest_of(solution.given),
        checks=(),
        stages=solution.stages,
        rests_on=f"nothing: {fault}" if fault else _SAYS[solution.conflict_basis],
        faults=tuple(faults),
    )


def _list_faults(case: Case, solution: Solution) -> list[str]:
    """One award for every candidate, in the order of application numbers, none twice or negative.

    Nothing is worked out from a list with such a fault: homes of less than nothing are none.
    """
    found = [one.application_id for one in solution.given]
    wanted = sorted(item.candidate.application_id for item in case.items)
    faults = [f"{name} is not in the list." for name in wanted if name not in set(found)]
    faults += [f"{name} is no candidate." for name in sorted(set(found) - set(wanted))]
    if not faults and found != wanted:
        faults.append("The list has an application twice, or is not in order.")
    faults += [
        f"{one.application_id} cannot get {Euro(one.cents)}: that is less than nothing."
        for one in solution.given
        if min(one.cents, one.next_window) < 0
    ]
    return faults


def _claimed(one: ProposedAward) -> Grant:
    return Grant(
        cents=one.cents,
        charged=one.charged,
        homes=counts(one.homes),
        payments=tuple((p.year, p.amount.cents) for p in one.payments),
    )


def _award_faults(item: Item, one: ProposedAward) -> list[str]:
    name, candidate = one.application_id, item.candidate
    if item.constant is not None:
        if _claimed(one) != item.constant:
            wanted = Euro(item.constant.cents)
            return [
                f"{name} gets {wanted} by its rule or decision, with homes and payments to match; "
                f"the list has {Euro(one.cents)}."
            ]
        return []
    faults: list[str] = []
    level = item.ladder.level_of(one.cents) if one.cents >= 0 else None
    if level is None:
        faults.append(f"{name} cannot get {Euro(one.cents)}: its form has no such award.")
    elif level != one.steps:
        faults.append(f"{name} has {one.steps} steps in the list; its award is step {level}.")
    if one.next_window:
        faults.append(f"{name} is charged to a next window without a rule that allows it.")
    homes = homes_at(candidate, one.cents)
    if counts(one.homes) != homes:
        faults.append(f"{name} claims {one.homes.total} homes; its award makes {sum(homes)}.")
    paid = tuple((p.year, p.amount.cents) for p in one.payments)
    if paid != payments_at(candidate, one.cents):
        faults.append(f"The payments of {name} are not those that belong to {Euro(one.cents)}.")
    return faults


def _told_faults(
    case: Case, grants: Sequence[Grant], listed: Sequence[ProposedAward], solution: Solution
) -> list[str]:
    """What the list says beside amounts: the place and the reason of each, remarks and ties."""
    faults: list[str] = []
    for i, one in enumerate(listed):
        told = award_in(case, i, grants)
        if (told.rank, told.reason) != (one.rank, one.reason):
            faults.append(
                f"The list says of {one.application_id}: place {one.rank}, {one.reason.value}; "
                f"worked out again it is place {told.rank}, {told.reason.value}."
            )
    # A planning puts its proposals before what the case itself remarks.
    if solution.remarks[len(solution.remarks) - len(case.remarks) :] != case.remarks:
        faults.append("The remarks are not those that follow from the applications.")
    if solution.conflict:
        faults.append("A list that holds names conditions that cannot hold together.")
    unnamed = sorted(set(case.ties) - set(solution.ties))
    faults.extend(f"{name} waits for lots, and the list does not say so." for name in unnamed)
    return faults


def _constraint_faults(checked: Sequence[CheckedConstraint]) -> list[str]:
    return [
        f"{check.code} does not hold: {check.value} {check.relation} {check.limit} "
        f"({check.unit.value}) is short by {-check.slack}."
        for check in checked
        if check.hard and not check.holds
    ]


def _home_faults(case: Case, grants: Sequence[Grant], solution: Solution) -> list[str]:
    everyone = range(len(grants))
    faults: list[str] = []
    for homes, enabling in ((solution.homes, True), (solution.entitled_homes, False)):
        # As plain numbers: of awards that claim fewer homes than none there is nothing to make.
        exact = homes_supported(case, grants, everyone, enabling=enabling)
        if exact != counts(homes):
            affordable = sum(exact[segment] for segment in AFFORDABLE)
            faults.append(
                f"The list supports {sum(exact)} homes ({affordable} affordable), "
                f"not {homes.total} ({homes.affordable})."
            )
    return faults


def _stage_faults(case: Case, grants: Sequence[Grant], solution: Solution, era: Era) -> list[str]:
    exact, stages = _stage_values(case, grants), solution.stages
    faults = [
        f"Stage {stage.name} is {exact[stage.name]}, not {stage.value}."
        for stage in stages
        if stage.name in exact and stage.value != exact[stage.name]
    ]
    awarded = sum(1 for i in case.open_items if grants[i].cents)
    faults.extend(
        f"Stage {stage.name} is {awarded}, not {stage.value}."
        for stage in stages
        if stage.name == ORDER and stage.value != awarded
    )
    known = [stage.name for stage in stages]
    faults.extend(
        f"Stage {name} stands there twice, or is none." for name in _odd(known, [*exact, ORDER])
    )
    enough = PROOFS if era is Era.TREES else [one for one in Basis if one is not Basis.NOTHING]
    if solution.status is Status.PROVEN:
        named = {stage.name for stage in stages if stage.proven and stage.value == stage.bound}
        missing = [name for name in [*exact, ORDER] if name not in named]
        faults.extend(f"Stage {name} is not proven." for name in missing)
    faults.extend(
        f"Stage {stage.name} is called proven, and rests on {_CALLED[stage.basis]}."
        for stage in stages
        if stage.basis not in enough and (solution.status is Status.PROVEN or _says_so(stage, era))
    )
    return faults


def _says_so(stage: Stage, era: Era) -> bool:
    return era is Era.TREES and stage.proven


def _odd(known: Sequence[str], wanted: Sequence[str]) -> list[str]:
    """Names that are not those of the stages, in their order and each once at most."""
    return [name for k, name in enumerate(known) if name not in wanted or name in known[:k]]


def _stage_values(case: Case, grants: Sequence[Grant]) -> Mapping[str, int]:
    """The value of every stage but the last, by its name."""
    soft = [limit for limit in case.limits if not limit.hard]
    short = shortfalls(case, grants)
    values: dict[str, int] = {}
    for importance in sorted({limit.importance for limit in soft}):
        group = [limit for limit in soft if limit.importance == importance]
        name = "shortfall " + ", ".join(limit.code for limit in group)
        values[name] = sum(limit.weight * short[limit.code] for limit in group)
    values[most_homes_named(case)] = affordable_homes(case, grants)
    values["money"] = charged_cents(grants)
    return values


def _bound_faults(case: Case, stages: Sequence[Stage]) -> list[str]:
    """Work every exact bound out again, from the program that the case states and no other."""
    wanted = {stage.name: stage for stage in stages}
    if not case.open_items or all(s.basis is not Basis.EXACT_BOUND for s in stages):
        return []
    program = program_of(case)
    rows = list(program.rows)
    faults: list[str] = []
    for objective in objectives_of(program):
        stage = wanted.get(objective.name)
        if stage is None:
            break
        if stage.basis is Basis.EXACT_BOUND and not proves(
            program.variables,
            rows,
            objective.linear,
            stage.multipliers,
            stage.value,
            maximise=objective.maximise,
        ):
            faults.append(f"The multipliers of stage {stage.name} do not prove {stage.value}.")
        held = held_row(objective, stage.value)
        if held is not None:
            rows.append(held)
    return faults


def _tree_faults(
    case: Case, grants: Sequence[Grant], solution: Solution, faults: Sequence[str]
) -> tuple[str, list[str]]:
    """The hash of the trees, and what is wrong with them or with what is said to rest on them.

    Of a list that is not true to the cent they cannot say anything, and are not looked at.
    """
    names = [*_stage_values(case, grants), ORDER]
    claimed = {s.name for s in solution.stages if s.basis is Basis.CHECKED_TREE}
    if not solution.proof:
        return "", [f"Stage {name} rests on a tree that is not there." for name in sorted(claimed)]
    try:
        proof = opened(solution.proof)
        if faults:
            return proof.sha256, []
        program = program_of(case)
        claim = claim_hash(problem_text(program, grants))
        shown = check(claim_of(program, grants), proof, claim)
    except Refused as refused:
        return "", [f"The proof is refused: {refused}."]
    found = {names[place] for place in shown.stages}
    if shown.order:
        found.add(ORDER)
    missing = [name for name in names if name in claimed and name not in found]
    return proof.sha256, [f"Stage {name} rests on a tree that is not there." for name in missing]


_CALLED = {
    Basis.EXACT_BOUND: "an exact bound",
    Basis.CHECKED_TREE: "a tree",
    Basis.TWO_SOLVERS: "two solvers, which is no proof",
    Basis.ONE_SOLVER: "one solver, which is no proof",
    Basis.NOTHING: "nothing",
}
_SAYS = {
    Basis.EXACT_BOUND: "an exact bound in fractions",
    Basis.CHECKED_TREE: "a tree of exact bounds, followed to its end in whole numbers",
    Basis.TWO_SOLVERS: "two solvers, no proof ({solver}, each at zero gap)",
    Basis.ONE_SOLVER: "not proved ({solver} alone, at zero gap)",
    Basis.NOTHING: "nothing yet, {solver} ran out of time",
}
_SAID_BEFORE = _SAYS | {
    Basis.TWO_SOLVERS: "{solver}, each at zero gap",
    Basis.ONE_SOLVER: "{solver} alone, at zero gap",
}


def _rests_on(solution: Solution, era: Era) -> str:
    """What it rests on that no better list exists, stage by stage where they differ."""
    if all(stage.solver == "none" for stage in solution.stages):
        return "arithmetic alone: no award was left to choose"
    said: dict[str, list[str]] = {}
    for stage in solution.stages:
        says = (_SAYS if era is Era.TREES else _SAID_BEFORE)[stage.basis]
        if era is Era.BEFORE_TREES and stage.name == ORDER and stage.proven:
            says = "the list's digest, found by {solver}, to be held against a re-solve"
        text = says.format(solver=stage.solver)
        said.setdefault(text, []).append(stage.name)
    parts = [f"{', '.join(names)}: {text}" for text, names in said.items()]
    return "; ".join([*parts, "every amount and constraint on exact integers"])
