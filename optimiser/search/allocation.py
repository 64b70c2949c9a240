"""Dividing the money of a round: statutory rules first, then the lexicographic optimum.

1. for each importance, the smallest weighted shortfall of the soft constraints;
2. the most affordable homes;
3. the least money;
4. the published order.

Each stage is solved to a proven optimum and then held. The list depends on the applications and on
the policy only.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

from ...grants.applications.candidate import Candidate
from ...grants.decisions.allocation import ORDER, PROOFS, Basis, Stage, Status, Unit
from ...grants.homes import Homes
from ...grants.rounds.policy import Policy
from ..model.case import NO_GRANT, Case, Grant, case_of
from ..model.formulation import program_of
from ..model.ladder import homes_of
from ..model.listing import award_in
from ..model.objectives import Objective, objectives_of
from ..model.recount import checks, homes_supported
from ..proof.no_list import absent, codes_of
from ..proof.tree import TreeProof, kept
from ..solution import Named, Progress, ProposedAward, Solution, digest_of
from .conflict import conflict_of, named
from .order.canonical import ordered
from .order.ties import decided_by_lots
from .stages.result import Found, NotFound
from .stages.search import Search
from .trees.known import Known
from .trees.proving import Prover
from .trees.tree import BetterList

__all__ = ["Progress", "ProposedAward", "Solution", "allocate", "objectives_of"]


def allocate(
    candidates: Sequence[Candidate],
    policy: Policy,
    *,
    solver: str = "highs",
    progress: Callable[[Progress], None] | None = None,
    time_limit_seconds: int | None = None,
    known: Known | None = None,
) -> Solution:
    """Divide the money of a round.

    ``solver`` is ``highs`` (our own choice of three), ``scip``, ``cbc`` or one that the office has,
    ``gurobi``, ``cplex`` or ``copt``; the answer is the same. The time limit is the policy's
    unless given. ``known`` is a case that is nearly this one, whose list and trees are tried
    first; the list is the same without it. An infeasible policy is an answer with a conflict, not
    an exception. With the list comes its proof, as far as it could be made: trees that are checked
    without a solver.

    Raises:
        ValueError: an application number occurs twice, or an instrument takes no part.
    """
    limit = policy.solver.time_limit_seconds if time_limit_seconds is None else time_limit_seconds
    deadline = time.monotonic() + limit
    case = case_of(candidates, policy)
    if case.fixed_without_candidate:
        decisions = [_absent(name) for name in case.fixed_without_candidate]
        return _infeasible(case, decisions, Basis.EXACT_BOUND)
    if not case.open_items:
        return _without_choice(case)
    prover = Prover(case, deadline, known)
    search = Search(prover.searchable(), solver, deadline, progress, prover)
    start = None if prover.begins_from is None else prover.begins_from.start(case)
    if start is not None:
        search.start_from(start)
    return _staged(search)


def second_opinion(
    candidates: Sequence[Candidate],
    policy: Policy,
    first: Solution,
    *,
    solver: str = "cbc",
    progress: Callable[[Progress], None] | None = None,
    time_limit_seconds: int | None = None,
) -> Solution:
    """Divide the money again by another solver alone, which begins with a list and has to find
    whether any is better. What it calls proven is its own word, and never goes with an allocation.

    Raises:
        ValueError: an application number occurs twice, or an instrument takes no part.
    """
    limit = policy.solver.time_limit_seconds if time_limit_seconds is None else time_limit_seconds
    case = case_of(candidates, policy)
    if case.fixed_without_candidate or not case.open_items:
        return allocate(candidates, policy, solver=solver)
    search = Search(program_of(case), solver, time.monotonic() + limit, progress)
    search.start_from(_levels(case, first))
    return _staged(search)


def _grants(case: Case, solution: Solution) -> list[Grant]:
    """The awards of a list in the order of the items."""
    levels = {one.application_id: one.steps for one in solution.given}
    return [item.grant(levels[item.candidate.application_id]) for item in case.items]


def _levels(case: Case, solution: Solution) -> list[int]:
    """The level of each item in a list; what has no such level gets nothing."""
    cents = {one.application_id: one.cents for one in solution.given}
    return [
        item.ladder.level_of(cents.get(item.candidate.application_id, 0)) or 0
        if item.constant is None
        else int(item.constant.cents > 0)
        for item in case.items
    ]


def _staged(search: Search) -> Solution:
    case, prover = search.case, search.prover
    stages: list[Stage] = []
    found: Found | None = None
    objectives = objectives_of(search.program)
    homes = objectives[-2]
    for place, objective in enumerate(objectives):
        search.at(objective.name, place, len(objectives) + 1)
        is_goal = place < len(objectives) - 2
        answer = search.proven_best(
            objective, homes if is_goal else None, objectives[place + 1 : -2] if is_goal else ()
        )
        if isinstance(answer, NotFound):
            if answer.proven and found is None:
                return _impossible(search, objective)
            return _no_list(case, stages, objective, search.engine.name, found)
        found = answer
        stages.append(_stage(objective, answer, proven=answer.proven and _is_firm(search, answer)))
        if not answer.proven:
            return _proven_by(search, _solution(case, found.grants, Status.NOT_PROVED, stages))
        if prover is not None:
            if answer.basis is Basis.EXACT_BOUND:
                prover.stage(
                    objective, answer.value, true=lambda _: False, multipliers=answer.proof
                )
            prover.hold(objective, answer.value)
        search.narrow(objective, answer.value)
        search.hold(objective, answer.value)
    assert found is not None  # there is always the stage of homes and that of money
    canonical = ordered(search, found)
    firm = canonical.proven and _is_firm(search, canonical)
    stages.append(_order_stage(case, canonical, firm))
    if not canonical.proven:
        return _proven_by(search, _solution(case, canonical.grants, Status.NOT_PROVED, stages))
    ties = decided_by_lots(search, canonical)
    named = sorted({case.items[i].candidate.application_id for i in ties} | set(case.ties))
    proven = all(stage.proven for stage in stages)
    status = Status.PROVEN if proven else Status.NOT_PROVED
    return _proven_by(search, _solution(case, canonical.grants, status, stages, tuple(named)))


def _is_firm(search: Search, found: Found) -> bool:
    """Whether what it rests on is a proof; of a second opinion, the word of its solver."""
    return search.prover is None or found.basis in PROOFS


def _proven_by(search: Search, solution: Solution) -> Solution:
    """The list with all that was grown beside the search."""
    proof = None if search.prover is None else search.prover.proof(_grants(search.case, solution))
    return solution if proof is None else solution.model_copy(update={"proof": kept(proof)})


def _stage(objective: Objective, found: Found, solver: str = "none", *, proven: bool) -> Stage:
    return Stage(
        name=objective.name,
        unit=objective.unit,
        value=found.value,
        bound=found.bound,
        proven=proven,
        solver=" and ".join(found.solvers) or solver,
        basis=found.basis,
        multipliers=found.proof,
    )


def _order_stage(case: Case, found: Found, proven: bool) -> Stage:
    awarded = sum(1 for i in case.open_items if found.levels[i])
    return Stage(
        name=ORDER,
        unit=Unit.NUMBER,
        value=awarded,
        bound=awarded,
        proven=proven,
        solver=" and ".join(found.solvers) or "none",
        basis=found.basis,
    )


def _without_choice(case: Case) -> Solution:
    """Only statutory awards and fixed ones: nothing to solve, only to check."""
    grants = [item.constant or NO_GRANT for item in case.items]
    broken = next((one for one in checks(case, grants) if one.hard and not one.holds), None)
    if broken is not None:  # one suffices: nothing is free, so it is a smallest conflict by itself
        return _infeasible(
            case,
            [
                Named(
                    code=broken.code,
                    sentence_nl=broken.sentence_nl,
                    sentence_en=broken.sentence_en,
                    source=broken.source,
                )
            ],
            Basis.EXACT_BOUND,
        )
    stages: list[Stage] = []
    for objective in objectives_of(program_of(case)):
        value = objective.exact(grants)
        found = Found((), tuple(grants), value, value, True, Basis.EXACT_BOUND)
        stages.append(_stage(objective, found, proven=True))
    stages.append(_order_stage(case, Found((), tuple(grants), 0, 0, True, Basis.EXACT_BOUND), True))
    return _solution(case, grants, Status.PROVEN, stages, tuple(case.ties))


def _absent(name: str) -> Named:
    return Named(
        code=absent(name),
        sentence_nl=f"{name} is bij besluit toegekend, maar doet niet mee in deze ronde.",
        sentence_en=f"{name} is in by decision, but takes no part in this round.",
        source="policy, fixed",
    )


def _infeasible(
    case: Case, conflict: Sequence[Named], basis: Basis, proof: TreeProof | None = None
) -> Solution:
    grants = [item.constant or NO_GRANT for item in case.items]
    solution = _solution(case, grants, Status.INFEASIBLE, (), conflict=tuple(conflict))
    shown = "" if proof is None else kept(proof)
    return solution.model_copy(update={"conflict_basis": basis, "proof": shown})


def _impossible(search: Search, objective: Objective) -> Solution:
    """A solver says that no list keeps every hard constraint: the conflict, with its tree.

    Where the tree of the smallest conflict does not close, that of all hard constraints together is
    tried: they are the conflict then, though fewer may do. A list that is found in a tree is the
    answer, whatever the solver said.
    """
    case = search.case
    conflict = conflict_of(case, search.solver, search.prover)

    def true(values: Sequence[int]) -> bool:
        return search.keeps_all(search.grants(search.program.levels(values)))

    smallest, everything = [one.code for one in conflict], codes_of(program_of(case))
    try:
        for codes in (smallest, everything) if smallest != everything else (everything,):
            proof = None if search.prover is None else search.prover.conflict(codes, true)
            if proof is not None:
                return _infeasible(case, named(case, codes), Basis.CHECKED_TREE, proof)
    except BetterList as other:
        levels = search.program.levels(other.values)
        found = Found(tuple(levels), tuple(search.grants(levels)), 0, 0, proven=False)
        return _no_list(case, (), objective, search.engine.name, found)
    return _infeasible(case, conflict or named(case, everything), Basis.ONE_SOLVER)


def _no_list(
    case: Case, stages: Sequence[Stage], objective: Objective, solver: str, known: Found | None
) -> Solution:
    """A stage without a list of its own: that of the stage before, or the statutory awards only."""
    constants = [item.constant or NO_GRANT for item in case.items]
    grants = constants if known is None else known.grants
    value = objective.exact(grants)
    empty = Found((), tuple(grants), value, value, False)
    listed = [*stages, _stage(objective, empty, solver, proven=False)]
    return _solution(case, grants, Status.NOT_PROVED, listed)


def _solution(
    case: Case,
    grants: Sequence[Grant],
    status: Status,
    stages: Sequence[Stage],
    ties: tuple[str, ...] = (),
    conflict: tuple[Named, ...] = (),
) -> Solution:
    given = sorted(
        (award_in(case, i, grants) for i in range(len(grants))), key=lambda g: g.application_id
    )
    everyone = range(len(grants))
    return Solution(
        status=status,
        given=tuple(given),
        homes=_homes(homes_supported(case, grants, everyone)),
        entitled_homes=_homes(homes_supported(case, grants, everyone, enabling=False)),
        stages=tuple(stages),
        ties=ties or tuple(case.ties),
        conflict=conflict,
        remarks=case.remarks,
        digest=digest_of(given),
    )


def _homes(found: tuple[int, int, int, int]) -> Homes:
    return homes_of(found)
